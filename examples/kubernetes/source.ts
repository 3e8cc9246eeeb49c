import { readFile } from "node:fs/promises";
import { type Commit, type Fact, parseFacts, parseHistory, parsePeribolos } from "./facts.ts";
import { type Model, mapFacts, people } from "./mapping.ts";

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
export function startModel(source: Source): Model {
  return mapFacts(source.start);
}

/** The state of 2026-08-21, with what 2024-04-04 had and is gone. */
export function endModel(source: Source): Model {
  return mapFacts(source.end, startModel(source));
}

/** Everyone who is named at any time; the newest spelling of a handle counts. */
export function everybody(source: Source): ReadonlyMap<string, string> {
  const history = source.history.flatMap((commit) => commit.ops.map((op) => op.fact));
  return people([...source.end, ...history.toReversed(), ...source.start]);
}
