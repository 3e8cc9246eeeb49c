import { hash } from "node:crypto";
import type { Resource } from "./resource.ts";
import { canonical, type Value } from "./value.ts";

/** The first 16 hex characters (64 bits) of the SHA-256 of the canonical JSON of a value. */
export function digestOfValue(value: Value): string {
  return hash("sha256", canonical(value), "hex").slice(0, 16);
}

/**
 * What binds a plan to a live resource: its id, kind and attributes. Neither the address (a label of the
 * configuration) nor the pending state belongs to it: an invitation that was accepted meanwhile does not make a
 * plan stale.
 */
export function digestOf(resource: Pick<Resource, "id" | "kind" | "attributes">): string {
  return digestOfValue({ id: resource.id ?? null, kind: resource.kind, attributes: resource.attributes });
}
