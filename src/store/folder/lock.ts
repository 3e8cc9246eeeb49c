import { randomBytes } from "node:crypto";
import { open, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { HeldLock, LockOwner, StoreFailure } from "../store.ts";
import { errorCode, fileMode, readText } from "./files.ts";
import { idOf, isGone, type LockRecord, ownRecord, parseRecord } from "./owner.ts";

/** A lock that is held by this process. */
export interface Held {
  /** The owner of a stale lock that was in the way. */
  readonly broke: LockOwner | null;
  readonly release: () => Promise<void>;
}

/** Milliseconds after which a lock file without content was left by a process that died while it made it. */
const emptyAge = 10_000;

/**
 * Takes the lock or says who holds it. The file is made exclusively, which works on every system. A stale one is
 * removed only by who holds a second file (`.breaking`), after another look: otherwise of two that find the same
 * stale lock the slower one would remove the lock that the faster one has just taken.
 */
export async function acquire(path: string, purpose: string, now: () => Date): Promise<Held | StoreFailure> {
  const nonce = randomBytes(12).toString("hex");
  let broke: LockOwner | null = null;
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    if (await create(path, JSON.stringify(ownRecord(purpose, nonce, now())))) {
      return { broke, release: () => release(path, nonce) };
    }
    const found = await look(path);
    if (found === "none") continue;
    if (found.state === "held" && found.record !== null) return locked(path, found.record);
    if (found.state === "stale" && (await breakIf(path, ({ state }) => state === "stale"))) {
      broke = found.record === null ? unknownOwner : ownerOf(found.record);
    } else {
      // Somebody is just making it, or breaking it.
      await delay(20);
    }
  }
  return locked(path, null);
}

const unknownOwner: LockOwner = { pid: 0, host: hostname(), time: "", purpose: "unknown" };

async function create(path: string, text: string): Promise<boolean> {
  try {
    const file = await open(path, "wx", fileMode);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

type Look = "none" | { readonly state: "held" | "stale"; readonly record: LockRecord | null };

async function look(path: string): Promise<Look> {
  const text = await readText(path);
  if (text === null) return "none";
  const record = parseRecord(text);
  if (record !== null) return { state: isGone(record) ? "stale" : "held", record };
  try {
    const { mtimeMs } = await stat(path);
    return { state: Date.now() - mtimeMs > emptyAge ? "stale" : "held", record: null };
  } catch (error) {
    if (errorCode(error) === "ENOENT") return "none";
    throw error;
  }
}

/** True where this process removed the lock, which was still one that may go when nobody else could break it. */
async function breakIf(path: string, may: (again: Exclude<Look, "none">) => boolean): Promise<boolean> {
  const guard = `${path}.breaking`;
  if (!(await create(guard, ""))) {
    // Whoever made it needs milliseconds; after so long it is dead.
    const made = await stat(guard).catch(() => null);
    if (made !== null && Date.now() - made.mtimeMs > emptyAge) await rm(guard, { force: true });
    return false;
  }
  try {
    const again = await look(path);
    if (again === "none" || !may(again)) return false;
    await rm(path, { force: true });
    return true;
  } finally {
    await rm(guard, { force: true });
  }
}

/** Removes the lock unless somebody has broken it meanwhile and holds his own. */
async function release(path: string, nonce: string): Promise<void> {
  const text = await readText(path);
  if (text !== null && parseRecord(text)?.nonce === nonce) await rm(path, { force: true });
}

/** The lock in this file; null where nobody holds it. */
export async function heldIn(path: string): Promise<HeldLock | null> {
  const found = await look(path);
  return found === "none" || found.record === null ? null : lockOf(found.record);
}

/** Breaks the lock in this file if it is the one with this id. Null: it is not, or not any more. */
export async function breakById(path: string, id: string): Promise<HeldLock | StoreFailure | null> {
  const found = await look(path);
  if (found === "none" || found.record === null || idOf(found.record) !== id) return null;
  const { record } = found;
  if (found.state === "held" && record.host === hostname()) {
    const message = `Process ${record.pid} on this host still runs (${record.purpose}, since ${record.time}). Wait until it ends, or stop it: then its lock is broken by itself.`;
    return { ok: false, code: "store/locked", message };
  }
  const isIt = (again: Exclude<Look, "none">): boolean => again.record !== null && idOf(again.record) === id;
  return (await breakIf(path, isIt)) ? lockOf(record) : null;
}

function lockOf(record: LockRecord): HeldLock {
  return { ...ownerOf(record), id: idOf(record) };
}

function ownerOf({ pid, host, time, purpose }: LockRecord): LockOwner {
  return { pid, host, time, purpose };
}

function locked(path: string, owner: LockRecord | null): StoreFailure {
  return { ok: false, code: "store/locked", message: lockedMessage(path, owner) };
}

function lockedMessage(path: string, owner: LockRecord | null): string {
  if (owner === null) return `Another process is just taking the lock ${path}. Try again in a moment.`;
  const who = `process ${owner.pid} on ${owner.host} (${owner.purpose}), since ${owner.time}`;
  if (owner.host === hostname()) return `The store is in use by ${who}. Wait until it ends, or stop it.`;
  return `The store is in use by ${who}. From here nobody can tell whether it still runs: if it does not, break its lock with charter unlock ${idOf(owner)}.`;
}
