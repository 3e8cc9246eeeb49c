import { join } from "node:path";
import { isRecord, order } from "../../model/value.ts";
import type { Written } from "../../model/written.ts";
import type { Store } from "../store.ts";
import { type Format, readDocument, writeDocument } from "./documents.ts";
import { ioFailure, makeFolder } from "./files.ts";

const writtenFormat: Format<readonly Written[]> = {
  name: "charter-written",
  version: 1,
  parse: ({ organizations }) => {
    if (!Array.isArray(organizations)) return null;
    const list: Written[] = [];
    for (const item of organizations) {
      if (!isRecord(item) || !isRecord(item.counts)) return null;
      const { connection, organization } = item;
      if (typeof connection !== "string" || typeof organization !== "string") return null;
      const counts = new Map<string, number>();
      for (const [collection, count] of Object.entries(item.counts)) {
        if (typeof count !== "number" || !Number.isInteger(count) || count < 0) return null;
        counts.set(collection, count);
      }
      list.push({ connection, organization, counts });
    }
    return list;
  },
  // One organization a line, sorted.
  print: (written) => {
    const lines = [...written]
      .sort((a, b) => order(a.connection, b.connection) || order(a.organization, b.organization))
      .map(({ connection, organization, counts }) => {
        const sorted = [...counts].sort(([a], [b]) => order(a, b));
        return `\n${JSON.stringify({ connection, organization, counts: Object.fromEntries(sorted) })}`;
      });
    return [["organizations", `[${lines.join(",")}${lines.length === 0 ? "" : "\n"}]`]];
  },
};

/** What files wrote at the last apply (`written.json`). */
export function folderWritten(root: string): Pick<Store, "readWritten" | "writeWritten"> {
  const path = join(root, "written.json");
  return {
    readWritten: async () => {
      const stored = await readDocument(path, writtenFormat);
      return stored.ok ? { ok: true, value: stored.value ?? [] } : stored;
    },
    writeWritten: async (written) => {
      try {
        await makeFolder(root);
      } catch (error) {
        return ioFailure(error, root, "make");
      }
      return writeDocument(path, writtenFormat, written);
    },
  };
}
