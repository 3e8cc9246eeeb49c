/** Locks of a store, as they are told before and after somebody breaks one. */
import { code, forLog, show } from "./escape.ts";

interface Lock {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  readonly time: string;
  readonly purpose: string;
}

const nobody = "Nobody holds a lock here.";

function owner({ pid, host, time, purpose }: Lock): string {
  return `process ${pid} on ${show(host)} (${show(purpose)}), since ${show(time)}`;
}

export function locksText(locks: readonly Lock[]): string {
  if (locks.length === 0) return `${nobody}\n`;
  return forLog(locks.map((lock) => `${show(lock.id)}  ${owner(lock)}\n`).join(""));
}

export function locksMarkdown(locks: readonly Lock[]): string {
  if (locks.length === 0) return `${nobody}\n`;
  return locks.map((lock) => `- ${code(lock.id)} ${code(owner(lock))}\n`).join("");
}

export function brokenText({ lock, did }: { readonly lock: Lock; readonly did: string }): string {
  const rest = did === "" ? "" : ` ${did}`;
  return forLog(
    `The lock of ${owner(lock)} is broken.${rest} The next charter apply reads anew what is live.\n`,
  );
}

export function brokenMarkdown({ lock, did }: { readonly lock: Lock; readonly did: string }): string {
  return `The lock of ${code(owner(lock))} is broken.${did === "" ? "" : ` ${code(did, 1_000)}`}\n`;
}
