import type { Address } from "./address.ts";
import type { Manage } from "./kind.ts";
import type { Policy } from "./policy.ts";
import type { Desired } from "./resource.ts";

/** What the files say of the organizations of one connection. */
export interface DesiredState {
  /** Every written resource, parents before children. */
  readonly resources: ReadonlyMap<Address, Desired>;
  /** The collections that are written, by address, with how they are managed. Not in here: not managed. */
  readonly managed: ReadonlyMap<Address, Manage>;
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
  /** Requests under way at once, and a second; default: the protocol's. */
  readonly concurrency?: number;
  readonly perSecond?: number;
}

/** Limits of a plan. All can be set in `charter.yaml` under `guards`. */
export interface GuardSettings {
  readonly removals: {
    /** Share of a collection that one plan may remove. Default 0.25. */
    readonly ratio: number;
    /** Number of removals in one collection from which the ratio counts: 1 of 2 is not "50 %". Default 4. */
    readonly from: number;
    /** Removals in one collection that always stop the plan. Default 50. */
    readonly count: number;
  };
  readonly admins: {
    /** At least so many administrators stay in every organization, after every call. Default 1. */
    readonly minimum: number;
  };
}

export const defaultGuards: GuardSettings = {
  removals: { ratio: 0.25, from: 4, count: 50 },
  admins: { minimum: 1 },
};

/** `charter.yaml`. */
export interface Settings {
  readonly connections: ReadonlyMap<string, ConnectionSettings>;
  readonly guards: GuardSettings;
  /** What must hold of all that the files write. */
  readonly policies: readonly Policy[];
  /** Folder of the store, relative to the root. Default `.charter`. */
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
  readonly settings: Settings;
  readonly connections: readonly ConnectionConfiguration[];
  /** Binds a plan to what was written: equal for equal meaning, whatever the comments and the order. */
  readonly digest: string;
}
