import type { Failure, WritePolicy } from "../model/protocol.ts";
import { mayHaveBeenCarriedOut } from "./failure.ts";

/** How a request may be repeated: a read, or a write by its policy. */
export type Repeat = "read" | WritePolicy["repeat"];

export interface RetrySettings {
  /** Times that a request is sent, where the failure counts. Default 6. */
  readonly attempts: number;
  /** Milliseconds that one request waits in all. Default 120,000. */
  readonly patience: number;
  /** Milliseconds of one wait at most, whatever the platform asks for. Default 60,000. */
  readonly longest: number;
  /** Milliseconds before the second attempt at most; doubles with each. Default 250. */
  readonly base: number;
}

export const retryDefaults: RetrySettings = { attempts: 6, patience: 120_000, longest: 60_000, base: 250 };

/** However a server behaves, one request is never sent more often than this. */
const hardLimit = 100;

/** What one request has been through. */
interface Effort {
  /** Times that it was sent before this one. */
  readonly tries: number;
  /** Failures before this one that count. */
  readonly counted: number;
  /** Milliseconds waited so far. */
  readonly waited: number;
}

/**
 * | failure | read | write, safe | write, check or never | counts |
 * | --- | --- | --- | --- | --- |
 * | limited, busy, 503: not carried out | again | again | again | no |
 * | unreachable: nothing was sent | again | again | again | yes |
 * | unreachable for good (no such host, bad certificate, proxy) | stop | stop | stop | |
 * | lost, other 5xx: perhaps carried out | again | again | stop | yes |
 * | all others | stop | stop | stop | |
 */
export function retries(of: Failure, repeat: Repeat): "free" | "counted" | "no" {
  switch (of.reason) {
    case "limited":
    case "busy":
      return "free";
    case "unavailable":
      if (!mayHaveBeenCarriedOut(of)) return "free";
      return repeat === "read" || repeat === "safe" ? "counted" : "no";
    case "unreachable":
      return hopeless.has(of.code) ? "no" : "counted";
    case "lost":
      return repeat === "read" || repeat === "safe" ? "counted" : "no";
    case "unauthenticated":
    case "forbidden":
    case "missing":
    case "invalid":
    case "conflict":
    case "already":
    case "malformed":
    case "cancelled":
      return "no";
  }
}

/** Codes of `unreachable` that another attempt does not change. */
const hopeless: ReadonlySet<string> = new Set(["UnknownHost", "Certificate", "Proxy"]);

/** Milliseconds to wait before the request is sent again, or null where it is given up. */
export function nextWait(
  of: Failure,
  repeat: Repeat,
  effort: Effort,
  settings: RetrySettings,
  random: () => number,
): number | null {
  const kind = retries(of, repeat);
  if (kind === "no" || effort.tries + 1 >= hardLimit) return null;
  if (kind === "counted" && effort.counted + 1 >= settings.attempts) return null;
  const wait = waitFor(of.retryAfter, effort.tries, settings, random);
  return effort.waited + wait > settings.patience ? null : wait;
}

/** What the platform asks for, spread a little so that not all come back at once; else exponential, full jitter. */
function waitFor(
  asked: number | undefined,
  tries: number,
  settings: RetrySettings,
  random: () => number,
): number {
  if (asked !== undefined && asked > 0) {
    const wait = Math.min(asked, settings.longest);
    const spread = random() * Math.min(wait / 10, 1_000);
    // The longest wait is spread downwards: else all that were told to wait that long come back in the same moment.
    return wait + spread <= settings.longest ? wait + spread : settings.longest - spread;
  }
  return random() * Math.min(settings.longest, settings.base * 2 ** Math.min(tries, 30));
}
