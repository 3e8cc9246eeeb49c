import { order } from "../../src/model/value.ts";
import type { Fact, RepositoryLevel } from "./facts.ts";
import { organizationId, teamId, userHandle, userId } from "./handles.ts";

export type MemberLevel = "ADMIN" | "MEMBER";
export type GrantLevel = "VIEW" | "CONTRIBUTE" | "ADMINISTER";

/** An organization of DNAnexus: what a GitHub organization, or a team of one, becomes. */
export interface Organization {
  readonly id: string;
  /** As people know it: `kubernetes`, `kubernetes/sig-release/release-team`. */
  readonly name: string;
  /** The GitHub organization in which it is. */
  readonly organization: string;
  /** The path of the team; null for the GitHub organization itself. */
  readonly team: string | null;
  /** False for what the facts no longer speak of: it stays, emptied. */
  readonly active: boolean;
  /** By user id. */
  readonly members: ReadonlyMap<string, MemberLevel>;
  /** Projects that are billed to it, by name. */
  readonly projects: ReadonlyMap<string, Project>;
}

export interface Project {
  /** The repository's name. */
  readonly name: string;
  readonly active: boolean;
  /** By principal: the actor, and organizations that stand for teams. */
  readonly grants: ReadonlyMap<string, GrantLevel>;
}

/** Organizations by id, sorted. */
export type Model = ReadonlyMap<string, Organization>;

const actorLogin = "k8s-ci-robot";
/** The account that Charter acts as. */
export const actor = userId(actorLogin);

export const grantLevels: Readonly<Record<RepositoryLevel, GrantLevel>> = {
  read: "VIEW",
  triage: "VIEW",
  write: "CONTRIBUTE",
  maintain: "ADMINISTER",
  admin: "ADMINISTER",
};

interface Draft extends Organization {
  readonly members: Map<string, MemberLevel>;
  readonly projects: Map<string, Project & { readonly grants: Map<string, GrantLevel> }>;
}

/**
 * What the facts become on DNAnexus. What `former` holds and the facts no longer name stays with nobody but the
 * actor: the platform offers no dependable way to delete an organization (dnanexus.md §6.21), and a project holds
 * data.
 */
export function mapFacts(facts: Iterable<Fact>, former: Model = new Map()): Model {
  const drafts = new Map<string, Draft>();
  const organizationOf = (organization: string, team: string | null): Draft => {
    const id = team === null ? organizationId(organization) : teamId(organization, team);
    const name = team === null ? organization : `${organization}/${team}`;
    let draft = drafts.get(id);
    if (draft === undefined) {
      draft = { id, name, organization, team, active: true, members: actorAlone(), projects: new Map() };
      drafts.set(id, draft);
    }
    if (draft.name !== name) throw new Error(`${draft.name} and ${name} would both be ${id}`);
    return draft;
  };

  for (const fact of facts) {
    const home = organizationOf(fact.organization, null);
    switch (fact.type) {
      case "role":
        join(home, fact.person, fact.role === "admin");
        break;
      case "team":
        organizationOf(fact.organization, fact.team);
        break;
      case "team-role":
        join(organizationOf(fact.organization, fact.team), fact.person, fact.role === "maintainer");
        break;
      case "team-grant": {
        const project = home.projects.get(fact.repository);
        const grants = project?.grants ?? new Map<string, GrantLevel>([[actor, "ADMINISTER"]]);
        const principal = organizationOf(fact.organization, fact.team).id;
        if (grants.has(principal)) throw new Error(`${principal} has two levels on ${fact.repository}`);
        grants.set(principal, grantLevels[fact.level]);
        if (project === undefined) {
          home.projects.set(fact.repository, { name: fact.repository, active: true, grants });
        }
      }
    }
  }

  for (const was of former.values()) {
    let draft = drafts.get(was.id);
    if (draft === undefined) {
      draft = { ...was, active: false, members: actorAlone(), projects: new Map() };
      drafts.set(was.id, draft);
    }
    for (const { name } of was.projects.values()) {
      if (draft.projects.has(name)) continue;
      draft.projects.set(name, { name, active: false, grants: new Map([[actor, "ADMINISTER"]]) });
    }
  }
  return byKey(
    [...drafts.values()].map((draft): [string, Organization] => [
      draft.id,
      {
        ...draft,
        members: byKey(draft.members),
        projects: byKey(
          [...draft.projects].map(([name, project]) => [name, { ...project, grants: byKey(project.grants) }]),
        ),
      },
    ]),
  );
}

function actorAlone(): Map<string, MemberLevel> {
  return new Map([[actor, "ADMIN"]]);
}

/** Two spellings of a person, or a person under two roles, are one member: the higher role counts. */
function join(organization: Draft, login: string, admin: boolean): void {
  const id = userId(login);
  if (admin || !organization.members.has(id)) organization.members.set(id, admin ? "ADMIN" : "MEMBER");
}

/** Everyone whom the facts name, by user id, with the handle in the spelling that came first. */
export function people(facts: Iterable<Fact>): ReadonlyMap<string, string> {
  const handles = new Map<string, string>([[actor, userHandle(actorLogin)]]);
  for (const fact of facts) {
    if (fact.type !== "role" && fact.type !== "team-role") continue;
    const id = userId(fact.person);
    if (!handles.has(id)) handles.set(id, userHandle(fact.person));
  }
  return byKey(handles);
}

function byKey<T>(entries: Iterable<readonly [string, T]>): Map<string, T> {
  return new Map([...entries].sort(([a], [b]) => order(a, b)));
}
