import type { Contract } from "../../http/contract.ts";
import { type Page, pages } from "../../http/pages.ts";
import type { Failure, Reader, Request } from "../../model/protocol.ts";
import type { Value } from "../../model/value.ts";
import { malformed } from "./contract.ts";

/** The whole of a find route, walked to its proven end. `what` names it: "members of org-acme". */
export function findAll<T extends { readonly id: string }>(
  reader: Reader,
  what: string,
  of: Contract<{ results: T[]; next: unknown }>,
  request: (cursor: Value) => Request,
): Promise<readonly T[] | Failure> {
  return pages(reader, {
    list: what,
    request,
    page: (body): Page<T> | Failure => {
      const read = of(body);
      if (!read.ok) return malformed(what, read.why);
      return { items: read.value.results, next: read.value.next as Value };
    },
    key: (item) => item.id,
  });
}
