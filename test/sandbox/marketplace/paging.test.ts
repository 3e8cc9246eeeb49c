/** Paging, the same on every list: filter.start and filter.limit, 10 by default, 50 at most (marketplace.md §4). */
import { describe, expect, test } from "vitest";
import { acme, column, type Desk, mail, open, org, pagination, rows, stores } from "./support.ts";

/** 63 of everything, so that no list fits into one page. */
const many = Array.from({ length: 63 }, (_, number) => String(number).padStart(2, "0"));
const owner = mail("alice");
const everybody = {
  [owner]: "maintainer",
  ...Object.fromEntries(many.map((n) => [mail(`u${n}`), "viewer"])),
};
const clientIds = many.map((n) => `app-${n}`);
const seed = {
  users: [{ email: owner }, ...many.map((n) => ({ email: mail(`u${n}`) }))],
  applications: clientIds.map((clientId) => ({ clientId, owner })),
  organizations: [
    {
      id: org,
      name: "Acme",
      members: everybody,
      applications: clientIds,
      teams: [
        { id: stores, name: "Stores", members: everybody, applications: clientIds },
        ...many.map((n) => ({ name: `Team ${n}`, applications: ["app-00"] })),
      ],
    },
    ...many.map((n) => ({ name: `Org ${n}`, members: { [owner]: "maintainer" } })),
  ],
};

/** Path, the field that tells rows apart, how many there are, and the code of the area. */
const lists: readonly (readonly [string, string, number, string])[] = [
  ["/organizations", "id", 64, "ORG-1001-400"],
  [`/organizations/${org}/members`, "userId", 64, "MEMBER-2001-400"],
  [`/organizations/${org}/teams`, "id", 64, "TEAM-3001-400"],
  [`/organizations/${org}/teams/${stores}/members`, "userId", 64, "MEMBER-2001-400"],
  [`/organizations/${org}/applications`, "clientId", 63, "APP-4003-400"],
  [`/organizations/${org}/teams/${stores}/applications`, "clientId", 63, "APP-4003-400"],
  ["/applications", "clientId", 63, "APP-4003-400"],
  ["/applications/app-00/shares", "targetId", 65, "APP-4003-400"],
];

async function collect(desk: Desk, path: string, key: string, limit: number): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let start = 0; ; start += limit) {
    const reply = await desk.ask("alice", `GET ${path}?filter.start=${start}&filter.limit=${limit}`);
    found.push(...column(reply, key));
    if (start + limit >= Number(pagination(reply)["total"])) return found;
  }
}

describe.each(lists)("%s", (path, key, total, code) => {
  test("has ten rows by default, and says how many there are", async () => {
    const desk = await open(seed);
    const reply = await desk.ask("alice", `GET ${path}`);
    expect(Object.keys(reply.body)).toEqual(["data", "meta"]);
    expect(reply.body["meta"]).toEqual({ pagination: { start: 0, limit: 10, total } });
    expect(rows(reply)).toHaveLength(10);
  });

  test("page by page has everything once, whatever the size of the page", async () => {
    const desk = await open(seed);
    const whole = await collect(desk, path, key, 50);
    expect(new Set(whole).size).toBe(total);
    expect(await collect(desk, path, key, 7)).toEqual(whole);
    expect(await collect(desk, path, key, 1)).toEqual(whole);
  });

  test("gives fifty rows at most, and says so", async () => {
    const desk = await open(seed);
    for (const limit of [50, 51, 1000, 999_999_999]) {
      const reply = await desk.ask("alice", `GET ${path}?filter.limit=${limit}`);
      expect(rows(reply)).toHaveLength(50);
      expect(pagination(reply)).toEqual({ start: 0, limit: 50, total });
    }
  });

  test("ends", async () => {
    const desk = await open(seed);
    const last = await desk.ask("alice", `GET ${path}?filter.start=${total - 1}`);
    expect(rows(last)).toHaveLength(1);
    for (const start of [total, total + 1, 999_999_999]) {
      const reply = await desk.ask("alice", `GET ${path}?filter.start=${start}`);
      expect(rows(reply)).toEqual([]);
      expect(pagination(reply)).toEqual({ start, limit: 10, total });
    }
  });

  test.each(["filter.start=-1", "filter.start=x", "filter.start=", "filter.start=1.5", "filter.start=1e3"])(
    "refuses %s",
    async (query) => {
      const desk = await open(seed);
      expect(await desk.verdict("alice", `GET ${path}?${query}`)).toBe(`400 ${code}`);
    },
  );

  test.each([
    "filter.limit=0",
    "filter.limit=-5",
    "filter.limit=ten",
    "filter.limit=",
    "filter.limit=9999999999",
  ])("refuses %s", async (query) => {
    const desk = await open(seed);
    expect(await desk.verdict("alice", `GET ${path}?${query}`)).toBe(`400 ${code}`);
  });
});

test("no list is in the order of names", async () => {
  const desk = await open(seed);
  for (const [path, key] of [
    ["/organizations", "name"],
    [`/organizations/${org}/members`, "email"],
    [`/organizations/${org}/teams`, "name"],
    ["/applications", "name"],
  ] as const) {
    const names = column(await desk.ask("alice", `GET ${path}?filter.limit=50`), key).map(String);
    expect(names).not.toEqual(names.toSorted());
  }
});

test("the filter by name pages as well", async () => {
  const desk = await open(seed);
  const reply = await desk.ask("alice", "GET /organizations?filter.name=org&filter.start=60");
  expect(rows(reply)).toHaveLength(3);
  expect(pagination(reply)).toEqual({ start: 60, limit: 10, total: 63 });
});

test("the loop fault gives the first page for ever, and always a next one", async () => {
  const desk = await open(seed, { faults: [{ kind: "loop" }] });
  const first = await desk.ask("alice", `GET /organizations/${org}/members`);
  for (const start of [10, 60, 500]) {
    const reply = await desk.ask("alice", `GET /organizations/${org}/members?filter.start=${start}`);
    expect(reply.body["data"]).toEqual(first.body["data"]);
    expect(Number(pagination(reply)["total"])).toBeGreaterThan(start + 10);
  }
  // What is no list does not loop.
  expect(await desk.verdict("alice", `GET /organizations/${org}`)).toBe("200");
});

test("lists of nothing are lists", async () => {
  const desk = await open(acme);
  const reply = await desk.ask("frank", "GET /organizations");
  expect(reply.body).toEqual({ data: [], meta: { pagination: { start: 0, limit: 10, total: 0 } } });
});
