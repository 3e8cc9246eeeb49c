import type { Address } from "./address.ts";
import type { Resource } from "./resource.ts";
import type { Delta } from "./state.ts";

/** The resource is there, and so. */
export function put(resource: Resource): Delta {
  return { type: "put", resource };
}

/** The resource and all below it are gone. */
export function remove(address: Address): Delta {
  return { type: "remove", address };
}
