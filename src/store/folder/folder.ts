import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { TokenStore } from "../../model/protocol.ts";
import type { HeldLock, Store, Stored } from "../store.ts";
import { folderMemory } from "./baselines.ts";
import { errorCode, ioFailure, makeFolder } from "./files.ts";
import { acquire, breakById, heldIn } from "./lock.ts";
import { fileNameOf } from "./names.ts";
import { folderRuns } from "./runs.ts";
import { folderTokens } from "./tokens.ts";
import { folderWritten } from "./written.ts";

/**
 * A store in a folder (`.charter/`), made when something is first written. Files are 0600, folders 0700; JSON
 * files are replaced as a whole, journals only grow.
 */
export function openFolderStore(root: string, now: () => Date = () => new Date()): Store {
  const tokens = new Map<string, TokenStore>();
  return {
    ...folderRuns(root, now),
    ...folderMemory(root),
    ...folderWritten(root),
    tokens: (connection) => {
      const known = tokens.get(connection) ?? folderTokens(root, connection, now);
      tokens.set(connection, known);
      return known;
    },
    withLock: async (name, purpose, work) => {
      const path = join(root, "locks", `${fileNameOf(name)}.lock`);
      let held: Awaited<ReturnType<typeof acquire>>;
      try {
        await makeFolder(root, "locks");
        held = await acquire(path, purpose, now);
      } catch (error) {
        return ioFailure(error, path, "make");
      }
      if ("ok" in held) return held;
      try {
        return { ok: true, value: await work(held.broke) };
      } finally {
        await held.release();
      }
    },
    locks: () =>
      eachLock(root, async (paths) => {
        const held = await Promise.all(paths.map(heldIn));
        return { ok: true, value: held.filter((lock) => lock !== null) };
      }),
    breakLock: (id) =>
      eachLock(root, async (paths): Promise<Stored<HeldLock>> => {
        for (const path of paths) {
          const broken = await breakById(path, id);
          if (broken !== null) return "ok" in broken ? broken : { ok: true, value: broken };
        }
        const message = `No lock has the id ${id}: it was given back, or it is another one by now. charter unlock lists those that are held.`;
        return { ok: false, code: "store/no-lock", message };
      }),
  };
}

/** The files of all locks: those of the store, and those of the tokens of connections. */
async function eachLock<T>(
  root: string,
  work: (paths: readonly string[]) => Promise<Stored<T>>,
): Promise<Stored<T>> {
  try {
    const paths: string[] = [];
    for (const folder of ["locks", "tokens"]) {
      const names = await readdir(join(root, folder)).catch((error: unknown) => {
        if (errorCode(error) === "ENOENT") return [];
        throw error;
      });
      const locks = names.filter((name) => name.endsWith(".lock")).sort();
      paths.push(...locks.map((name) => join(root, folder, name)));
    }
    return await work(paths);
  } catch (error) {
    return ioFailure(error, root, "read");
  }
}
