import { encodeSegment } from "../../model/call.ts";
import type { Request } from "../../model/protocol.ts";
import type { Value } from "../../model/value.ts";

/** Items of a page: the most that find routes give (dnanexus.md §3). */
export const pageSize = 1000;

/** A request to a route of an object: `/org-acme/findMembers`. Everything is a POST with an object as its body. */
export function post(object: string, route: string, body: { readonly [name: string]: Value } = {}): Request {
  return { method: "POST", path: `/${encodeSegment(object)}/${route}`, body };
}

/** A page of a find route. `starting` is what the page before gave as `next`, unchanged. */
export function find(
  object: string,
  route: string,
  cursor: Value,
  filters: { readonly [name: string]: Value } = {},
): Request {
  return post(object, route, {
    ...filters,
    limit: pageSize,
    ...(cursor === null ? {} : { starting: cursor }),
  });
}

/** `{ fields: { name: true, … } }`, as describe routes and the `describe` of find routes take it. */
export function fieldsOf(names: readonly string[]): { readonly fields: { readonly [name: string]: Value } } {
  return { fields: Object.fromEntries(names.map((name) => [name, true])) };
}
