import { encodeSegment } from "../../model/call.ts";
import type { Request } from "../../model/protocol.ts";
import type { Value } from "../../model/value.ts";

/** The prefix of the portal's own content calls (marketplace.md §3), below the root of the server. */
export const prefix = ["api", "v1", "developer"] as const;

/** The most that a page holds (§4). */
export const pageSize = 50;

/** Reads `/organizations/ID/members` and the like; segments are encoded here. */
export function get(segments: readonly string[], query?: { readonly [name: string]: Value }): Request {
  const path = [...prefix, ...segments].map((each) => `/${encodeSegment(each)}`).join("");
  return { method: "GET", path, ...(query === undefined ? {} : { query }) };
}

/** The decoded segments of a request's path, below the prefix. */
export function segmentsOf({ path }: Pick<Request, "path">): readonly string[] {
  return path
    .split("/")
    .slice(1 + prefix.length)
    .map(decodeURIComponent);
}
