import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { TokenStore } from "../../model/protocol.ts";
import { isRecord } from "../../model/value.ts";
import type { StoreFailure } from "../store.ts";
import { type Format, readDocument, writeDocument } from "./documents.ts";
import { makeFolder } from "./files.ts";
import { acquire, type Held } from "./lock.ts";
import { fileNameOf } from "./names.ts";

const format: Format<ReadonlyMap<string, string>> = {
  name: "charter-tokens",
  version: 1,
  parse: ({ tokens }) => {
    if (!isRecord(tokens)) return null;
    const map = new Map<string, string>();
    for (const [name, value] of Object.entries(tokens)) {
      if (typeof value !== "string") return null;
      map.set(name, value);
    }
    return map;
  },
  print: (tokens) => [["tokens", JSON.stringify(Object.fromEntries(tokens))]],
};

/** Milliseconds that signing in waits for another process to finish doing so. */
const patience = 120_000;

/**
 * Session tokens of one connection: `tokens/CONNECTION.json`. A file that is damaged counts as empty, since a
 * token can be had again by signing in. `exclusively` does not nest.
 */
export function folderTokens(root: string, connection: string, now: () => Date): TokenStore {
  const name = fileNameOf(connection);
  const path = join(root, "tokens", `${name}.json`);
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other within this process. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
  let turns: Promise<unknown> = Promise.resolve();

  const read = async (): Promise<ReadonlyMap<string, string>> => {
    const stored = await readDocument(path, format);
    if (stored.ok) return stored.value ?? new Map();
    if (stored.code === "store/damaged") return new Map();
    throw new Error(stored.message);
  };

  return {
    get: async (token) => (await read()).get(token),
    set: (token, value) =>
      inTurn(async () => {
        await makeFolder(root, "tokens");
        const failed = await writeDocument(path, format, new Map([...(await read()), [token, value]]));
        if (failed !== null) throw new Error(failed.message);
      }),
    exclusively: (work) => {
      const turn = turns.then(async () => {
        await makeFolder(root, "tokens");
        const held = await acquirePatiently(join(root, "tokens", `${name}.lock`), connection, now);
        try {
          return await work();
        } finally {
          await held.release();
        }
      });
      turns = turn.catch(() => undefined);
      return turn;
    },
  };
}

async function acquirePatiently(path: string, connection: string, now: () => Date): Promise<Held> {
  const end = Date.now() + patience;
  for (let wait = 5; ; wait = Math.min(wait * 2, 500)) {
    const held: Held | StoreFailure = await acquire(path, `tokens of ${connection}`, now);
    if (!("ok" in held)) return held;
    if (Date.now() > end) throw new Error(held.message);
    await delay(wait * (0.5 + Math.random() / 2));
  }
}
