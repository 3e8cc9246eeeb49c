import type { Address } from "../model/address.ts";
import type { Manage } from "../model/kind.ts";
import type { Platform } from "../model/platform.ts";
import type { Desired } from "../model/resource.ts";
import type { Findings, Place } from "./findings.ts";
import type { Form } from "./form.ts";
import type { PlacedSource } from "./node.ts";
import type { Names } from "./people/names.ts";

/** What is known while one organization is read, over all its documents. */
export interface Walk {
  readonly platform: Platform;
  readonly findings: Findings;
  /** The day, UTC, that `expires` goes by: YYYY-MM-DD. */
  readonly today: string;
  /** What keys that name people mean on the organization's connection. */
  readonly names: Names;
  /** What `manage` says, by dotted name of the collection. */
  readonly manage: ReadonlyMap<string, Manage>;
  readonly resources: Map<Address, Placed>;
  readonly managed: Map<Address, Manage>;
  /** Former keys, looked at once all present ones are known. */
  readonly former: Former[];
}

/** A resource that knows where it was written. */
export type Placed = Desired & { readonly source: PlacedSource };

/** A key that a resource says it had before. */
export interface Former {
  readonly form: Form;
  readonly home: Address | null;
  readonly key: string;
  readonly owner: Address;
  readonly place: Place;
}
