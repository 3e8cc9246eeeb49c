/** The state file: attributes as JSON, what the provider keeps as base64. */
import type { Private, TfObject, TfValue } from "../../../src/terraform/contract.ts";

/** One instance as it is stored. */
export interface Stored {
  readonly type: string;
  /** Tainted: its creation came to an error; the next plan replaces it. */
  readonly tainted: boolean;
  /** The attributes, as JSON. */
  readonly attributes: string;
  readonly private: string;
  /** Addresses of what it was made from. */
  readonly dependencies: readonly string[];
}

/** By address. */
export type State = ReadonlyMap<string, Stored>;

export const noState: State = new Map();

export const nothing: Private = new Uint8Array();

export function stored(
  type: string,
  value: TfObject,
  kept: Private,
  more: { readonly tainted?: boolean; readonly dependencies?: readonly string[] } = {},
): Stored {
  return {
    type,
    tainted: more.tainted ?? false,
    attributes: JSON.stringify(value),
    private: Buffer.from(kept).toString("base64"),
    dependencies: more.dependencies ?? [],
  };
}

export function keptOf({ private: kept }: Stored): Private {
  return new Uint8Array(Buffer.from(kept, "base64"));
}

/** Attributes as they are stored, without a look at the schema. */
export function attributesIn({ attributes }: Stored): Readonly<Record<string, TfValue>> {
  return JSON.parse(attributes);
}
