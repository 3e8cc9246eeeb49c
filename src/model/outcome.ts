import type { Address } from "./address.ts";

/** What became of one change of a plan. */
export type ChangeOutcome =
  | { readonly status: "applied"; readonly address: Address }
  | { readonly status: "pending"; readonly address: Address; readonly for: string }
  | { readonly status: "waiting"; readonly address: Address; readonly for: string }
  | { readonly status: "failed"; readonly address: Address; readonly call: string; readonly message: string }
  | { readonly status: "not-attempted"; readonly address: Address; readonly because: string };

/** A resource that, read again after the last call, is not as the plan left it. */
export interface Mismatch {
  readonly address: Address;
  readonly message: string;
}

/** What an apply did. True on every path: also after a failure, a cancellation, a lost answer. */
export interface ApplyResult {
  /** Id of the run in the store. */
  readonly run: string;
  readonly plan: string;
  readonly outcomes: readonly ChangeOutcome[];
  /** Calls that were answered with success. */
  readonly sent: number;
  /** The touched part was read again and is as it should be. Null: there was nothing to read. */
  readonly verified: boolean | null;
  readonly mismatches: readonly Mismatch[];
  readonly cancelled: boolean;
}
