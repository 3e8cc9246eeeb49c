import { createHash } from "node:crypto";
import { canonical } from "../canonical.ts";
import { type At, field, given, isRecord, optional, whole } from "../shape.ts";
import type { Call } from "./call.ts";

/** One page of a find route. `next` is always there, null at the end: the client crashes without it (dnanexus.md §7.2). */
export interface Page {
  readonly results: unknown[];
  readonly next: string | null;
}

export interface Listing<T> {
  /** All candidates whose key is greater than `after`, in the order of their keys. */
  readonly from: (after: string) => Iterable<T>;
  readonly key: (item: T) => string;
  /** Null leaves the item out. */
  readonly show: (item: T) => unknown;
}

/**
 * A page by key, not by number, so that what is added or removed meanwhile shifts nothing. `next` is opaque: the
 * last key shown and a digest of the filters, because it may only be used with the same ones (§4 Pagination).
 */
export function page<T>(call: Call, listing: Listing<T>): Page {
  const limit = optional(field(call.body, "limit"), (at) => whole(at, 1, 1000)) ?? 1000;
  const starting = field(call.body, "starting");
  const resumed = given(starting) && starting.value !== null;
  const after = resumed ? decodeCursor(call, starting) : "";
  const results: unknown[] = [];
  let last = "";
  for (const item of listing.from(call.stuck ? "" : after)) {
    const shown = listing.show(item);
    if (shown === null) continue;
    if (results.length === limit) return { results, next: encodeCursor(call, last) };
    results.push(shown);
    last = listing.key(item);
  }
  return { results, next: call.stuck ? encodeCursor(call, last) : null };
}

/** Depends on what is asked, not on how much at once: the client doubles its limit from page to page. */
function digest(call: Call): string {
  const body = isRecord(call.body.value) ? call.body.value : {};
  const { limit: _limit, starting: _starting, ...filters } = body;
  return createHash("sha256")
    .update(`${call.path} ${canonical(filters)}`)
    .digest("base64url")
    .slice(0, 12);
}

function encodeCursor(call: Call, key: string): string {
  return Buffer.from(`${digest(call)} ${key}`).toString("base64url");
}

function decodeCursor(call: Call, at: At): string {
  if (typeof at.value === "string") {
    const content = Buffer.from(at.value, "base64url").toString();
    const space = content.indexOf(" ");
    if (space >= 0 && content.slice(0, space) === digest(call)) return content.slice(space + 1);
  }
  return at.fail(at.path, "must be the next of a former page with the same filters");
}
