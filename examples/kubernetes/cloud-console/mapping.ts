import type { Part } from "../example.ts";
import { type Organization, type Repository, sorted } from "../github.ts";
import { mailOf } from "../mails.ts";
import { actorLogin } from "../source.ts";
import { projectName, projectNames } from "./names.ts";

/** What a file says of an organization of the Cloud Console. */
export interface OrganizationDocument {
  readonly organization: string;
  readonly owners?: readonly string[];
  readonly administrators?: readonly string[];
  readonly projects?: ReadonlyMap<string, Project>;
  readonly groups?: ReadonlyMap<string, Group>;
}

interface Project {
  /** Where it is not the label. */
  readonly name?: string;
  readonly region: string;
}

export type Group =
  | { readonly members: readonly string[]; readonly projects: readonly string[] }
  | { readonly state: "absent" };

/** The account that Charter acts as: it owns every organization. */
export const actor = mailOf(actorLogin);

/** The group of all who have no higher place in the organization. */
export const everyone = "everyone";

/** All projects lie in one region: GitHub has nothing like it. */
export const region = { name: "Eastern-Switzerland", slug: "eastern-switzerland" } as const;

/**
 * What a part becomes on the Cloud Console. A team that is no longer active shall be absent; the project of a repository
 * that no team is granted any more stays, in no group: it holds data.
 */
export function write(part: Part): readonly OrganizationDocument[] {
  const { organization, whole, repositories } = part;
  // Refuses what could not be told apart.
  projectNames(organization.repositories.keys());
  const groups = groupsOf(part);
  return [
    {
      organization: organization.name,
      ...(whole ? { owners: [actor], administrators: administratorsOf(organization) } : {}),
      ...(repositories.length === 0 ? {} : { projects: sorted(repositories.map(projectOf)) }),
      ...(groups.size === 0 ? {} : { groups }),
    },
  ];
}

function administratorsOf({ people }: Organization): readonly string[] {
  return [...people]
    .filter(([, role]) => role === "admin")
    .map(([login]) => mailOf(login))
    .filter((mail) => mail !== actor);
}

function projectOf({ name: repository }: Repository): [label: string, Project] {
  const name = projectName(repository);
  return [repository, { ...(name === repository ? {} : { name }), region: region.slug }];
}

/** Owner and administrators cannot be in a group, and need not be (cloud-console.md §6.4). */
function groupsOf({ organization, whole, teams }: Part): ReadonlyMap<string, Group> {
  const managers = new Set([actor, ...administratorsOf(organization)]);
  const members = (people: ReadonlyMap<string, unknown>): readonly string[] =>
    [...people.keys()].map(mailOf).filter((mail) => !managers.has(mail));
  const groups = new Map<string, Group>();
  if (whole) groups.set(everyone, { members: members(organization.people), projects: [] });
  for (const { path, active, people, levels } of teams) {
    if (path === everyone) throw new Error(`A team ${everyone} would be the group of all others`);
    const group: Group = { members: members(people), projects: [...levels.keys()] };
    groups.set(path, active ? group : { state: "absent" });
  }
  return sorted(groups);
}
