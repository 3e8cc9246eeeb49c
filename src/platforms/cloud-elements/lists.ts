import type { Contract } from "../../http/contract.ts";
import { type Page, pages } from "../../http/pages.ts";
import type { Answer, Failure, Outcome, Reader } from "../../model/protocol.ts";
import type { Value } from "../../model/value.ts";
import { malformed } from "./contract.ts";
import { get, pageSize } from "./requests.ts";

/**
 * The whole of a list, walked to its proven end. `what` names it: "users of account 12".
 *
 * | the page says | next |
 * | --- | --- |
 * | a token (`Elements-Next-Page-Token`) | the page of that token |
 * | no token; it is full, or the whole list (`Elements-Total-Count`) is longer than what came | the offset after it |
 * | no token, and it is short | the end; a list that is then shorter than the total is refused |
 *
 * cloud-elements.md §4.
 */
export function listAll<T extends { readonly id: number }>(
  reader: Reader,
  what: string,
  of: Contract<T[]>,
  path: readonly string[],
): Promise<readonly T[] | Failure> {
  /** As the pages say that say so. */
  let total: number | undefined;
  return pages(reader, {
    list: what,
    request: (cursor) => get(path, { pageSize, ...(cursor === null ? {} : asQuery(cursor)) }),
    page: (body, cursor, headers): Page<T> | Failure => {
      const read = of(body);
      if (!read.ok) return malformed(what, read.why);
      const items = read.value;
      total = totalOf(headers) ?? total;
      const next = nextOf(cursor, items.length, total, headers);
      return { items, next, ...(total === undefined ? {} : { total }) };
    },
    key: ({ id }) => String(id),
  });
}

/** A cursor is a token (text) or an offset (number). */
function asQuery(cursor: Value): { readonly [name: string]: Value } {
  return typeof cursor === "number" ? { offset: cursor } : { nextPage: cursor };
}

function nextOf(cursor: Value, count: number, total: number | undefined, headers: Answer["headers"]): Value {
  const token = headers["elements-next-page-token"]?.trim();
  if (token !== undefined && token !== "") return token;
  // Told by tokens so far: none is the end.
  if (typeof cursor === "string" || count === 0) return null;
  const offset = (typeof cursor === "number" ? cursor : 0) + count;
  return count >= pageSize || (total !== undefined && offset < total) ? offset : null;
}

function totalOf(headers: Answer["headers"]): number | undefined {
  const text = headers["elements-total-count"]?.trim() ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Users of an account that has none are answered by 404 "No users found" (§6): for an account that is listed, empty. */
export function withoutUsers(reader: Reader): Reader {
  return {
    ...reader,
    read: async (request): Promise<Outcome> => {
      const outcome = await reader.read(request);
      if (outcome.ok || outcome.reason !== "missing" || !/no users found/i.test(outcome.message))
        return outcome;
      return { ok: true, status: 200, body: [] };
    },
  };
}
