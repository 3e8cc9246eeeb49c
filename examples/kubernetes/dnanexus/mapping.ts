import type { Part } from "../example.ts";
import type { RepositoryLevel } from "../facts.ts";
import { type Organization, type Repository, sorted, type Team } from "../github.ts";
import { actorLogin } from "../source.ts";
import { organizationId, teamId, userId } from "./handles.ts";

export type MemberLevel = "ADMIN" | "MEMBER";
export type GrantLevel = "VIEW" | "CONTRIBUTE" | "ADMINISTER";

/** What a file says of an organization of DNAnexus: what a GitHub organization, or a team of one, becomes. */
export interface OrganizationDocument {
  readonly organization: string;
  /** As people know it: `kubernetes`, `kubernetes/sig-release/release-team`. */
  readonly name?: string;
  readonly members?: ReadonlyMap<string, MemberLevel>;
  /** Projects that are billed to it, by name. */
  readonly projects?: Projects;
}

type Projects = ReadonlyMap<string, { readonly grants: ReadonlyMap<string, GrantLevel> }>;

/** The account that Charter acts as. */
export const actor = userId(actorLogin);

export const grantLevels: Readonly<Record<RepositoryLevel, GrantLevel>> = {
  read: "VIEW",
  triage: "VIEW",
  write: "CONTRIBUTE",
  maintain: "ADMINISTER",
  admin: "ADMINISTER",
};

/**
 * What a part becomes on DNAnexus. What is no longer active stays with nobody but the actor: the platform offers no
 * dependable way to delete an organization (dnanexus.md §6.21), and a project holds data.
 */
export function write({ organization, whole, teams, repositories }: Part): readonly OrganizationDocument[] {
  const { name } = organization;
  const documents = sorted(
    teams.map((team): [string, OrganizationDocument] => {
      const id = teamId(name, team.path);
      return [id, { organization: id, name: `${name}/${team.path}`, members: membersOf(team) }];
    }),
  );
  if (!whole && repositories.length === 0) return [...documents.values()];
  const home = {
    organization: organizationId(name),
    ...(whole ? { name, members: membersOf(organization) } : {}),
    ...(repositories.length === 0 ? {} : { projects: projectsOf(name, repositories) }),
  };
  return [home, ...documents.values()];
}

/** The actor is ADMIN everywhere, whatever the facts say of it. */
function membersOf({ people }: Organization | Team): ReadonlyMap<string, MemberLevel> {
  const levels = [...people].map(([login, role]): [string, MemberLevel] => [
    userId(login),
    role === "member" ? "MEMBER" : "ADMIN",
  ]);
  return sorted([...levels, [actor, "ADMIN"]]);
}

function projectsOf(organization: string, repositories: readonly Repository[]): Projects {
  const grantsOf = (levels: Repository["levels"]): ReadonlyMap<string, GrantLevel> => {
    const grants = [...levels].map(([team, level]): [string, GrantLevel] => [
      teamId(organization, team),
      grantLevels[level],
    ]);
    return sorted([...grants, [actor, "ADMINISTER"]]);
  };
  return sorted(repositories.map(({ name, levels }) => [name, { grants: grantsOf(levels) }]));
}
