import type { Failure } from "../model/protocol.ts";

/**
 * Of a host that answers nothing any more. Each request has patience of its own; but where a thousand wait behind each
 * other for a host that wants to be left alone, that would be days.
 */
export interface Outage {
  /** What the host has said to a request, or that it has said nothing. */
  readonly heard: (silence: Failure | null) => void;
  /**
   * The last failure, where a request that has waited since `begun` has seen nothing answered for as long as anybody
   * is patient: then it is not sent any more. Null: it may be.
   */
  readonly verdict: (begun: number) => Failure | null;
}

export function createOutage(now: () => number, patience: number): Outage {
  let silent: { readonly since: number; readonly last: Failure } | null = null;
  return {
    heard: (silence) => {
      silent = silence === null ? null : { since: silent?.since ?? now(), last: silence };
    },
    verdict: (begun) =>
      silent !== null && now() - Math.max(silent.since, begun) > patience ? silent.last : null,
  };
}
