import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failure } from "../../src/http/failure.ts";
import { type Page, type Paging, pages } from "../../src/http/pages.ts";
import type { Outcome, Reader, Request } from "../../src/model/protocol.ts";
import { isRecord, type Value } from "../../src/model/value.ts";

function reader(answer: (request: Request) => Outcome): Reader & { readonly requests: Request[] } {
  const requests: Request[] = [];
  return {
    requests,
    connection: "main",
    signal: new AbortController().signal,
    read: async (request) => {
      requests.push(request);
      return answer(request);
    },
  };
}

const ok = (body: Value): Outcome => ({ ok: true, status: 200, body });

const malformed = failure("malformed", "Contract", "The list has no results.");

/** `limit`, `starting` and `next`, where `next` is any value. */
const byCursor: Paging<string> = {
  list: "members of org-acme",
  request: (cursor) => ({ method: "POST", path: "/find", body: cursor === null ? {} : { starting: cursor } }),
  page: (body): Page<string> | typeof malformed => {
    if (!isRecord(body) || !Array.isArray(body.results) || !("next" in body)) return malformed;
    return { items: body.results.map(String), next: body.next as Value };
  },
  key: (item) => item,
};

/** `offset` and `total`. */
const byOffset: Paging<string> = {
  ...byCursor,
  request: (cursor) => ({ method: "GET", path: "/items", query: { offset: cursor ?? 0 } }),
  page: (body, cursor) => {
    if (!isRecord(body) || !Array.isArray(body.items) || typeof body.total !== "number") return malformed;
    const end = Number(cursor ?? 0) + body.items.length;
    const done = body.items.length === 0 || end >= body.total;
    return { items: body.items.map(String), next: done ? null : end, total: body.total };
  },
};

describe("pages", () => {
  it("reads every list to its end, whatever the page size", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(50),
        fc.integer({ min: 1, max: 10 }),
        fc.boolean(),
        async (count, size, cursors) => {
          const all = Array.from({ length: count }, (_each, index) => `item-${index}`);
          const from = (request: Request): number => {
            const start = isRecord(request.body) ? request.body.starting : request.query?.offset;
            return isRecord(start) ? Number(start.at) : Number(start ?? 0);
          };
          const server = reader((request) => {
            const start = from(request);
            const items = all.slice(start, start + size);
            const next = start + size < count ? { at: start + size } : null;
            return ok(cursors ? { results: items, next } : { items, total: count });
          });
          expect(await pages(server, cursors ? byCursor : byOffset)).toEqual(all);
          expect(server.requests).toHaveLength(Math.max(1, Math.ceil(count / size)));
        },
      ),
    );
  });

  it("gives an item once that slipped to the next page meanwhile", async () => {
    const server = reader((request) =>
      ok(
        isRecord(request.body) && request.body.starting === 1
          ? { results: ["b", "c"], next: null }
          : { results: ["a", "b"], next: 1 },
      ),
    );
    expect(await pages(server, byCursor)).toEqual(["a", "b", "c"]);
  });

  it("may meet an empty page before the end", async () => {
    const answers = [
      { results: ["a"], next: 1 },
      { results: [], next: 2 },
      { results: ["b"], next: null },
    ];
    const server = reader(() => ok(answers.shift() ?? null));
    expect(await pages(server, byCursor)).toEqual(["a", "b"]);
  });

  it.each<[string, (page: number) => Value, string]>([
    [
      "the same page with another cursor",
      (page) => ({ results: ["a"], next: page }),
      "page 2 repeats what was there before",
    ],
    [
      "a cursor that points back",
      (page) => ({ results: [`item-${page}`], next: { at: page % 3 } }),
      "page 4 points back to a page that was read",
    ],
    ["empty pages", (page) => ({ results: [], next: page }), "11 pages in a row were empty"],
    [
      "ever new items",
      (page) => ({ results: [`item-${page}`], next: page }),
      "20 pages were read, which is the limit",
    ],
  ])("a list that never ends: %s", async (_name, body, why) => {
    let page = 0;
    const server = reader(() => {
      page += 1;
      return ok(body(page));
    });
    expect(await pages(server, { ...byCursor, maxPages: 20 })).toMatchObject({
      ok: false,
      reason: "malformed",
      code: "EndlessList",
      message: `The list never ends (members of org-acme): ${why}. It cannot be trusted, so nothing of it is used.`,
    });
  });

  it("a list that is shorter than its total is no list", async () => {
    const server = reader((request) =>
      ok(request.query?.offset === 0 ? { items: ["a"], total: 3 } : { items: [], total: 3 }),
    );
    expect(await pages(server, byOffset)).toMatchObject({
      ok: false,
      code: "ShortList",
      message:
        "The list is short (members of org-acme): 1 of 3 items came. It cannot be trusted, so nothing of it is used.",
    });
  });

  it("a failure in the middle leaves nothing", async () => {
    const refused = failure("forbidden", "PermissionDenied", "no", 401);
    let page = 0;
    const server = reader(() => {
      page += 1;
      return page < 3 ? ok({ results: [`item-${page}`], next: page }) : refused;
    });
    expect(await pages(server, byCursor)).toBe(refused);
  });

  it("a page that is not what was agreed on is a failure", async () => {
    expect(
      await pages(
        reader(() => ok({ results: ["a"] })),
        byCursor,
      ),
    ).toBe(malformed);
  });
});
