import { SandboxError } from "./error.ts";

/** What can go wrong on request. */
const faultKinds = ["status", "latency", "lost", "reset", "html", "truncate", "loop", "lock"] as const;

export type FaultKind = (typeof faultKinds)[number];

/**
 * A fault to inject.
 * - `status` answers that status in the platform's envelope
 * - `latency` waits before acting
 * - `lost` lets the server act and cuts the connection instead of answering
 * - `reset` cuts the connection before acting
 * - `html` answers a gateway's page
 * - `truncate` sends half of the answer
 * - `loop` makes a find route answer its first page for ever
 * - `lock` answers as if another write held the object
 */
export interface Fault {
  readonly kind: FaultKind;
  /** For `status`: 400 to 599. */
  readonly status?: number;
  /** Only paths that contain this: `invite`, `org-acme/findMembers`. */
  readonly route?: string;
  /** Only requests that may change something, or only those that cannot. */
  readonly on?: "reads" | "writes";
  /** How many times in all; default: without end. */
  readonly times?: number;
  /** The first so many matching requests pass. */
  readonly after?: number;
  /** Of the matching requests, only each so-manieth: 3 hits the third, sixth, … */
  readonly every?: number;
  /** For `status`: seconds in a Retry-After header. */
  readonly retryAfter?: number;
  /** For `latency`: how long. */
  readonly ms?: number;
  /** For `latency`: up to so many milliseconds more, at random. */
  readonly jitter?: number;
}

type NumericKey = "status" | "times" | "after" | "every" | "retryAfter" | "ms" | "jitter";

/** The keys with a number, as written in `--fault`, with the least that makes sense and whom they are for. */
const numericKeys: ReadonlyMap<string, { key: NumericKey; least: number; most?: number; kind?: FaultKind }> =
  new Map([
    ["times", { key: "times", least: 1 }],
    ["after", { key: "after", least: 0 }],
    ["every", { key: "every", least: 1 }],
    ["status", { key: "status", least: 400, most: 599, kind: "status" }],
    ["retry-after", { key: "retryAfter", least: 0, kind: "status" }],
    ["ms", { key: "ms", least: 0, most: 3_600_000, kind: "latency" }],
    ["jitter", { key: "jitter", least: 0, most: 3_600_000, kind: "latency" }],
  ]);

const knownKinds = `a status such as 429 or 503, ${faultKinds.filter((kind) => kind !== "status").join(", ")}`;

/**
 * Reads a fault as written on the command line: `503:route=invite,times=2,after=5,retry-after=1`,
 * `latency:ms=50`, `reset`. Throws a {@link SandboxError} that lists what is known.
 */
export function parseFault(source: string): Fault {
  const colon = source.indexOf(":");
  const head = (colon < 0 ? source : source.slice(0, colon)).trim();
  const tail = colon < 0 ? "" : source.slice(colon + 1);
  const kind = /^\d+$/.test(head) ? "status" : faultKinds.find((known) => known === head);
  if (kind === undefined) {
    throw new SandboxError(`The fault "${source}" has no known kind; known are ${knownKinds}.`);
  }
  const fault: { -readonly [K in keyof Fault]: Fault[K] } = { kind };
  if (head !== kind) fault.status = Number(head);
  for (const pair of tail === "" ? [] : tail.split(",")) {
    const equals = pair.indexOf("=");
    const key = (equals < 0 ? pair : pair.slice(0, equals)).trim();
    const value = equals < 0 ? "" : pair.slice(equals + 1).trim();
    if (key === "route") {
      fault.route = value;
      continue;
    }
    if (key === "on") {
      if (value !== "reads" && value !== "writes") {
        throw new SandboxError(`The fault "${source}" needs "reads" or "writes" for "on".`);
      }
      fault.on = value;
      continue;
    }
    const numeric = numericKeys.get(key);
    if (numeric === undefined) {
      const known = ["route", "on", ...numericKeys.keys()].join(", ");
      throw new SandboxError(`The fault "${source}" has the unknown key "${key}"; known are ${known}.`);
    }
    fault[numeric.key] = value === "" ? Number.NaN : Number(value);
  }
  return checkFault(fault, `The fault "${source}"`);
}

/** The same fault, if it makes sense; else throws a {@link SandboxError} that starts with `who`. */
export function checkFault(fault: Fault, who = `The fault "${fault.kind}"`): Fault {
  if (!faultKinds.includes(fault.kind)) {
    throw new SandboxError(`${who} has no known kind; known are ${faultKinds.join(", ")}.`);
  }
  for (const [name, { key, least, most, kind }] of numericKeys) {
    const value = fault[key];
    if (value === undefined) continue;
    if (kind !== undefined && kind !== fault.kind) {
      throw new SandboxError(`${who} cannot have "${name}", which is for ${kind} only.`);
    }
    if (!Number.isInteger(value) || value < least || (most !== undefined && value > most)) {
      const bounds = most === undefined ? `of at least ${least}` : `from ${least} to ${most}`;
      throw new SandboxError(`${who} needs a whole number ${bounds} for "${name}".`);
    }
  }
  if (fault.route === "") throw new SandboxError(`${who} has an empty "route".`);
  if (fault.kind === "status" && fault.status === undefined) {
    throw new SandboxError(`${who} needs "status", such as 503.`);
  }
  if (fault.kind === "latency" && fault.ms === undefined && fault.jitter === undefined) {
    throw new SandboxError(`${who} needs "ms", such as latency:ms=50.`);
  }
  return fault;
}
