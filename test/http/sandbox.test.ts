/** The client against the sandbox of a platform, with everything that the sandbox can do wrong. */
import { describe, expect, test } from "vitest";
import { systemClock } from "../../src/http/clock.ts";
import { pages } from "../../src/http/pages.ts";
import type { Value } from "../../src/model/value.ts";
import { isRecord } from "../../src/model/value.ts";
import { dnanexus } from "../../src/platforms/dnanexus/index.ts";
import type { Fault } from "../../src/sandbox/faults.ts";
import { type Desk, open } from "../sandbox/support.ts";
import { connect, quickClock } from "./support.ts";

const members = Object.fromEntries(
  Array.from({ length: 25 }, (_each, index) => [`user-m${String(index).padStart(2, "0")}`, "MEMBER"]),
);
const seed = {
  users: [...Object.keys(members), "user-alice"].map((id) => ({ id, first: "A", last: "B" })),
  orgs: [{ id: "org-acme", name: "Acme", members: { ...members, "user-alice": "ADMIN" } }],
};

function client(desk: Desk, token = desk.tokens["user-alice"] ?? "") {
  return connect(desk.url, {
    clock: quickClock(),
    protocol: dnanexus.protocol,
    credentials: new Map([["token", token]]),
    perSecond: 1e6,
  });
}

const list = async (desk: Desk) => {
  await using connection = client(desk);
  return await pages(connection.reader, {
    list: "members of org-acme",
    request: (cursor) => ({
      method: "POST",
      path: "/org-acme/findMembers",
      body: { limit: 10, ...(cursor === null ? {} : { starting: cursor }) },
    }),
    page: (body) =>
      isRecord(body) && Array.isArray(body.results)
        ? { items: body.results.map((each: { id: string }) => each.id), next: body.next as Value }
        : { ok: false, reason: "malformed", code: "Contract", message: "no results", status: 200 },
    key: (id) => id,
  });
};

describe("a list over three pages", () => {
  test.each<[string, readonly Fault[]]>([
    ["as it is", []],
    ["with 429 in between", [{ kind: "status", status: 429, times: 4, retryAfter: 1 }]],
    ["with 503 in between", [{ kind: "status", status: 503, every: 2, times: 3 }]],
    ["with resets", [{ kind: "reset", every: 2 }]],
    ["with lost answers", [{ kind: "lost", every: 2 }]],
    ["with half answers", [{ kind: "truncate", every: 2 }]],
    ["with a slow server", [{ kind: "latency", ms: 20 }]],
  ])("%s", async (_name, faults) => {
    const desk = await open(seed, { faults });
    expect(await list(desk)).toEqual(["user-alice", ...Object.keys(members)].sort());
  });

  test.each<[string, Fault, object]>([
    ["a page that repeats for ever", { kind: "loop" }, { reason: "malformed", code: "EndlessList" }],
    // The sandbox answers as a gateway does: HTML with a status of its own.
    ["HTML", { kind: "html" }, { message: expect.stringContaining("HTML instead of JSON") }],
    ["half an answer, always", { kind: "truncate" }, { reason: "lost" }],
    ["a server that always breaks", { kind: "status", status: 500 }, { reason: "unavailable", status: 500 }],
  ])("fails as a whole with %s", async (_name, fault, expected) => {
    const desk = await open(seed, { faults: [{ ...fault, after: 1 }] });
    expect(await list(desk)).toMatchObject({ ok: false, ...expected });
  });
});

test("a wrong token is refused once, and never shown", async () => {
  const desk = await open(seed);
  await using connection = client(desk, "wrong-token-0815");
  const outcome = await connection.reader.read({ method: "POST", path: "/system/whoami", body: {} });
  expect(outcome).toMatchObject({ ok: false, reason: "unauthenticated" });
  expect(JSON.stringify(outcome)).not.toContain("wrong-token-0815");
  expect(desk.requests).toHaveLength(1);
});

test("the rate limit of a server is kept to, and everything comes through", async () => {
  const desk = await open(seed, { rate: 50 });
  await using connection = connect(desk.url, {
    protocol: dnanexus.protocol,
    credentials: new Map([["token", desk.tokens["user-alice"] ?? ""]]),
    perSecond: 1e6,
    clock: systemClock,
  });
  const outcomes = await Promise.all(
    Array.from({ length: 120 }, () =>
      connection.reader.read({ method: "POST", path: "/system/whoami", body: {} }),
    ),
  );
  expect(outcomes.filter((outcome) => !outcome.ok)).toEqual([]);
}, 30_000);

test("a lock that somebody holds is waited for", async () => {
  const desk = await open(seed, { faults: [{ kind: "lock", route: "update", times: 3 }] });
  await using connection = client(desk);
  const request = { method: "POST", path: "/org-acme/update", body: { name: "New" } } as const;
  expect(await connection.send(request, "org.update")).toMatchObject({ ok: true });
});
