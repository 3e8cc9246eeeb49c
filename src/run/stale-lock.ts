import type { Finding } from "../model/finding.ts";
import type { LockOwner, RunRecord, Store } from "../store/store.ts";
import { heardIn } from "./heard.ts";

/**
 * Says that the lock of an apply was broken which ended without releasing it (it was killed), and what that apply
 * did as far as its journal knows.
 */
export async function staleLock(owner: LockOwner, store: Store): Promise<Finding> {
  const who =
    owner.pid === 0 ? "An apply" : `An apply of ${owner.time} (process ${owner.pid} on ${owner.host})`;
  const did = whatItDid(await lastRun(store, owner));
  return {
    code: "store/stale-lock",
    severity: "warning",
    message: `${who} was ended before it was through, so its lock was broken. ${did}What is live now is read anew.`,
  };
}

/** The run that was under way; null where none had begun, or its journal cannot be read. */
async function lastRun(store: Store, owner: LockOwner): Promise<RunRecord | null> {
  const runs = await store.listRuns();
  const last = runs.ok ? runs.value[0] : undefined;
  if (last === undefined || last.finished || last.started < owner.time) return null;
  const record = await store.readRun(last.id);
  return record.ok ? record.value : null;
}

function whatItDid(record: RunRecord | null): string {
  if (record === null) return "";
  const paths = new Map<string, string>();
  for (const entry of record.entries) {
    if (entry.type === "sending") paths.set(entry.call, `${entry.operation} (${entry.method} ${entry.path})`);
  }
  const heard = heardIn(record.entries);
  const open = [...paths].flatMap(([call, path]) => (heard.get(call) === "open" ? [path] : []));
  const sent = `Run ${record.id} had sent ${paths.size} ${paths.size === 1 ? "call" : "calls"}`;
  if (open.length === 0) return `${sent}, all answered. `;
  const named = open.slice(0, shown).join(", ");
  const more = open.length > shown ? ` and ${open.length - shown} more` : "";
  return `${sent}; whether ${named}${more} ${open.length === 1 ? "was" : "were"} carried out it did not learn. `;
}

const shown = 5;
