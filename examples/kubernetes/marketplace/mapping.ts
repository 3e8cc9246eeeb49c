import type { Part } from "../example.ts";
import { type RepositoryLevel, repositoryLevels } from "../facts.ts";
import { type Organization, sorted, type Team } from "../github.ts";
import { mailOf } from "../mails.ts";
import { actorLogin } from "../source.ts";
import { clientId } from "./applications.ts";

export type Role = "viewer" | "reviewer" | "editor" | "maintainer";

/** What a file says of an organization of the marketplace. */
export interface OrganizationDocument {
  readonly organization: string;
  readonly members?: ReadonlyMap<string, Role>;
  /** Shared with the whole organization. */
  readonly applications?: readonly string[];
  readonly teams?: ReadonlyMap<string, TeamEntry>;
}

export type TeamEntry =
  | { readonly members: ReadonlyMap<string, Role>; readonly applications: readonly string[] }
  | { readonly state: "absent" };

/** The account that Charter acts as: it maintains every organization and owns every application. */
export const actor = mailOf(actorLogin);

/** What a level on a repository lets people do, as a role: never more than on GitHub. */
export const levelRoles: Readonly<Record<RepositoryLevel, Role>> = {
  read: "viewer",
  triage: "reviewer",
  write: "editor",
  maintain: "editor",
  admin: "maintainer",
};

/**
 * What a part becomes on the marketplace. Applications are there already; only teams say with whom they are shared. A
 * team that is no longer active shall be absent.
 */
export function write({ organization, whole, teams }: Part): readonly OrganizationDocument[] {
  if (!whole && teams.length === 0) return [];
  const { name } = organization;
  return [
    {
      organization: name,
      ...(whole ? { members: membersOf(organization), applications: [] } : {}),
      ...(teams.length === 0
        ? {}
        : {
            teams: sorted(teams.map((team): [string, TeamEntry] => [team.path, teamOf(organization, team)])),
          }),
    },
  ];
}

/** The actor is a maintainer, whatever the facts say of it: somebody has to add the others. */
function membersOf({ people }: Organization): ReadonlyMap<string, Role> {
  const roles = [...people].map(([login, role]): [string, Role] => [
    mailOf(login),
    role === "admin" ? "maintainer" : "viewer",
  ]);
  return sorted([...roles, [actor, "maintainer"]]);
}

/** Teams are made of members of the organization (marketplace.md §5.7). */
function teamOf(organization: Organization, { active, people, levels }: Team): TeamEntry {
  if (!active) return { state: "absent" };
  const own = roleBy(levels.values());
  const members = [...people]
    .filter(([login]) => login === actorLogin || organization.people.has(login))
    .map(([login, role]): [string, Role] => [mailOf(login), role === "maintainer" ? "maintainer" : own]);
  return {
    members: sorted(members),
    applications: [...levels.keys()].map((repository) => clientId(organization.name, repository)),
  };
}

/** A share has no level (§6.6): the role in the team stands for it, by the lowest that the team has anywhere. */
function roleBy(levels: Iterable<RepositoryLevel>): Role {
  const own = new Set(levels);
  const lowest = repositoryLevels.find((level) => own.has(level));
  return levelRoles[lowest ?? "read"];
}
