import { hash } from "node:crypto";
import type { Resource } from "./resource.ts";
import { canonical } from "./value.ts";

/**
 * What binds a plan to a live resource: its id, kind and attributes. Neither the address (a label of the
 * configuration) nor the pending state belongs to it: an invitation that was accepted meanwhile does not make a
 * plan stale. The first 16 hex characters (64 bits) of a SHA-256 over canonical JSON.
 */
export function digestOf(resource: Pick<Resource, "id" | "kind" | "attributes">): string {
  let digest = digests.get(resource);
  if (digest === undefined) {
    const { id = null, kind, attributes } = resource;
    digest = hash("sha256", canonical({ id, kind, attributes }), "hex").slice(0, 16);
    digests.set(resource, digest);
  }
  return digest;
}

/** Resources never change, and where many plans are made from one live state each is asked of many times. */
const digests = new WeakMap<object, string>();
