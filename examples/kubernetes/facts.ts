import { parse } from "yaml";
import { isRecord } from "../../src/model/value.ts";

export type OrganizationRole = "admin" | "member";
export type TeamRole = "maintainer" | "member";
/** From the lowest to the highest. */
export const repositoryLevels = ["read", "triage", "write", "maintain", "admin"] as const;
export type RepositoryLevel = (typeof repositoryLevels)[number];

/** One line of what the Kubernetes project says of its GitHub organizations. */
export type Fact =
  | {
      readonly type: "role";
      readonly organization: string;
      readonly role: OrganizationRole;
      readonly person: string;
    }
  | { readonly type: "team"; readonly organization: string; readonly team: string }
  | {
      readonly type: "team-role";
      readonly organization: string;
      readonly team: string;
      readonly role: TeamRole;
      readonly person: string;
    }
  | {
      readonly type: "team-grant";
      readonly organization: string;
      readonly team: string;
      readonly repository: string;
      readonly level: RepositoryLevel;
    };

export interface Op {
  readonly sign: "+" | "-";
  readonly fact: Fact;
}

/** What one reviewed commit changed. */
export interface Commit {
  readonly commit: string;
  /** ISO 8601 with offset. */
  readonly date: string;
  readonly ops: readonly Op[];
}

/** The fact that a line states. Throws on anything else: the source is ours, so a bad line is a bug. */
export function parseFact(line: string): Fact {
  const [organization, word, name, role, object, ...rest] = line.split(" ");
  if (organization && name && rest.length === 0) {
    if ((word === "admin" || word === "member") && role === undefined) {
      return { type: "role", organization, role: word, person: name };
    }
    if (word === "team") {
      if (role === undefined) return { type: "team", organization, team: name };
      if (object && (role === "maintainer" || role === "member")) {
        return { type: "team-role", organization, team: name, role, person: object };
      }
      const [repository, level] = (object ?? "").split("=");
      if (role === "repo" && repository && isRepositoryLevel(level)) {
        return { type: "team-grant", organization, team: name, repository, level };
      }
    }
  }
  throw new Error(`Not a fact: ${JSON.stringify(line)}`);
}

/** The line that states a fact: equal facts give equal lines. */
export function printFact(fact: Fact): string {
  switch (fact.type) {
    case "role":
      return `${fact.organization} ${fact.role} ${fact.person}`;
    case "team":
      return `${fact.organization} team ${fact.team}`;
    case "team-role":
      return `${fact.organization} team ${fact.team} ${fact.role} ${fact.person}`;
    case "team-grant":
      return `${fact.organization} team ${fact.team} repo ${fact.repository}=${fact.level}`;
  }
}

export function parseFacts(text: string): readonly Fact[] {
  return lines(text).map(parseFact);
}

/** The commits of `history.jsonl`, oldest first. */
export function parseHistory(text: string): readonly Commit[] {
  return lines(text).map((line) => {
    const entry: unknown = JSON.parse(line);
    if (!isRecord(entry) || typeof entry.commit !== "string" || typeof entry.date !== "string") {
      throw new Error(`Not a commit: ${line.slice(0, 80)}`);
    }
    return { commit: entry.commit, date: entry.date, ops: strings(entry.ops, entry.commit).map(parseOp) };
  });
}

function parseOp(text: string): Op {
  const sign = text[0];
  if ((sign !== "+" && sign !== "-") || text[1] !== " ") throw new Error(`Not an op: ${text}`);
  return { sign, fact: parseFact(text.slice(2)) };
}

/**
 * The facts of a file in the format of peribolos. A team named `a/b` and a team `b` inside a team `a` would be the
 * same path: that is an error, not a merge.
 */
export function parsePeribolos(text: string): readonly Fact[] {
  const facts: Fact[] = [];
  for (const [organization, entry] of members(record(parse(text), "the file").orgs, "orgs")) {
    const path = `orgs.${organization}`;
    for (const [role, list] of [
      ["admin", entry.admins],
      ["member", entry.members],
    ] as const) {
      for (const person of strings(list, path)) facts.push({ type: "role", organization, role, person });
    }
    const seen = new Set<string>();
    const visit = (parent: string | null, teams: unknown): void => {
      for (const [name, of] of members(teams, path)) {
        const team = parent === null ? name : `${parent}/${name}`;
        if (seen.has(team)) throw new Error(`Two teams of ${organization} are both at ${team}`);
        seen.add(team);
        facts.push({ type: "team", organization, team });
        for (const [role, list] of [
          ["maintainer", of.maintainers],
          ["member", of.members],
        ] as const) {
          for (const person of strings(list, team))
            facts.push({ type: "team-role", organization, team, role, person });
        }
        for (const [repository, level] of Object.entries(record(of.repos ?? {}, team))) {
          if (!isRepositoryLevel(level)) throw new Error(`${team}: no level ${String(level)}`);
          facts.push({ type: "team-grant", organization, team, repository, level });
        }
        visit(team, of.teams);
      }
    };
    visit(null, entry.teams);
  }
  return facts;
}

function isRepositoryLevel(value: unknown): value is RepositoryLevel {
  return repositoryLevels.some((level) => level === value);
}

function lines(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (!isRecord(value)) throw new Error(`${where} is not a map`);
  return value;
}

function members(value: unknown, where: string): readonly (readonly [string, Record<string, unknown>])[] {
  return Object.entries(record(value ?? {}, where)).map(([name, of]) => [name, record(of ?? {}, name)]);
}

function strings(value: unknown, where: string): readonly string[] {
  const list: unknown = value ?? [];
  if (!Array.isArray(list) || !list.every((item) => typeof item === "string")) {
    throw new Error(`${where}: not a list of names`);
  }
  return list;
}
