import { join } from "node:path";
import type { TokenStore } from "../../model/protocol.ts";
import type { Store } from "../store.ts";
import { folderMemory } from "./baselines.ts";
import { ioFailure, makeFolder } from "./files.ts";
import { acquire } from "./lock.ts";
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
  };
}
