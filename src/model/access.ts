import type { Address } from "./address.ts";
import type { Resource } from "./resource.ts";
import type { StateView } from "./state.ts";

/** Who can do what where, and by which path: one person (or other principal) on one target. */
export interface AccessRow {
  /** `user-mallory`, `PUBLIC`. */
  readonly who: string;
  /** The organization, project or application. */
  readonly target: Address;
  /** The level that the platform itself would name. */
  readonly level: string;
  /** What the level allows after all that takes away from it, in the order of {@link AccessModel.actions}. */
  readonly actions: readonly string[];
  /** Every path that gives some of it: `direct`, `org-qc`. Sorted. */
  readonly via: readonly string[];
  /** What the level would allow and a setting of the target takes away. Absent: nothing. */
  readonly withheld?: readonly Withheld[];
}

/** An action that a setting takes away from whoever the level would give it to. */
export interface Withheld {
  readonly action: string;
  /** The setting, as files write it: `overrides.download`. */
  readonly by: string;
}

/** A target and one principal whose row there may change; null for all of them. */
export interface Touched {
  readonly target: Address;
  readonly who: string | null;
}

export interface AccessModel {
  /** Every action, from least to most. */
  readonly actions: readonly string[];
  /** The rows of a target, of one principal or of all. */
  readonly rows: (state: StateView, target: Address, who: string | null) => readonly AccessRow[];
  /** The rows that may look different once this resource is put, changed or gone. Asked before and after. */
  readonly touched: (state: StateView, resource: Resource) => Iterable<Touched>;
  /** All targets of a state. */
  readonly targets: (state: StateView) => Iterable<Address>;
  /** The roles that the actor holds at an address and above it, in the words of `rules.ts`. */
  readonly standing: (state: StateView, actor: string, address: Address) => ReadonlySet<string>;
  /** Everyone who holds one of `roles` at the address: those who could do a call. Sorted. */
  readonly holders: (state: StateView, address: Address, roles: readonly string[]) => readonly string[];
}
