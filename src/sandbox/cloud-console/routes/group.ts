import type { Store } from "../../store.ts";
import { notFound, unknownProject } from "../errors.ts";
import { findGroup, type Group, isIn } from "../groups.ts";
import type { Scope } from "../invitations.ts";
import { findProject, type Project } from "../projects.ts";
import type { Standing } from "../standing.ts";

const unknownGroup = () => notFound("group_not_found", "There is no such group");

/** A group that a path names. */
export function groupIn(store: Store, organization: string, id = ""): Group {
  const group = findGroup(store, organization, id);
  if (group === undefined) throw unknownGroup();
  return group;
}

/** The same for whoever looks: to members there are only their own (cloud-console.md §2). */
export function groupFor(store: Store, on: Standing, id: string | undefined, user: string): Group {
  const group = groupIn(store, on.id, id);
  if (on.role === "member" && !isIn(store, group.id, user)) throw unknownGroup();
  return group;
}

/** What an invitation into a group is to. */
export function scopeOf({ id, organization }: Group): Scope {
  return { kind: "group", organization, group: id };
}

/** A project of the same organization, in whatever region. */
export function projectOf(store: Store, organization: string, id = ""): Project {
  const project = findProject(store, id);
  if (project?.organization !== organization) throw unknownProject();
  return project;
}
