/** Lists that are read to their total, and answers that are not what the contract says (marketplace.md §4, §6.10). */
import { describe, expect, it } from "vitest";
import { isFailure } from "../../../src/http/failure.ts";
import type { Failure, Outcome, Reader, Request } from "../../../src/model/protocol.ts";
import type { Resource } from "../../../src/model/resource.ts";
import type { Value } from "../../../src/model/value.ts";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";
import { soughtAs } from "../harness/connect.ts";

type Answers = (path: string, start: number) => unknown;

/** A server of the test's own, below the prefix of the API. */
function readerOf(answers: Answers): Reader & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    signal: new AbortController().signal,
    connection: "test",
    read: async ({ path, query }: Request): Promise<Outcome> => {
      const route = path.replace("/api/v1/developer", "");
      const start = Number(query?.["filter.start"] ?? 0);
      asked.push(`${route} ${start} ${query?.["filter.limit"]}`);
      const body = answers(route, start);
      return isRefusal(body) ? body : { ok: true, status: 200, body: body as Value };
    },
  };
}

function isRefusal(body: unknown): body is Failure {
  return typeof body === "object" && body !== null && isFailure(body);
}

const page = (data: readonly unknown[], start: number, total: number) => ({
  data,
  meta: { pagination: { start, limit: 50, total } },
});
const acme = { id: "o1", name: "Acme", description: null, role: "maintainer" };
const person = (n: number) => ({ userId: `u${n}`, email: `p${n}@acme.io`, name: "P", role: "viewer" });
const people = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => person(from + n));
const actor = { id: "p0@acme.io", facts: { userId: "u0", owners: {} } };

async function members(
  answers: Answers,
): Promise<{ result: Failure | null; seen: Resource[]; asked: readonly string[] }> {
  const seen: Resource[] = [];
  const reader = readerOf((path, start) => {
    if (path === "/organizations") return page([acme], 0, 1);
    if (path.endsWith("/applications")) return page([], 0, 0);
    return answers(path, start);
  });
  const request = {
    organizations: soughtAs("Acme"),
    actor,
    wants: (_: Resource, kind: string) => kind === "member",
  };
  const result = await marketplace.reading.read(reader, request, (each) => {
    if (each.type === "resource" && each.resource.kind === "member") seen.push(each.resource);
  });
  return { result, seen, asked: reader.asked.filter((each) => each.includes("members")) };
}

describe("a list", () => {
  it("is read in pages of fifty to its total", async () => {
    const { result, seen, asked } = await members((_, start) =>
      page(people(start, Math.min(start + 50, 120)), start, 120),
    );
    expect([result, seen.length]).toEqual([null, 120]);
    expect(asked).toEqual([
      "/organizations/o1/members 0 50",
      "/organizations/o1/members 50 50",
      "/organizations/o1/members 100 50",
    ]);
  });

  it("is read whole where the server gives less than was asked for", async () => {
    const { seen, asked } = await members((_, start) =>
      page(people(start, Math.min(start + 10, 25)), start, 25),
    );
    expect([seen.length, asked.length]).toEqual([25, 3]);
  });

  it("has everybody once, where somebody moved to the next page", async () => {
    const { result, seen } = await members((_, start) =>
      start === 0 ? page(people(0, 50), 0, 80) : page([person(49), ...people(50, 80)].slice(0, 31), 50, 80),
    );
    expect([result, new Set(seen.map(({ key }) => key)).size, seen.length]).toEqual([null, 80, 80]);
  });

  it("that changes while it is read is read again", async () => {
    let turn = 0;
    const { result, seen } = await members((_, start) => {
      if (start === 0) turn += 1;
      // In the first turn somebody of the first page leaves: the 51st would slip through.
      const left = turn === 1 && start > 0 ? 119 : 120;
      return page(people(start, Math.min(start + 50, left)), start, left);
    });
    expect([result, seen.length, turn]).toEqual([null, 120, 2]);
  });

  it.each<[string, Answers, RegExp]>([
    [
      "changes again and again",
      (_, start) => page(people(start, start + 50), start, start === 0 ? 120 : 119),
      /changed while it was read/,
    ],
    [
      "is short of its total",
      (_, start) => page(start === 0 ? people(0, 20) : [], start, 21),
      /short.*20 of 21/,
    ],
    [
      "gives another page than the one asked for",
      () => page(people(0, 50), 0, 120),
      /page 0 came in place of 50/,
    ],
    ["repeats a page", (_, start) => page(people(0, 50), start, 120), /repeats/],
  ])("that %s is a failure, never a short list", async (_, answers, words) => {
    const { result, seen } = await members(answers);
    expect(result).toMatchObject({ ok: false, reason: "malformed" });
    expect(result?.message).toMatch(words);
    expect(seen).toEqual([]);
  });
});

describe("an answer that is not what the contract says", () => {
  const one = person(1);
  it.each<[string, unknown]>([
    ["no envelope", [one]],
    ["no data", { meta: { pagination: { start: 0, limit: 50, total: 1 } } }],
    ["no paging", { data: [one] }],
    ["no total", { data: [one], meta: { pagination: { start: 0, limit: 50 } } }],
    ["a total below nothing", page([one], 0, -1)],
    ["a total that is text", { data: [one], meta: { pagination: { start: 0, total: "1" } } }],
    ["a member without an id", page([{ ...one, userId: undefined }], 0, 1)],
    ["a member without an e-mail", page([{ ...one, email: undefined }], 0, 1)],
    ["an e-mail that is none", page([{ ...one, email: "p1" }], 0, 1)],
    ["a role that is none", page([{ ...one, role: "owner" }], 0, 1)],
    ["a role in capitals", page([{ ...one, role: "VIEWER" }], 0, 1)],
    ["two people of one e-mail", page([one, { ...one, userId: "u2", email: "P1@acme.io " }], 0, 2)],
    ["null", page([null], 0, 1)],
  ])("%s: nothing of it is used", async (_, body) => {
    const { result, seen } = await members(() => body);
    expect(result).toMatchObject({ ok: false, reason: "malformed" });
    expect(result?.message).toMatch(/members/);
    expect(seen).toEqual([]);
  });

  it("what nobody knows is ignored, and a missing description is empty", async () => {
    const { result, seen } = await members(() => page([{ ...one, mood: "fine", email: "P1@Acme.IO" }], 0, 1));
    expect(result).toBeNull();
    expect(seen[0]).toMatchObject({ key: "p1@acme.io", id: "u1", attributes: { role: "viewer" } });
  });

  it.each<[string, string, unknown]>([
    [
      "an organization without the caller's role",
      "/organizations",
      page([{ ...acme, role: undefined }], 0, 1),
    ],
    ["a team without a name", "/organizations/o1/teams", page([{ id: "t1" }], 0, 1)],
    ["an application without an owner", "/organizations/o1/applications", page([{ clientId: "x" }], 0, 1)],
  ])("%s", async (_, route, body) => {
    const reader = readerOf((path) => {
      if (path === route) return body;
      return path === "/organizations" ? page([acme], 0, 1) : page([], 0, 0);
    });
    const failure = await marketplace.reading.read(
      reader,
      { organizations: soughtAs("Acme"), actor, wants: () => true },
      () => {},
    );
    expect(failure).toMatchObject({ ok: false, reason: "malformed" });
  });

  it.each<[string, unknown]>([
    ["no data", { userId: "u1", email: "a@b" }],
    ["no id", { data: { email: "a@b" } }],
    ["no e-mail", { data: { userId: "u1", email: "a" } }],
  ])("an account with %s is nobody", async (_, body) => {
    const found = await marketplace.reading.identify(
      readerOf((path) => (path === "/users/me" ? body : page([], 0, 0))),
    );
    expect(found).toMatchObject({ ok: false, reason: "malformed" });
  });

  it("a failure is returned once, and nothing more is asked in vain", async () => {
    const broken: Failure = { ok: false, reason: "unavailable", code: "Down", message: "", status: 500 };
    const reader = readerOf((path) => {
      if (path === "/organizations") return page([acme, { ...acme, id: "o2" }], 0, 2);
      return path.includes("o1/members") ? broken : page([], 0, 0);
    });
    const failure = await marketplace.reading.read(
      reader,
      { organizations: soughtAs("Acme"), actor, wants: () => true },
      () => {},
    );
    expect(failure).toBe(broken);
  });
});
