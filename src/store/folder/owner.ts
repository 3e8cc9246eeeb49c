import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { isRecord } from "../../model/value.ts";
import type { LockOwner } from "../store.ts";

/** What a lock file holds. */
export interface LockRecord extends LockOwner {
  /** Tells two owners apart. */
  readonly nonce: string;
  /** When the process began, as the system counts, where it says so: a number of a process is used again. */
  readonly began: string | null;
}

export function ownRecord(purpose: string, nonce: string, now: Date): LockRecord {
  return {
    pid: process.pid,
    host: hostname(),
    time: now.toISOString(),
    purpose,
    nonce,
    began: beganAt(process.pid),
  };
}

/** What tells a lock from all others, short enough to be typed. */
export function idOf({ nonce }: LockRecord): string {
  return nonce.slice(0, 12);
}

export function parseRecord(text: string): LockRecord | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value)) return null;
  const { pid, host, time, purpose, nonce, began } = value;
  if (typeof pid !== "number" || !Number.isInteger(pid) || pid <= 0) return null;
  if (typeof host !== "string" || typeof time !== "string" || typeof purpose !== "string") return null;
  if (typeof nonce !== "string") return null;
  return { pid, host, time, purpose, nonce, began: typeof began === "string" ? began : null };
}

/**
 * | host | process | owner is |
 * | --- | --- | --- |
 * | another | (cannot be asked) | perhaps alive |
 * | this one | there is none with this number | gone |
 * | this one | there is one, and it began at another time | gone |
 * | this one | there is one | alive |
 */
export function isGone(record: LockRecord): boolean {
  if (record.host !== hostname()) return false;
  if (!isRunning(record.pid)) return true;
  const began = beganAt(record.pid);
  return record.began !== null && began !== null && record.began !== began;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/** Boot and clock tick at which a process began; null where the system has no /proc. */
function beganAt(pid: number): string | null {
  if (process.platform !== "linux") return null;
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const line = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field, a name in parentheses, may hold blanks; the start is the 20th after it.
    const ticks = line.slice(line.lastIndexOf(")") + 2).split(" ")[19];
    return ticks === undefined ? null : `${boot}/${ticks}`;
  } catch {
    return null;
  }
}
