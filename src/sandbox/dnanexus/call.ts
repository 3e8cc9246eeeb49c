import type { At } from "../shape.ts";
import type { Store } from "../store.ts";

/** A request that got as far as the platform's own logic: signed in, with a JSON object as its body. */
export interface Call {
  readonly store: Store;
  /** Who asks. */
  readonly user: string;
  readonly body: At;
  readonly path: string;
  /** The `loop` fault: no page but the first, and always a next one. */
  readonly stuck: boolean;
  readonly clientIp: string | null;
  readonly now: number;
}
