import type { Address } from "../model/address.ts";
import type { Action } from "../model/change.ts";
import type { ChangeOutcome } from "../model/outcome.ts";
import type { Plan } from "../model/plan.ts";
import type { FailureReason, TokenStore } from "../model/protocol.ts";
import type { Attributes } from "../model/resource.ts";
import type { Written } from "../model/written.ts";

type StoreCode =
  /** What is stored cannot be read as what it should be. */
  | "store/damaged"
  /** Written by a later version of Charter. */
  | "store/newer"
  /** Somebody else holds the lock. */
  | "store/locked"
  /** The system refused: no space, no permission. */
  | "store/io";

export interface StoreFailure {
  readonly ok: false;
  readonly code: StoreCode;
  /** One sentence that says what is wrong and what to do. */
  readonly message: string;
}

export type Stored<T> = { readonly ok: true; readonly value: T } | StoreFailure;

/** A change of a plan, as far as a journal needs it. */
export interface JournaledChange {
  readonly address: Address;
  readonly action: Action;
  readonly calls: readonly string[];
  /** What must happen first; then there may be no calls. */
  readonly waiting?: string;
  /** What it waits for once its calls have been carried out: it is an invitation. */
  readonly pending?: string;
}

/** What a journal holds beside the time of each entry. References stay references; bodies are not in it. */
export type RunEvent =
  | {
      readonly type: "started";
      readonly plan: string;
      readonly version: string;
      /** Who started it, and where: `ada@build-7`. */
      readonly by: string;
      readonly sections: readonly {
        readonly connection: string;
        readonly platform: string;
        readonly actor: string;
        readonly organizations: readonly Address[];
        readonly calls: number;
        /** What the plan changes, and by which calls: what a run that was killed had in mind. */
        readonly changes: readonly JournaledChange[];
      }[];
    }
  | {
      /** Written before the call leaves. */
      readonly type: "sending";
      readonly connection: string;
      readonly call: string;
      readonly operation: string;
      readonly method: string;
      readonly path: string;
      /** From 1. */
      readonly attempt: number;
    }
  | {
      readonly type: "answered";
      readonly connection: string;
      readonly call: string;
      readonly attempt: number;
      readonly status: number | null;
      /** `already`: it was so before. `found`: the answer was lost, but what it made is there. */
      readonly result: "done" | "already" | "found" | FailureReason;
      /** The platform's name of the error. */
      readonly code?: string;
      readonly message?: string;
      /** The id that the answer brought. */
      readonly id?: string;
    }
  | {
      readonly type: "finished";
      /** Changes by outcome. */
      readonly outcomes: Readonly<Record<string, number>>;
      /** What became of each. */
      readonly changes: readonly ChangeOutcome[];
      readonly sent: number;
      readonly verified: boolean | null;
      readonly cancelled: boolean;
    };

/** An event as it was stored. */
export type RunEntry = RunEvent & { readonly time: string };

/** The journal of an apply that is under way. */
export interface Run {
  readonly id: string;
  /** Resolves once the event is on the disk. A failure means that nothing more may be sent. */
  readonly write: (event: RunEvent) => Promise<StoreFailure | null>;
  readonly close: () => Promise<void>;
}

export interface RunRecord {
  readonly id: string;
  readonly entries: readonly RunEntry[];
  /** The last line breaks off: the process ended while it was written. */
  readonly torn: boolean;
  /** False where the run was killed, or goes on. */
  readonly finished: boolean;
}

/** A run in a list. */
export interface RunInfo {
  readonly id: string;
  readonly started: string;
  readonly plan: string;
  readonly finished: boolean;
}

export interface BaselineResource {
  readonly address: Address;
  readonly kind: string;
  readonly key: string;
  readonly id: string | null;
  /** The account that the key named, where the platform tells it. */
  readonly account?: string;
  /** Without the secret ones: who writes a baseline leaves them out. */
  readonly attributes: Attributes;
}

/** Live state of an organization as of the last apply. */
export interface Baseline {
  readonly connection: string;
  readonly organization: Address;
  /** ISO 8601. */
  readonly time: string;
  /** Digest of the plan that was applied; null where nothing had to be. */
  readonly plan: string | null;
  readonly resources: readonly BaselineResource[];
}

/** Who holds a lock. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601. */
  readonly time: string;
  /** What it is held for: the id of a run, a command. */
  readonly purpose: string;
}

/** Where Charter keeps what it must remember between runs. No secret but session tokens is ever in it. */
export interface Store {
  /** Begins a journal, with its `started` entry written. */
  readonly startRun: (plan: Plan) => Promise<Stored<Run>>;
  /** Newest first. */
  readonly listRuns: () => Promise<Stored<readonly RunInfo[]>>;
  /** null where there is no such run. */
  readonly readRun: (id: string) => Promise<Stored<RunRecord | null>>;
  /** null where nothing was applied yet. */
  readonly readBaseline: (connection: string, organization: Address) => Promise<Stored<Baseline | null>>;
  readonly writeBaseline: (baseline: Baseline) => Promise<StoreFailure | null>;
  /** First-seen times (ISO 8601) of drift, by whatever key the drift report uses. */
  readonly readSeen: () => Promise<Stored<ReadonlyMap<string, string>>>;
  readonly writeSeen: (seen: ReadonlyMap<string, string>) => Promise<StoreFailure | null>;
  /** Of every organization that was ever applied and not let go; empty where nothing was. */
  readonly readWritten: () => Promise<Stored<readonly Written[]>>;
  /** Replaces all of it. */
  readonly writeWritten: (written: readonly Written[]) => Promise<StoreFailure | null>;
  /** The session tokens of a connection. */
  readonly tokens: (connection: string) => TokenStore;
  /**
   * Runs `work` while no other process holds the lock; does not wait: a lock that is held is a failure which says
   * by whom. `broke` is the owner of a stale lock that was in the way, for a note.
   */
  readonly withLock: <T>(
    name: string,
    purpose: string,
    work: (broke: LockOwner | null) => Promise<T>,
  ) => Promise<Stored<T>>;
}
