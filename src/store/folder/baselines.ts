import { join } from "node:path";
import type { Attributes } from "../../model/resource.ts";
import { isRecord, order, type Value } from "../../model/value.ts";
import type { Baseline, BaselineResource, Store } from "../store.ts";
import { damaged, type Format, readDocument, writeDocument } from "./documents.ts";
import { ioFailure, makeFolder } from "./files.ts";
import { fileNameOf } from "./names.ts";

const baselineFormat: Format<Baseline> = {
  name: "charter-baseline",
  version: 1,
  parse: ({ connection, organization, time, plan, resources }) => {
    if (typeof connection !== "string" || typeof organization !== "string" || typeof time !== "string")
      return null;
    if ((plan !== null && typeof plan !== "string") || !Array.isArray(resources)) return null;
    const list: BaselineResource[] = [];
    for (const item of resources) {
      const resource = resourceOf(item);
      if (resource === null) return null;
      list.push(resource);
    }
    return { connection, organization, time, plan, resources: list };
  },
  // One resource a line, sorted: two baselines can be compared with what one has at hand.
  print: ({ connection, organization, time, plan, resources }) => {
    const lines = [...resources]
      .sort((a, b) => order(a.address, b.address))
      .map((each) => `\n${JSON.stringify(lineOf(each))}`);
    return [
      ["connection", JSON.stringify(connection)],
      ["organization", JSON.stringify(organization)],
      ["time", JSON.stringify(time)],
      ["plan", JSON.stringify(plan)],
      ["resources", `[${lines.join(",")}${lines.length === 0 ? "" : "\n"}]`],
    ];
  },
};

/** Nothing but what a baseline has, whatever else the caller's object holds. */
function lineOf({ address, kind, key, id, account, attributes }: BaselineResource): BaselineResource {
  return { address, kind, key, id, ...(account === undefined ? {} : { account }), attributes };
}

function resourceOf(item: unknown): BaselineResource | null {
  if (!isRecord(item) || !isAttributes(item.attributes)) return null;
  const { address, kind, key, id, account, attributes } = item;
  if (typeof address !== "string" || typeof kind !== "string" || typeof key !== "string") return null;
  if (id !== null && typeof id !== "string") return null;
  if (account !== undefined && typeof account !== "string") return null;
  return lineOf({ address, kind, key, id, attributes, ...(account === undefined ? {} : { account }) });
}

/** Whatever JSON holds is a {@link Value}. */
function isAttributes(value: unknown): value is Attributes {
  return isRecord(value);
}

const seenFormat: Format<ReadonlyMap<string, string>> = {
  name: "charter-seen",
  version: 1,
  parse: ({ items }) => {
    if (!isRecord(items)) return null;
    const seen = new Map<string, string>();
    for (const [key, time] of Object.entries(items)) {
      if (typeof time !== "string") return null;
      seen.set(key, time);
    }
    return seen;
  },
  print: (seen) => {
    const lines = [...seen]
      .sort(([a], [b]) => order(a, b))
      .map(([key, time]) => `\n${JSON.stringify(key)}: ${JSON.stringify(time satisfies Value)}`);
    return [["items", `{${lines.join(",")}${lines.length === 0 ? "" : "\n"}}`]];
  },
};

type Memory = Pick<Store, "readBaseline" | "writeBaseline" | "readSeen" | "writeSeen">;

/** Baselines (`baselines/CONNECTION/ORGANIZATION.json`) and first-seen times (`drift.json`). */
export function folderMemory(root: string): Memory {
  const baselines = join(root, "baselines");
  return {
    readBaseline: async (connection, organization) => {
      const path = join(baselines, fileNameOf(connection), `${fileNameOf(organization)}.json`);
      const stored = await readDocument(path, baselineFormat);
      if (!stored.ok || stored.value === null) return stored;
      const { value } = stored;
      if (value.connection === connection && value.organization === organization) return stored;
      return damaged(path, `it belongs to ${value.organization} of connection ${value.connection}`);
    },
    writeBaseline: async (baseline) => {
      const folder = ["baselines", fileNameOf(baseline.connection)];
      try {
        const path = await makeFolder(root, ...folder);
        return await writeDocument(
          join(path, `${fileNameOf(baseline.organization)}.json`),
          baselineFormat,
          baseline,
        );
      } catch (error) {
        return ioFailure(error, join(root, ...folder), "make");
      }
    },
    readSeen: async () => {
      const stored = await readDocument(join(root, "drift.json"), seenFormat);
      return stored.ok ? { ok: true, value: stored.value ?? new Map() } : stored;
    },
    writeSeen: async (seen) => {
      try {
        await makeFolder(root);
      } catch (error) {
        return ioFailure(error, root, "make");
      }
      return writeDocument(join(root, "drift.json"), seenFormat, seen);
    },
  };
}
