import type { Contract } from "../../http/contract.ts";
import { isFailure } from "../../http/failure.ts";
import { type Page, pages } from "../../http/pages.ts";
import type { Failure, Reader } from "../../model/protocol.ts";
import { type List, malformed } from "./contract.ts";
import { get, pageSize } from "./requests.ts";

/** How often a list that moved while it was read is read from its beginning. */
const attempts = 3;

/** The whole of a list, walked to its total. `what` names it: "members of acme". */
export async function listAll<T>(
  reader: Reader,
  what: string,
  of: Contract<List<T>>,
  path: readonly string[],
  key: (item: T) => string,
): Promise<readonly T[] | Failure> {
  for (let attempt = 1; ; attempt += 1) {
    const list = await walk(reader, what, of, path, key);
    if (!isFailure(list) || attempt === attempts || !moved.has(list.code)) return list;
  }
}

const moved: ReadonlySet<string> = new Set(["ListMoved", "ShortList"]);

/**
 * Items may stand on another page by the time that is asked for (marketplace.md §6.10): one that comes twice counts
 * once, and where the total is not the same on all pages, one may have slipped through.
 */
function walk<T>(
  reader: Reader,
  what: string,
  of: Contract<List<T>>,
  path: readonly string[],
  key: (item: T) => string,
): Promise<readonly T[] | Failure> {
  let before: number | null = null;
  return pages(reader, {
    list: what,
    request: (cursor) => get(path, { "filter.start": cursor ?? 0, "filter.limit": pageSize }),
    page: (body, cursor): Page<T> | Failure => {
      const read = of(body);
      if (!read.ok) return malformed(what, read.why);
      const { data, meta } = read.value;
      const { start, total } = meta.pagination;
      if (start !== (cursor ?? 0)) return malformed(what, `page ${start} came in place of ${cursor ?? 0}`);
      if (before !== null && before !== total) {
        const why = `the list changed while it was read, from ${before} to ${total} items; run again`;
        return { ...malformed(what, why), code: "ListMoved" };
      }
      before = total;
      const end = start + data.length;
      return { items: data, total, next: data.length === 0 || end >= total ? null : end };
    },
    key,
  });
}
