import { listIn } from "../../seed.ts";
import { type At, field, only, text } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { addMember, insertGroup, linkProject } from "../groups.ts";
import { uuid, uuidOf } from "../ids.ts";
import { plainName, readName } from "../names.ts";
import type { Project } from "../projects.ts";
import type { TakeId } from "./ids.ts";
import { pending } from "./invitations.ts";
import { disjoint, idsOf, type People, peopleIn } from "./people.ts";

/** Stores the groups of one organization of a seed; none of its `managers` may sit in one (cloud-console.md §6.4). */
export function loadGroups(
  store: Store,
  organization: string,
  groups: readonly At[],
  projects: readonly Project[],
  managers: ReadonlySet<string>,
  people: People,
  takeId: TakeId,
): void {
  const find = projectFinder(projects);
  const taken = new Set<string>();
  for (const at of groups) {
    only(at, ["name", "id", "projects", "members", "invited"]);
    const nameAt = field(at, "name");
    const name = readName(nameAt, plainName);
    if (taken.has(name)) nameAt.fail(nameAt.path, `repeats ${name}`);
    taken.add(name);
    const id = takeId(at, uuid, uuidOf("group", organization, name));
    insertGroup(store, { id, organization, name });
    for (const project of listIn(at, "projects")) linkProject(store, id, find(project));
    const members = peopleIn(at, "members", people);
    disjoint(members, managers, "owns or administers the organization");
    for (const { user } of members) addMember(store, id, user);
    const invited = peopleIn(at, "invited", people);
    disjoint(invited, idsOf(members), "is a member already");
    pending(store, { kind: "group", organization, group: id }, invited);
  }
}

/** Finds the id of a project by its id, its name, or `region/name` where a name stands in two regions. */
function projectFinder(projects: readonly Project[]): (at: At) => string {
  const found = new Map<string, Set<string>>();
  for (const { id, name, region } of projects) {
    for (const key of [id, name, `${region.name}/${name}`]) {
      found.set(key, (found.get(key) ?? new Set()).add(id));
    }
  }
  return (at) => {
    const [id, second] = found.get(text(at)) ?? [];
    if (id === undefined)
      return at.fail(at.path, `refers to ${text(at)}, which is no project of the organization`);
    if (second !== undefined) return at.fail(at.path, `is ambiguous: write region/${text(at)}`);
    return id;
  };
}
