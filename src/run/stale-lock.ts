import type { Finding } from "../model/finding.ts";
import { shortened } from "../model/text.ts";
import type { LockOwner, RunRecord, Store } from "../store/store.ts";
import { heardIn } from "./heard.ts";

/**
 * Says that the lock of an apply was broken which ended without releasing it (it was killed), and what that apply
 * did as far as its journal knows.
 */
export async function staleLock(owner: LockOwner, store: Store): Promise<Finding> {
  const who =
    owner.pid === 0 ? "An apply" : `An apply of ${owner.time} (process ${owner.pid} on ${owner.host})`;
  const did = await whatItDid(owner, store);
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

/** What the run that held the lock had sent, as sentences that end in a blank; empty where it had begun none. */
export async function whatItDid(owner: LockOwner, store: Store): Promise<string> {
  const record = await lastRun(store, owner);
  if (record === null) return "";
  const paths = new Map<string, string>();
  for (const entry of record.entries) {
    if (entry.type === "sending") paths.set(entry.call, `${entry.operation} (${entry.method} ${entry.path})`);
  }
  const heard = heardIn(record.entries);
  const open = [...paths].flatMap(([call, path]) => (heard.get(call) === "open" ? [path] : []));
  const sent = `Run ${record.id} had sent ${paths.size} ${paths.size === 1 ? "call" : "calls"}`;
  if (open.length === 0) return `${sent}, all answered. `;
  return `${sent}; whether ${shortened(open, 5)} ${open.length === 1 ? "was" : "were"} carried out it did not learn. `;
}
