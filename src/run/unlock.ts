/** Locks that a process left behind where nobody can tell whether it still runs: a person breaks them, knowingly. */
import { sentence } from "../model/text.ts";
import type { HeldLock } from "../store/store.ts";
import type { Result, RunOptions } from "./options.ts";
import { inStore, refused } from "./runs.ts";
import { whatItDid } from "./stale-lock.ts";

/** Every lock that is held in the store of a folder. */
export async function listLocks(options: RunOptions = {}): Promise<Result<readonly HeldLock[]>> {
  return inStore<readonly HeldLock[]>(options, async (store) => {
    const locks = await store.locks();
    return locks.ok ? { ...locks, findings: [] } : refused(locks);
  });
}

/** A lock that was broken, and what the run under it had sent; empty where it had begun none. */
export interface BrokenLock {
  readonly lock: HeldLock;
  readonly did: string;
}

/** Breaks the lock with this id. What its run had sent is told, since whoever breaks it should know. */
export async function unlock(id: string, options: RunOptions = {}): Promise<Result<BrokenLock>> {
  return inStore<BrokenLock>(options, async (store) => {
    const broken = await store.breakLock(id);
    if (!broken.ok) return refused(broken);
    const did = (await whatItDid(broken.value, store)).trimEnd();
    return { ok: true, value: { lock: broken.value, did: did === "" ? "" : sentence(did) }, findings: [] };
  });
}
