import { randomBytes } from "node:crypto";
import { open, readdir } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import type { PlannedChange } from "../../model/plan.ts";
import { order } from "../../model/value.ts";
import type { JournaledChange, RunEntry, RunInfo, RunRecord, Store, Stored } from "../store.ts";
import { damaged } from "./documents.ts";
import { entryOf } from "./entries.ts";
import { errorCode, fileMode, ioFailure, makeFolder, readText, syncFolder } from "./files.ts";
import { openJournal } from "./journal.ts";

const idPattern = /^\d{8}T\d{9}Z-[0-9a-f]{6}$/;

/** `20261115T051200123Z-9f3a1c`: sorts by time, and is a file name everywhere. */
export function runId(now: Date): string {
  return `${now.toISOString().replace(/[-:.]/g, "")}-${randomBytes(3).toString("hex")}`;
}

type Runs = Pick<Store, "startRun" | "listRuns" | "readRun">;

/** Journals: `runs/ID.jsonl`. */
export function folderRuns(root: string, now: () => Date): Runs {
  const folder = join(root, "runs");

  const startRun: Runs["startRun"] = async (plan) => {
    const id = runId(now());
    const path = join(folder, `${id}.jsonl`);
    try {
      await makeFolder(root, "runs");
      const journal = openJournal(await open(path, "ax", fileMode), path, now);
      await syncFolder(folder);
      const failed = await journal.write({
        type: "started",
        plan: plan.digest,
        version: plan.version,
        by: operator(),
        sections: plan.sections.map(({ connection, platform, actor, organizations, calls, changes }) => ({
          connection,
          platform,
          actor,
          organizations,
          calls: calls.length,
          changes: changes.map(journaled),
        })),
      });
      return failed ?? { ok: true, value: { id, ...journal } };
    } catch (error) {
      return ioFailure(error, path, "write");
    }
  };

  const readRun = async (id: string): Promise<Stored<RunRecord | null>> => {
    if (!idPattern.test(id)) return { ok: true, value: null };
    const path = join(folder, `${id}.jsonl`);
    try {
      const text = await readText(path);
      return text === null ? { ok: true, value: null } : parseJournal(id, text, path);
    } catch (error) {
      return ioFailure(error, path, "read");
    }
  };

  const listRuns: Runs["listRuns"] = async () => {
    let names: string[];
    try {
      names = await readdir(folder);
    } catch (error) {
      return errorCode(error) === "ENOENT" ? { ok: true, value: [] } : ioFailure(error, folder, "read");
    }
    const ids = names
      .filter((name) => name.endsWith(".jsonl"))
      .map((name) => name.slice(0, -".jsonl".length));
    const infos: RunInfo[] = [];
    for (const id of ids.sort((a, b) => order(b, a))) {
      const stored = await readRun(id);
      if (!stored.ok) return stored;
      const first = stored.value?.entries[0];
      // Killed before the first line was whole: nothing was sent.
      if (stored.value === null || first?.type !== "started") continue;
      infos.push({ id, started: first.time, plan: first.plan, finished: stored.value.finished });
    }
    return { ok: true, value: infos };
  };

  return { startRun, listRuns, readRun };
}

function journaled({ address, action, calls, by, waiting, pending }: PlannedChange): JournaledChange {
  return {
    address,
    action,
    calls: by === undefined ? calls : [by],
    ...(waiting === undefined ? {} : { waiting }),
    ...(pending === undefined ? {} : { pending }),
  };
}

/** The account of this machine that runs Charter. */
function operator(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // An account without a name, as containers have.
    return `${process.getuid?.() ?? "somebody"}@${hostname()}`;
  }
}

/** Reads a journal. The last line may break off; any other that cannot be read is damage. */
export function parseJournal(id: string, text: string, path: string): Stored<RunRecord> {
  const lines = text.split("\n");
  // What comes after the last line break was not written whole.
  const torn = lines.pop() !== "";
  const entries: RunEntry[] = [];
  for (const [index, line] of lines.entries()) {
    const entry = entryOf(line);
    if (entry === null) return damaged(path, `line ${index + 1} is no entry of a journal`);
    entries.push(entry);
  }
  const finished = entries.at(-1)?.type === "finished";
  return { ok: true, value: { id, entries, torn, finished } };
}
