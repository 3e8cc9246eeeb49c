/**
 * What the provider does, free of any wire: the plugin server decodes requests into these values and encodes what comes
 * back. Values follow the schema: every attribute of an object is there, null where it has no value.
 */
import type { FunctionSchema, Schema } from "./schema/types.ts";

/** A value that is not known yet. */
export const unknown: unique symbol = Symbol("unknown");

export type Unknown = typeof unknown;

export type TfValue = null | boolean | number | string | Unknown | readonly TfValue[] | TfObject;

/** An object, or a map; without a prototype. */
export interface TfObject {
  readonly [name: string]: TfValue;
}

/** Leads to a value: attribute names and keys of maps. */
export type Path = readonly PathStep[];
export type PathStep = { readonly attribute: string } | { readonly key: string } | { readonly index: number };

export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** A few words. */
  readonly summary: string;
  /** Sentences that say what to do. */
  readonly detail: string;
  /** What it is about, so that Terraform underlines it. Elements of sets cannot be named: the set is. */
  readonly path?: Path;
}

/** What the provider keeps with a resource beside its state. Opaque to Terraform, and never a secret. */
export type Private = Uint8Array;

export interface PlanRequest {
  readonly type: string;
  /** Null: to be created. */
  readonly prior: TfObject | null;
  /** Null: to be destroyed. */
  readonly proposed: TfObject | null;
  readonly config: TfObject | null;
  readonly private: Private;
}

export interface PlanResponse {
  readonly planned: TfObject | null;
  readonly requiresReplace: readonly Path[];
  readonly private: Private;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ApplyRequest {
  readonly type: string;
  readonly prior: TfObject | null;
  readonly planned: TfObject | null;
  readonly config: TfObject | null;
  /** What the plan kept. */
  readonly private: Private;
}

/** A resource as it is after an operation; null: not there. */
export interface StateResponse {
  readonly state: TfObject | null;
  readonly private: Private;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Schemas {
  readonly provider: Schema;
  readonly resources: ReadonlyMap<string, Schema>;
  readonly dataSources: ReadonlyMap<string, Schema>;
  readonly functions: ReadonlyMap<string, FunctionSchema>;
}

export type FunctionResult =
  | { readonly result: TfValue }
  /** `argument`: the index of the one that is wrong. */
  | { readonly error: string; readonly argument?: number };

/** Expected failures are diagnostics; what is thrown is a bug. */
export interface Provider {
  readonly schemas: Schemas;
  readonly validateProvider: (config: TfObject) => readonly Diagnostic[];
  /** Opens nothing yet. Values may be unknown while planning. */
  readonly configure: (config: TfObject, terraformVersion: string) => Promise<readonly Diagnostic[]>;
  readonly validateResource: (
    type: string,
    config: TfObject,
    options: { readonly writeOnlyAllowed: boolean },
  ) => readonly Diagnostic[];
  readonly validateDataSource: (type: string, config: TfObject) => readonly Diagnostic[];
  /** Any former state (parsed JSON), in the present shape. Total: unknown members go, missing ones are null. */
  readonly upgrade: (type: string, version: number, raw: unknown) => TfObject;
  readonly read: (type: string, state: TfObject, kept: Private) => Promise<StateResponse>;
  readonly plan: (request: PlanRequest) => Promise<PlanResponse>;
  readonly apply: (request: ApplyRequest) => Promise<StateResponse>;
  readonly importState: (type: string, id: string) => Promise<StateResponse>;
  readonly readDataSource: (type: string, config: TfObject) => Promise<Omit<StateResponse, "private">>;
  readonly callFunction: (name: string, parameters: readonly TfValue[]) => FunctionResult;
  /** Ctrl-C: what is under way is finished, nothing new is begun. */
  readonly stop: () => void;
  /** Closes connections. */
  readonly close: () => Promise<void>;
}
