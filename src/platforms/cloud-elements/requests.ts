import { encodeSegment } from "../../model/call.ts";
import type { Request } from "../../model/protocol.ts";
import type { Value } from "../../model/value.ts";

/** The part of every path that is the API's own (cloud-elements.md §3): base URLs are those of the server. */
export const base = ["elements", "api-v2"] as const;

/** Items of a page: the platform's own number (§4). */
export const pageSize = 200;

export function get(path: readonly string[], query?: { readonly [name: string]: Value }): Request {
  const all = [...base, ...path].map((part) => `/${encodeSegment(part)}`).join("");
  return { method: "GET", path: all, ...(query === undefined ? {} : { query }) };
}
