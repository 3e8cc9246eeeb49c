/** The journals of the store in a folder. */
import { join } from "node:path";
import { openFolderStore } from "../../../src/store/folder/folder.ts";
import type { RunEntry, RunRecord } from "../../../src/store/store.ts";
import { value } from "../../store/support.ts";

/** Every run, newest first. */
export async function journals(directory: string): Promise<readonly RunRecord[]> {
  const store = openFolderStore(join(directory, ".charter"));
  const records = value(await store.listRuns()).map(async ({ id }) => value(await store.readRun(id)));
  return (await Promise.all(records)).filter((record) => record !== null);
}

/** What the newest run wrote down. */
export async function lastJournal(directory: string): Promise<readonly RunEntry[]> {
  return (await journals(directory))[0]?.entries ?? [];
}
