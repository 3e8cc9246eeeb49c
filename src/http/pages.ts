import type { Answer, Failure, Reader, Request } from "../model/protocol.ts";
import { canonical, isDeeper, type Value } from "../model/value.ts";
import { failure } from "./failure.ts";

/** One page: what it holds, and the cursor of the one after it; null at the end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: Value;
  /** How many items the whole list has, where the platform says so. */
  readonly total?: number;
}

export interface Paging<T> {
  /** What the list is, for messages: "members of org-acme". */
  readonly list: string;
  /** The request for a page; the cursor of the first one is null. */
  readonly request: (cursor: Value) => Request;
  /** Reads an answer; a failure (`malformed`) where it is not what the contract says. `cursor` is the page's own. */
  readonly page: (body: Value, cursor: Value, headers: Answer["headers"]) => Page<T> | Failure;
  /** What tells two items of the list apart. */
  readonly key: (item: T) => string;
  /** Default 10,000. */
  readonly maxPages?: number;
}

/** Some platforms filter after they cut pages, so a page may be empty before the end; but not for ever. */
const emptyInARow = 10;

/** A cursor is a text, or a few fields. */
const deepest = 20;

/**
 * Walks a list to its proven end: all items, each once, or a failure. Never a short list (traps: a default page
 * size, a repeated or wrong next link, a list that has no end).
 */
export async function pages<T>(reader: Reader, paging: Paging<T>): Promise<readonly T[] | Failure> {
  const items = new Map<string, T>();
  const cursors = new Set<string>();
  const most = paging.maxPages ?? 10_000;
  let cursor: Value = null;
  let empty = 0;
  for (let count = 1; ; count += 1) {
    const outcome = await reader.read(paging.request(cursor));
    if (!outcome.ok) return outcome;
    const page = paging.page(outcome.body, cursor, outcome.headers ?? {});
    if ("ok" in page) return page;
    const before = items.size;
    for (const item of page.items) items.set(paging.key(item), item);
    if (page.next === null) {
      if (page.total !== undefined && items.size < page.total)
        return short(paging.list, items.size, page.total);
      return [...items.values()];
    }
    empty = page.items.length === 0 ? empty + 1 : 0;
    if (empty > emptyInARow) return endless(paging.list, `${empty} pages in a row were empty`);
    if (page.items.length > 0 && items.size === before) {
      return endless(paging.list, `page ${count} repeats what was there before`);
    }
    if (isDeeper(page.next, deepest))
      return endless(paging.list, `the place of page ${count + 1} is no place`);
    const text = canonical(page.next);
    if (cursors.has(text)) return endless(paging.list, `page ${count} points back to a page that was read`);
    if (count >= most) return endless(paging.list, `${count} pages were read, which is the limit`);
    cursors.add(text);
    cursor = page.next;
  }
}

function endless(list: string, why: string): Failure {
  return failure(
    "malformed",
    "EndlessList",
    `The list never ends (${list}): ${why}. It cannot be trusted, so nothing of it is used.`,
  );
}

function short(list: string, got: number, total: number): Failure {
  return failure(
    "malformed",
    "ShortList",
    `The list is short (${list}): ${got} of ${total} items came. It cannot be trusted, so nothing of it is used.`,
  );
}
