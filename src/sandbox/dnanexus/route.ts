import type { Call } from "./call.ts";
import { denied, notFound } from "./errors.ts";
import { type Executable, type ExecutableClass, findExecutable } from "./executables.ts";
import { findOrg, type Org } from "./orgs.ts";
import { findProject, type Project } from "./projects.ts";
import { findUser, type User } from "./users.ts";

/** What a path addresses: `/app-qc/1.0.0/describe` has the id `app-qc` and the version `1.0.0`. */
export interface Subject {
  readonly id: string;
  readonly version: string | null;
}

/**
 * How a route treats what is stored.
 * - `read` only looks
 * - `list` looks and pages (dnanexus.md §4 Pagination)
 * - `write` runs in a transaction
 * - `locked` also holds the project's lock (§6.10)
 */
export type Manner = "read" | "list" | "write" | "locked";

export interface Route {
  /** As the fact sheet writes it: `org-xxxx/invite`, `system/findOrgs`. */
  readonly name: string;
  readonly manner: Manner;
  readonly act: (call: Call, subject: Subject) => unknown;
}

type Who<T> = (call: Call, on: T) => void;
type Act<T> = (call: Call, on: T) => unknown;

/** A route without an object: `system/whoami`, `org/new`. Any valid token may call it. */
export function plain(name: string, manner: Manner, act: (call: Call) => unknown): Route {
  return { name, manner, act };
}

// Routes on an object come in the order in which the platform must check: does it exist, may the caller, is the
// body well-formed. `who` is the "who" column of §3.

export function onUser(method: string, manner: Manner, who: Who<User>, act: Act<User>): Route {
  return on("user-xxxx", method, manner, (call, { id }) => findUser(call.store, id), who, act);
}

export function onOrg(method: string, manner: Manner, who: Who<Org>, act: Act<Org>): Route {
  return on("org-xxxx", method, manner, (call, { id }) => findOrg(call.store, id), who, act);
}

export function onProject(method: string, manner: Manner, who: Who<Project>, act: Act<Project>): Route {
  return on("project-xxxx", method, manner, (call, { id }) => findProject(call.store, id), who, act);
}

export function onExecutable(
  of: ExecutableClass,
  method: string,
  manner: Manner,
  who: Who<Executable>,
  act: Act<Executable>,
): Route {
  const find = (call: Call, { id, version }: Subject) => findExecutable(call.store, of, id, version);
  return on(`${of}-xxxx`, method, manner, find, who, act);
}

function on<T>(
  entity: string,
  method: string,
  manner: Manner,
  find: (call: Call, subject: Subject) => T | undefined,
  who: Who<T>,
  act: Act<T>,
): Route {
  return {
    name: `${entity}/${method}`,
    manner,
    act: (call, subject) => {
      const found = find(call, subject);
      if (found === undefined) {
        throw notFound(subject.version === null ? subject.id : `${subject.id}/${subject.version}`);
      }
      who(call, found);
      return act(call, found);
    },
  };
}

/** The user themself. */
export function onlySelf(call: Call, user: User): void {
  if (call.user !== user.id) throw denied(`Only ${user.id} can perform this action`);
}
