import type { Address } from "./address.ts";
import type { Source } from "./finding.ts";
import type { Manage } from "./kind.ts";
import type { Pattern } from "./pattern.ts";
import type { Policy } from "./policy.ts";
import type { Desired } from "./resource.ts";

/** Somebody of `people`, as one connection knows them. */
export interface Person {
  /** As files speak of them: `person:NAME`. */
  readonly name: string;
  /** As it is written; kinds fold it as they fold their keys. */
  readonly handle: string;
  /** The platform's own id of the account that the handle is meant to name. */
  readonly id?: string;
  /** Nothing of theirs shall be live: they have left, or their time has run out. */
  readonly gone?: "left" | "expired";
  /** ISO date (YYYY-MM-DD): the last day on which they belong here, UTC. */
  readonly expires?: string;
  readonly source?: Source;
}

/** What the files say of the organizations of one connection. */
export interface DesiredState {
  /** Every written resource, parents before children. */
  readonly resources: ReadonlyMap<Address, Desired>;
  /** The collections that are written, by address, with how they are managed. Not in here: not managed. */
  readonly managed: ReadonlyMap<Address, Manage>;
  /** Those who have a handle on this connection, sorted by name. Absent: nobody. */
  readonly people?: readonly Person[];
}

/** Where a credential comes from: an environment variable or a file. Never its value. */
export type CredentialSource = { readonly env: string } | { readonly file: string };

/** One account on one host of a platform. */
export interface ConnectionSettings {
  readonly name: string;
  readonly platform: string;
  /** By host name of the protocol; overrides its default URLs. */
  readonly urls: Readonly<Record<string, string>>;
  readonly credentials: Readonly<Record<string, CredentialSource>>;
  /** A host of the platform's makers may be used although nobody has tried the contract there. Default false. */
  readonly unverified?: boolean;
  /** Where its settings are written, for messages: `provider "charter" under acme`. Default: its place in charter.yaml. */
  readonly place?: string;
  /** Requests under way at once, and a second; default: the protocol's. */
  readonly concurrency?: number;
  readonly perSecond?: number;
}

/** How much may go at once. */
export interface RemovalLimit {
  /** Share of what is there. Default 0.25. */
  readonly ratio: number;
  /** Number of removals from which the ratio counts: 1 of 2 is not "50 %". */
  readonly from: number;
  /** Removals that always stop the plan. */
  readonly count: number;
}

/** Limits of a plan. All can be set in `charter.yaml` under `guards`. */
export interface GuardSettings {
  /** In every collection: from 4, 50. */
  readonly removals: RemovalLimit & {
    /** In all collections of an organization together: from 10, 100. */
    readonly organization: RemovalLimit;
    /** In all organizations of the run together: from 20, 200. */
    readonly run: RemovalLimit;
  };
  /** Collections with a limit of their own; the first pattern that means one counts. Default: none. */
  readonly collections: readonly { readonly pattern: Pattern; readonly limit: RemovalLimit }[];
  readonly expiries: {
    /** How many of a collection may expire at once. Default 50. */
    readonly count: number;
  };
  /** How much of what files wrote may be written no more. */
  readonly shrink: {
    /** Share of a collection's entries. Default 0.5. */
    readonly ratio: number;
    /** Number of entries from which it counts. Default 4. */
    readonly from: number;
  };
  readonly admins: {
    /** At least so many administrators stay in every organization, after every call. Default 1. */
    readonly minimum: number;
    /** Addresses that must always be there, and administrators where their kind has any. Default: none. */
    readonly required: readonly Pattern[];
  };
  /** What no plan may change, replace or remove. Default: nothing. */
  readonly protected: readonly Pattern[];
}

export const defaultGuards: GuardSettings = {
  removals: {
    ratio: 0.25,
    from: 4,
    count: 50,
    organization: { ratio: 0.25, from: 10, count: 100 },
    run: { ratio: 0.25, from: 20, count: 200 },
  },
  collections: [],
  expiries: { count: 50 },
  shrink: { ratio: 0.5, from: 4 },
  admins: { minimum: 1, required: [] },
  protected: [],
};

/** `charter.yaml`. */
export interface Settings {
  readonly connections: ReadonlyMap<string, ConnectionSettings>;
  readonly guards: GuardSettings;
  /** Days ahead in which plans and drift reports name what is about to expire; 0: they name nothing. Default 30. */
  readonly expiring: number;
  /** What must hold of all that the files write. */
  readonly policies: readonly Policy[];
  /** Folder of the store, relative to that of the settings. Default `.charter`. */
  readonly store: string;
}

/** The organizations of one connection. */
export interface ConnectionConfiguration {
  readonly connection: ConnectionSettings;
  readonly organizations: readonly Address[];
  readonly desired: DesiredState;
}

/** All that was read from a folder. */
export interface Configuration {
  /** Absolute path of the folder. */
  readonly root: string;
  /** Absolute path of the folder of the settings, which paths in them are relative to: the same, unless they stand apart. */
  readonly home: string;
  readonly settings: Settings;
  readonly connections: readonly ConnectionConfiguration[];
  /** By connection: those who have a handle there, also where no organization is configured. Absent: nobody. */
  readonly people?: ReadonlyMap<string, readonly Person[]>;
  /** Binds a plan to what was written: equal for equal meaning, whatever the comments and the order. */
  readonly digest: string;
}
