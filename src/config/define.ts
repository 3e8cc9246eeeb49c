import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { TSchema } from "typebox";
import type { Attribute, AttributeTree, Written } from "../model/attribute.ts";
import type { Position } from "../model/finding.ts";
import type { Kind, Manage } from "../model/kind.ts";

/** The kinds of each platform by its name, as tuples that keep their literal types. */
export type KindsByPlatform<M> = { readonly [P in keyof M]: readonly Kind[] };

/** The kinds that live under the kind named `P`. */
type ChildOf<Kinds extends readonly Kind[], P extends string | null> = Extract<
  Kinds[number],
  { readonly parent: P }
>;

type RootOf<Kinds extends readonly Kind[]> = ChildOf<Kinds, null>;

/** The collections of a resource, by name. */
type Collections<Kinds extends readonly Kind[], P extends string> = {
  readonly [K in ChildOf<Kinds, P> as K["collection"]]?: Collection<Kinds, K>;
};

/** A collection: a map of keys, or, where its kind has no attributes, a list of them. */
type Collection<Kinds extends readonly Kind[], K extends Kind> =
  | { readonly [key: string]: Entry<Kinds, K> }
  | (keyof K["attributes"] extends never ? readonly string[] : never);

/** One resource: its members, or the bare value of its shorthand. */
type Entry<Kinds extends readonly Kind[], K extends Kind> = Resource<Kinds, K> | Shorthand<K>;

type Resource<Kinds extends readonly Kind[], K extends Kind> = Common<K> &
  Collections<Kinds, K["name"]> &
  (
    | (Written<K["attributes"]> & { readonly state?: "present" })
    | (Partial<Written<K["attributes"]>> & { readonly state: "absent" })
  );

type Shorthand<K extends Kind> = K extends { readonly shorthand: infer S extends string }
  ? ValueAt<K["attributes"], S>
  : never;

type ValueAt<T extends AttributeTree, Name extends string> = Name extends `${infer Group}.${infer Inner}`
  ? T[Group] extends AttributeTree
    ? ValueAt<T[Group], Inner>
    : never
  : T[Name] extends Attribute<TSchema>
    ? Exclude<Written<T>[Name & keyof Written<T>], undefined>
    : never;

interface Common<K extends Kind> {
  /** The platform's own id, where the key alone does not tell which object is meant. */
  readonly id?: K["parent"] extends null
    ? K extends { readonly labelled: object }
      ? string
      : never
    : string;
  /** The last day on which it holds (YYYY-MM-DD, through its end, UTC). */
  readonly expires?: K["principal"] extends false ? never : string;
  /** Keys that it had before: renames it instead of making another. */
  readonly previously?: readonly string[];
}

/** `projects`, `projects.grants`: every collection, as `manage` names it. */
type CollectionNames<Kinds extends readonly Kind[], P extends string> =
  ChildOf<Kinds, P> extends infer K
    ? K extends Kind
      ? K["collection"] | `${K["collection"]}.${CollectionNames<Kinds, K["name"]>}`
      : never
    : never;

/** What a file says of one organization, less its platform. */
export type Definition<Kinds extends readonly Kind[]> =
  RootOf<Kinds> extends infer Root extends Kind
    ? Common<Root> &
        Partial<Written<Root["attributes"]>> &
        Collections<Kinds, Root["name"]> & {
          /** The key; the address of everything below starts with it. */
          readonly organization: string;
          /** The connection of `charter.yaml`, where several fit. */
          readonly connection?: string;
          /** How much of each collection the definition speaks for. */
          readonly manage?: { readonly [N in CollectionNames<Kinds, Root["name"]>]?: Manage };
          readonly state?: "present" | "absent";
        }
    : never;

/** Known to every copy of the package, so that a definition made by another one is recognized. */
const brand: unique symbol = Symbol.for("orgcharter.organization/1") as never;

/** What `defineOrganization` returns. */
export interface OrganizationDefinition {
  readonly [brand]: true;
  readonly platform: string;
  readonly definition: unknown;
  /** Where it was called; null where the runtime does not say. */
  readonly called: { readonly file: string; readonly line: number; readonly column: number } | null;
}

/**
 * The `defineOrganization` of a set of platforms. Its place is kept, so that whatever is wrong with the definition is
 * said with file, line and column of the call and the path inside.
 *
 * @example
 * export const defineOrganization = definer<PlatformKinds>();
 * export default defineOrganization("dnanexus", { organization: "org-acme", members: { "user-alice": "ADMIN" } });
 */
export function definer<M extends KindsByPlatform<M>>() {
  return function defineOrganization<P extends keyof M & string>(
    platform: P,
    definition: Definition<M[P]>,
  ): OrganizationDefinition {
    return Object.freeze({
      [brand]: true as const,
      platform,
      definition,
      called: callerOf(defineOrganization),
    });
  };
}

/** An organization that somebody gave in another way than by `defineOrganization`. */
export function organizationOf(
  given: object,
  called: OrganizationDefinition["called"],
): OrganizationDefinition {
  const { platform, ...definition } = { platform: "", ...given };
  return Object.freeze({ [brand]: true as const, platform, definition, called });
}

/** Somebody with the handle on each connection: the key as one would write it in an organization. */
export interface PersonDefinition {
  /** For people who read the file. */
  readonly name?: string;
  readonly handles: {
    readonly [connection: string]: string | { readonly handle: string; readonly id?: string };
  };
  /** `absent`: the person has left; nothing of theirs shall be live on any platform. */
  readonly state?: "present" | "absent";
  /** The last day on which the person belongs here (YYYY-MM-DD, through its end, UTC). */
  readonly expires?: string;
}

const peopleBrand: unique symbol = Symbol.for("orgcharter.people/1") as never;

/** What `definePeople` returns. */
export interface PeopleDefinition {
  readonly [peopleBrand]: true;
  readonly people: unknown;
  readonly called: OrganizationDefinition["called"];
}

/**
 * Names people in TypeScript.
 *
 * @example
 * export default definePeople({ alice: { handles: { dnanexus: "user-alice" } } });
 */
export function definePeople(people: { readonly [name: string]: PersonDefinition }): PeopleDefinition {
  return Object.freeze({ [peopleBrand]: true as const, people, called: callerOf(definePeople) });
}

/** What a file of ours exports. */
export type AnyDefinition = OrganizationDefinition | PeopleDefinition;

/** True for what `defineOrganization` and `definePeople` return, of whichever copy of the package. */
export function isDefinition(value: unknown): value is AnyDefinition {
  if (typeof value !== "object" || value === null) return false;
  return (brand in value && value[brand] === true) || isPeople(value);
}

export function isPeople(value: object): value is PeopleDefinition {
  return peopleBrand in value && value[peopleBrand] === true;
}

/** The place that called `callee`. Node strips types without moving anything, so that it is that of the source. */
export function callerOf(
  callee: ((...args: never[]) => unknown) | (abstract new (...args: never[]) => unknown),
): OrganizationDefinition["called"] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  let site: NodeJS.CallSite | undefined;
  try {
    Error.stackTraceLimit = 1;
    Error.prepareStackTrace = (_, sites) => {
      site = sites[0];
      return "";
    };
    const holder: { stack?: string } = {};
    Error.captureStackTrace(holder, callee);
    // Reading it is what asks for the sites.
    void holder.stack;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (prepareStackTrace === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
    else Error.prepareStackTrace = prepareStackTrace;
  }
  const file = site?.getFileName();
  if (site === undefined || file === null || file === undefined) return null;
  return { file, line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 };
}

/** A file of a stack (path or URL) relative to the root, or null where it does not lie there. */
export function fileWithin(root: string, file: string): string | null {
  let path: string;
  try {
    path = file.startsWith("file:") ? fileURLToPath(file.replace(/[?#].*$/, "")) : file.replace(/\?.*$/, "");
  } catch {
    return null;
  }
  const name = relative(root, path);
  return name === "" || name.startsWith("..") || name.startsWith(sep) ? null : name.split(sep).join("/");
}

/** The place of a definition inside the root; the start of `file` where it does not lie there. */
export function definedAt(definition: AnyDefinition, root: string, file: string): Position {
  const { called } = definition;
  const name = called === null ? null : fileWithin(root, called.file);
  return called === null || name === null
    ? { file, line: 1, column: 1 }
    : { file: name, line: called.line, column: called.column };
}
