import type { Source } from "./finding.ts";
import type { Pattern } from "./pattern.ts";

/** A part of a policy with its place in the settings. */
export interface Stated<T> {
  readonly value: T;
  readonly source: Source;
}

/** What an attribute, or an element of a list, can be compared with. */
export type Scalar = string | number | boolean | null;

/** An attribute (dotted) and values of it. */
export interface Condition {
  readonly attribute: Stated<string>;
  readonly values: readonly Stated<Scalar>[];
}

/**
 * A rule over what the configuration writes; live state is none of its business. It selects entries and requires
 * something of them. What is absent or has expired gives nothing and is never selected.
 */
export interface Policy {
  readonly name: string;
  /** Why it is there, for those who meet it. */
  readonly description?: string;
  readonly severity: "error" | "warning";
  /** The addresses that it is about. That of a collection stands for all its entries. */
  readonly for: readonly Stated<Pattern>[];
  /** Only entries that have, of each of these attributes, one of the values. */
  readonly where: readonly Condition[];
  /** Addresses that it does not see. */
  readonly except: readonly Stated<Pattern>[];
  /** All of them must hold. At least one. */
  readonly requirements: readonly Requirement[];
}

/**
 * | type | holds where |
 * | --- | --- |
 * | `files` | the entry stands in one of these files, relative to the folder |
 * | `keys` | one of the patterns means its key |
 * | `notKeys` | none of the patterns means its key |
 * | `values` | its attributes have only these values |
 * | `expires` | it ends, at most so many days from today (UTC) |
 * | `count` | its collection holds so many entries that the policy selects |
 */
export type Requirement =
  | { readonly type: "files"; readonly patterns: readonly Stated<Pattern>[] }
  | { readonly type: "keys"; readonly patterns: readonly Stated<Pattern>[] }
  | { readonly type: "notKeys"; readonly patterns: readonly Stated<Pattern>[] }
  | { readonly type: "values"; readonly values: readonly Condition[] }
  | { readonly type: "expires"; readonly within: number; readonly source: Source }
  | {
      readonly type: "count";
      readonly minimum: number;
      readonly maximum: number | null;
      readonly source: Source;
    };
