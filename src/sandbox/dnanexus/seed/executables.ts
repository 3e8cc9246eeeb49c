import {
  type At,
  bool,
  field,
  given,
  items,
  oneOf,
  only,
  optional,
  text,
  texts,
  whole,
} from "../../shape.ts";
import { type Executable, executableClasses } from "../executables.ts";
import { executableName, executableVersion, isExecutableId } from "../ids.ts";
import { knownPayer, knownPrincipal, knownUser, type Names } from "./names.ts";

/** A version of an app in a seed, with the two lists of its name. */
export interface SeedExecutable {
  readonly executable: Omit<Executable, "position">;
  readonly developers: readonly string[];
  readonly authorizedUsers: readonly string[];
}

const keys = ["id", "class", "name", "version", "title", "billTo", "published", "categories", "createdBy"];

/** One entry under `apps`; `class: globalworkflow` makes it one of those. */
export function readExecutable(
  at: At,
  id: (prefix: string) => string,
  names: Names,
  adminOf: (org: string) => string | undefined,
  now: number,
): SeedExecutable {
  only(at, [...keys, "created", "developers", "authorizedUsers"]);
  const className = optional(field(at, "class"), (one) => oneOf(one, executableClasses)) ?? "app";
  const name = matching(field(at, "name"), executableName);
  if (isExecutableId(`${className}-${name}`)) at.fail(`${at.path}.name`, "must not look like an id");
  const billTo = knownPayer(field(at, "billTo"), names);
  const createdBy =
    optional(field(at, "createdBy"), (one) => knownUser(one, names)) ??
    (billTo.startsWith("user-") ? billTo : adminOf(billTo));
  if (createdBy === undefined)
    return at.fail(`${at.path}.createdBy`, "must be given: the payer suggests nobody");
  const created = optional(field(at, "created"), (one) => whole(one, 0)) ?? now;
  return {
    executable: {
      id: id(className),
      class: className,
      name,
      version: matching(field(at, "version"), executableVersion),
      title: optional(field(at, "title"), text) ?? name,
      billTo,
      published: optional(field(at, "published"), bool) ?? true,
      categories: optional(field(at, "categories"), texts) ?? [],
      createdBy,
      created,
      modified: created,
    },
    developers: principals(field(at, "developers"), names) ?? [createdBy],
    authorizedUsers: principals(field(at, "authorizedUsers"), names) ?? [],
  };
}

function principals(at: At, names: Names): string[] | undefined {
  return given(at) ? items(at).map((one) => knownPrincipal(one, names)) : undefined;
}

function matching(at: At, pattern: RegExp): string {
  const value = text(at);
  return pattern.test(value) ? value : at.fail(at.path, `must match ${pattern.source}`);
}
