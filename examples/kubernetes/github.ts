import { order } from "../../src/model/value.ts";
import type { Fact, OrganizationRole, RepositoryLevel, TeamRole } from "./facts.ts";

/** What the facts together say of one GitHub organization. People are known by their login in lower case. */
export interface Organization {
  readonly name: string;
  readonly people: ReadonlyMap<string, OrganizationRole>;
  /** By path: `sig-release/release-team`. */
  readonly teams: ReadonlyMap<string, Team>;
  /** By name: those that a team was ever granted. */
  readonly repositories: ReadonlyMap<string, Repository>;
}

export interface Team {
  readonly path: string;
  /** False for what the facts no longer speak of. */
  readonly active: boolean;
  readonly people: ReadonlyMap<string, TeamRole>;
  /** Levels on repositories, by name. */
  readonly levels: ReadonlyMap<string, RepositoryLevel>;
}

export interface Repository {
  readonly name: string;
  readonly active: boolean;
  /** Levels of teams, by path. */
  readonly levels: ReadonlyMap<string, RepositoryLevel>;
}

/** Organizations by name. */
export type GitHub = ReadonlyMap<string, Organization>;

type Changing<T> = {
  -readonly [K in keyof T]: T[K] extends ReadonlyMap<infer A, infer B> ? Map<A, B> : T[K];
};
type TeamDraft = Changing<Team>;
type RepositoryDraft = Changing<Repository>;
interface Draft {
  readonly people: Map<string, OrganizationRole>;
  readonly teams: Map<string, TeamDraft>;
  readonly repositories: Map<string, RepositoryDraft>;
}

/**
 * Puts facts together. GitHub knows no difference between cases: two spellings of a person, or a person under two
 * roles in one place, are one, by the higher role. What `former` holds and the facts no longer name stays, empty and
 * not active.
 */
export function gather(facts: Iterable<Fact>, former: GitHub = new Map()): GitHub {
  const drafts = new Map<string, Draft>();
  const spellings = new Map<string, string>();
  for (const fact of facts) {
    const { organization } = fact;
    const home = entry(drafts, organization, newDraft);
    if (fact.type === "role") {
      join(home.people, fact.person, fact.role, "admin");
      continue;
    }
    const team = entry(home.teams, fact.team, () => newTeam(fact.team, true));
    const name = `${organization}/${fact.team}`;
    const spelled = entry(spellings, name.toLowerCase(), () => name);
    if (spelled !== name) throw new Error(`${spelled} and ${name} would both be ${name.toLowerCase()}`);
    if (fact.type === "team-role") join(team.people, fact.person, fact.role, "maintainer");
    if (fact.type === "team-grant") {
      const { repository, level } = fact;
      if (team.levels.has(repository)) throw new Error(`${name} has two levels on ${repository}`);
      team.levels.set(repository, level);
      entry(home.repositories, repository, () => newRepository(repository, true)).levels.set(
        fact.team,
        level,
      );
    }
  }
  for (const was of former.values()) {
    const home = entry(drafts, was.name, newDraft);
    for (const path of was.teams.keys()) entry(home.teams, path, () => newTeam(path, false));
    for (const name of was.repositories.keys())
      entry(home.repositories, name, () => newRepository(name, false));
  }
  return sorted(
    drafts,
    ({ people, teams, repositories }, name): Organization => ({
      name,
      people: sorted(people),
      teams: sorted(teams, (team) => ({ ...team, people: sorted(team.people), levels: sorted(team.levels) })),
      repositories: sorted(repositories, (each) => ({ ...each, levels: sorted(each.levels) })),
    }),
  );
}

function newDraft(): Draft {
  return { people: new Map(), teams: new Map(), repositories: new Map() };
}

function newTeam(path: string, active: boolean): TeamDraft {
  return { path, active, people: new Map(), levels: new Map() };
}

function newRepository(name: string, active: boolean): RepositoryDraft {
  return { name, active, levels: new Map() };
}

function join<R extends string>(people: Map<string, R>, person: string, role: R, higher: R): void {
  const login = person.toLowerCase();
  if (role === higher || !people.has(login)) people.set(login, role);
}

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

/** By key, in order; each value as `of` makes it. */
export function sorted<A>(map: Iterable<readonly [string, A]>): Map<string, A>;
export function sorted<A, B>(
  map: Iterable<readonly [string, A]>,
  of: (value: A, key: string) => B,
): Map<string, B>;
export function sorted<A>(
  map: Iterable<readonly [string, A]>,
  of: (value: A, key: string) => unknown = (value) => value,
): Map<string, unknown> {
  return new Map(
    [...map].sort(([a], [b]) => order(a, b)).map(([key, value]): [string, unknown] => [key, of(value, key)]),
  );
}
