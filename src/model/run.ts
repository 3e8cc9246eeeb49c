import type { Address } from "./address.ts";
import type { Action } from "./change.ts";
import type { ChangeOutcome } from "./outcome.ts";

/** `unknown`: a call of it was sent, and the journal holds no answer: it may have been carried out. */
export type RunStatus = ChangeOutcome["status"] | "unknown";

/** What became of one change of a run. */
export interface RunChange {
  readonly address: Address;
  readonly action: Action;
  readonly status: RunStatus;
  /** Why it failed or was not attempted, or what it waits for; null where there is nothing to say. */
  readonly message: string | null;
}

/** `running`: somebody is at it, or it was killed: the journal has no end. */
export type RunState = "finished" | "cancelled" | "running";

/** A run as `charter runs` lists it. */
export interface RunLine {
  readonly id: string;
  /** ISO 8601. */
  readonly started: string;
  /** ISO 8601; null where the journal has no end. */
  readonly ended: string | null;
  readonly state: RunState;
  /** Digest of the plan. */
  readonly plan: string;
  /** Who started it, and where. */
  readonly by: string;
  readonly sections: readonly {
    readonly connection: string;
    readonly platform: string;
    /** The account that the platform saw. */
    readonly actor: string;
    readonly organizations: readonly Address[];
  }[];
  readonly counts: Readonly<Record<RunStatus, number>>;
}

/** A run in detail. */
export interface RunReport extends RunLine {
  /** Charter's version. */
  readonly version: string;
  /** Calls that were answered with success. */
  readonly sent: number;
  /** Null: nothing was read again, or the run did not get there. */
  readonly verified: boolean | null;
  /** Sorted by address. */
  readonly changes: readonly RunChange[];
}
