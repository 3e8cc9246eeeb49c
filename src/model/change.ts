import type { Address } from "./address.ts";
import type { Position } from "./finding.ts";
import type { Direction } from "./kind.ts";
import type { Attributes } from "./resource.ts";
import type { Value } from "./value.ts";

export type Action = "create" | "update" | "replace" | "delete";

/** Why a change is there: written so, left out, its time is over, renamed, the person left. */
export type Reason = "configured" | "removed" | "expired" | "renamed" | "left";

export interface AttributeChange {
  /** Dotted name. */
  readonly name: string;
  /** `undefined` is not JSON: an attribute that was not there is null with `created: true` on the change. */
  readonly before: Value;
  readonly after: Value;
}

/** What would become of one resource. */
export interface Change {
  readonly address: Address;
  readonly kind: string;
  readonly key: string;
  readonly action: Action;
  readonly reason: Reason;
  readonly direction: Direction;
  /** The platform's id of the live object; null where there is none (yet). */
  readonly id: string | null;
  /** Live attributes; null for a create. */
  readonly before: Attributes | null;
  /** Attributes as they shall be: live ones overlaid with the configured; null for a delete. */
  readonly after: Attributes | null;
  /** What differs, sorted by name. For a create: what is configured. Empty for a delete. */
  readonly attributes: readonly AttributeChange[];
  /** Where it was written. */
  readonly position?: Position;
}
