/** How access reaches people: directly, or through organizations whose members they are (dnanexus.md §2.2). */
import { type Address, collectionOf, encodePart, keyOf, parentOf } from "../../../model/address.ts";
import type { Attributes, Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { organizationAddress } from "../resources.ts";

/** What is granted: an entry of a project or of a list of an app, and the member of an organization it goes through. */
export interface Path {
  readonly entry: Resource;
  /** Null: the entry names the principal itself. */
  readonly member: Resource | null;
}

export function isOrganization(principal: string): boolean {
  return principal.startsWith("org-");
}

/** The members of an organization, if they were read: an organization is never without. */
export function membersOf(state: StateView, organization: string): Iterable<Resource> | null {
  const home = collectionOf(organizationAddress(organization), "members");
  return state.count(home) === 0 ? null : state.list(home);
}

/** The paths from the entries of a collection to one principal. Costs the organizations that it is a member of. */
export function* pathsTo(state: StateView, home: Address, who: string): Iterable<Path> {
  const entryFor = (key: string) => state.get(`${home}/${encodePart(key)}`);
  const own = entryFor(who);
  // An organization stands for itself only where its members are not known.
  if (own !== undefined && !(isOrganization(who) && membersOf(state, who) !== null)) {
    yield { entry: own, member: null };
  }
  if (isOrganization(who)) return;
  for (const member of state.named("member", who)) {
    const organization = parentOf(member.address);
    const entry = organization === null ? undefined : entryFor(keyOf(organization));
    if (entry !== undefined) yield { entry, member };
  }
}

/** All paths from the entries of a collection, by principal. Costs the entries and the members they reach. */
export function allPaths(state: StateView, home: Address): ReadonlyMap<string, readonly Path[]> {
  const paths = new Map<string, Path[]>();
  const add = (who: string, path: Path): void => {
    const list = paths.get(who);
    if (list === undefined) paths.set(who, [path]);
    else list.push(path);
  };
  for (const entry of state.list(home)) {
    const members = isOrganization(entry.key) ? membersOf(state, entry.key) : null;
    if (members === null) add(entry.key, { entry, member: null });
    else for (const member of members) add(member.key, { entry, member });
  }
  return paths;
}

/** The most that a member gets from projects shared with its organization. */
export function ceilingOf(member: Attributes): unknown {
  return member.level === "ADMIN" ? "ADMINISTER" : member.projectAccess;
}

/** Whether a member may use what its organization may use. */
export function hasAppAccess(member: Attributes): boolean {
  return member.level === "ADMIN" || member.appAccess === true;
}

export function nameOfPath(path: Path): string {
  return path.member === null ? "direct" : path.entry.key;
}
