import type { Address } from "./address.ts";
import type { AttributeChange } from "./change.ts";
import type { Expiring } from "./plan.ts";

/**
 * How live state and configuration differ, told by the baseline:
 *
 * | baseline = live | baseline = configuration | class |
 * | --- | --- | --- |
 * | yes | no  | `unapplied`: configured since the last apply, not yet applied |
 * | no  | yes | `changed`, `missing`, `unmanaged`: somebody changed it behind Charter's back |
 * | no  | no  | the same, with `alsoConfigured`: both changed |
 * | not behind our back, and a plan would have to wait with it | | `waiting`: for somebody who was invited, say |
 * | no baseline |  | `changed`, `missing`, `unmanaged`, with `origin: "unknown"` |
 */
export type DriftClass =
  | "changed"
  | "missing"
  | "unmanaged"
  | "pending"
  | "waiting"
  | "expired"
  | "unknown"
  | "unapplied";

export interface DriftItem {
  readonly class: DriftClass;
  readonly address: Address;
  readonly kind: string;
  /** As a person would recognize it, where the address is an id. */
  readonly name: string | null;
  /** For `changed` and `unapplied`: `before` is the configuration, `after` is live. */
  readonly attributes: readonly AttributeChange[];
  readonly origin: "behind" | "configuration" | "both" | "unknown";
  /** ISO time at which a drift report of this store saw it first. */
  readonly firstSeen: string;
  readonly message: string;
}

export interface DriftReport {
  readonly format: "charter-drift/1";
  readonly time: string;
  readonly items: readonly DriftItem[];
  /** How many resources were compared and were as configured. */
  readonly inSync: number;
  /** What ends soon by what is written: no difference yet. */
  readonly expiring: readonly Expiring[];
  readonly summary: Readonly<Record<DriftClass, number>>;
}
