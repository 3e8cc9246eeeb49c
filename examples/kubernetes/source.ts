import { readFile } from "node:fs/promises";
import { type Commit, type Fact, parseFacts, parseHistory, parsePeribolos } from "./facts.ts";
import { type GitHub, gather, sorted } from "./github.ts";

/** All that `source/` says. */
export interface Source {
  /** The state of 2024-04-04. */
  readonly start: readonly Fact[];
  /** What was changed from then on, until 2025-05-19. */
  readonly history: readonly Commit[];
  /** The state of 2026-08-21. */
  readonly end: readonly Fact[];
}

export async function readSource(): Promise<Source> {
  const [start, history, end] = await Promise.all([
    text("facts-2024-04-04.txt"),
    text("history.jsonl"),
    text("orgs.yaml"),
  ]);
  return { start: parseFacts(start), history: parseHistory(history), end: parsePeribolos(end) };
}

function text(file: string): Promise<string> {
  return readFile(new URL(`source/${file}`, import.meta.url), "utf8");
}

/** The state of 2024-04-04. */
export function startOf({ start }: Pick<Source, "start">): GitHub {
  return gather(start);
}

/** The state of 2026-08-21, with what 2024-04-04 had and is gone. */
export function endOf(source: Source): GitHub {
  return gather(source.end, startOf(source));
}

/** What is there before anybody configures anything: accounts of people, and on some platforms applications. */
export interface Named {
  /** Login in lower case → as it is spelled. */
  readonly people: ReadonlyMap<string, string>;
  /** Repositories by organization. */
  readonly repositories: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Everyone and everything that is named at any time; the newest spelling counts. */
export function everNamed(source: Source): Named {
  const history = source.history.flatMap((commit) => commit.ops.map((op) => op.fact));
  return named([...source.end, ...history.toReversed(), ...source.start]);
}

/** What these facts name, the account that changes are applied with included; the first spelling counts. */
export function named(facts: Iterable<Fact>): Named {
  const people = new Map([[actorLogin, actorLogin]]);
  const repositories = new Map<string, Set<string>>();
  for (const fact of facts) {
    if ("person" in fact) {
      const login = fact.person.toLowerCase();
      if (!people.has(login)) people.set(login, fact.person);
    }
    if (fact.type === "team-grant") {
      const of = repositories.get(fact.organization) ?? new Set();
      repositories.set(fact.organization, of.add(fact.repository));
    }
  }
  return { people: sorted(people), repositories };
}

/** The account that changes are applied with, there and here. */
export const actorLogin = "k8s-ci-robot";
