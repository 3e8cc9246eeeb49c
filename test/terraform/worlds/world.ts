/** What the tests of the provider know of a platform: what is there at the start, and what can be written. */
import type { Platform } from "../../../src/model/platform.ts";
import type { Pool } from "../core/arbitraries.ts";

export interface World {
  readonly platform: Platform;
  /** The sandbox's seed; the first account runs Terraform. */
  readonly seed: unknown;
  readonly pool: Pool;
  /** Kinds that are not drawn beside others; each needs a reason beside it. */
  readonly apart?: readonly string[];
  /** Types of which no draw of these can ever be applied; each needs a reason beside it. */
  readonly never?: readonly string[];
}
