import { type Address, collectionOf } from "./address.ts";
import type { Source } from "./finding.ts";
import type { Value } from "./value.ts";

/** Attribute values under dotted names. In configuration, a name that is not there is not managed. */
export type Attributes = { readonly [name: string]: Value };

/** One object: an address, a kind, attributes. The same shape on both sides of a diff. */
export interface Resource {
  readonly address: Address;
  /** Name of its {@link Kind}. */
  readonly kind: string;
  /** Last part of the address, decoded and folded. */
  readonly key: string;
  /** The platform's own stable id. On the desired side only where a file pins it. */
  readonly id?: string;
  readonly attributes: Attributes;
  /** Live only: what it waits for, with the person: "alice@acme.io to accept the invitation". */
  readonly pending?: string;
  /**
   * Live only: what the platform says beside the attributes and rules or access need (the actor's own level, say).
   * Never compared, never part of a digest.
   */
  readonly facts?: Attributes;
}

/** A resource as the configuration wants it. */
export interface Desired extends Resource {
  /** `absent`: shall not be there, whoever manages its collection. */
  readonly state?: "present" | "absent";
  /** Why `state` is absent: written so, its time or that of the person has run out, or the person has left. */
  readonly absentBecause?: "configured" | "expired" | "left";
  /** ISO date (YYYY-MM-DD): the last day on which it holds, UTC; the earlier one where the person has one too. */
  readonly expires?: string;
  /** Keys (or labels) that it had before. */
  readonly previously?: readonly string[];
  readonly source?: Source;
}

/** Something that the actor may not read, or a list that is not proven complete: never the same as empty. */
export interface Unreadable {
  /** The resource whose collection (or self) cannot be read. */
  readonly address: Address;
  /** The collection under it, or null for the resource itself. */
  readonly collection: string | null;
  /** The platform's own words, or Charter's. */
  readonly why: string;
}

/** The address of what is unreadable: a collection, or a resource with all below it. */
export function placeOf({ address, collection }: Unreadable): Address {
  return collection === null ? address : collectionOf(address, collection);
}

/** An attribute map without a prototype, safe for names that come from files and servers. */
export function emptyAttributes(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>;
}
