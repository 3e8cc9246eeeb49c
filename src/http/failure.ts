import type { Failure, FailureReason } from "../model/protocol.ts";

/** A failure as a value. `status` is null where there was no answer. */
export function failure(
  reason: FailureReason,
  code: string,
  message: string,
  status: number | null = null,
): Failure {
  return { ok: false, reason, code, message, status };
}

export function cancelled(): Failure {
  return failure("cancelled", "Cancelled", "Cancelled.");
}

/**
 * Whether a write that ended so may have been carried out all the same.
 *
 * | failure | carried out? |
 * | --- | --- |
 * | lost | perhaps: it was sent, the answer never came (whole) |
 * | unavailable, 503 | no: the server says that it did not take it |
 * | unavailable, other or no status | perhaps: a gateway gave up, or it broke midway |
 * | malformed, 2xx, 5xx or no status | perhaps: the answer does not tell |
 * | malformed, 3xx or 4xx | no: refused, whatever the body says |
 * | all others | no |
 */
export function mayHaveBeenCarriedOut(of: Failure): boolean {
  switch (of.reason) {
    case "lost":
      return true;
    case "unavailable":
      return of.status !== 503;
    case "malformed":
      return of.status === null || of.status < 300 || of.status >= 500;
    case "unauthenticated":
    case "forbidden":
    case "missing":
    case "invalid":
    case "conflict":
    case "already":
    case "limited":
    case "busy":
    case "unreachable":
    case "cancelled":
      return false;
  }
}

const silences: ReadonlySet<Failure["reason"]> = new Set(["limited", "unavailable", "unreachable", "lost"]);

/** Whether it says nothing of the request, but that the host takes none now. */
export function isSilence({ reason }: Failure): boolean {
  return silences.has(reason);
}

/** Tells a failure from whatever else a function gives. */
export function isFailure(result: object): result is Failure {
  return "ok" in result && result.ok === false;
}
