/** What fuzzing has found, each as a plain case. */
import { describe, expect, it } from "vitest";
import { targetOf } from "../../src/http/host.ts";
import { interpret } from "../../src/http/interpret.ts";
import { pages } from "../../src/http/pages.ts";
import { encodeSegment, fillPath } from "../../src/model/call.ts";
import { isDeeper } from "../../src/model/value.ts";
import { parsePlan, serializePlan } from "../../src/plan/file.ts";
import { dnanexus } from "../../src/platforms/dnanexus/index.ts";
import { platforms } from "../../src/platforms/registry.ts";
import { parseJournal } from "../../src/store/folder/runs.ts";
import { soughtAs } from "../platforms/harness/connect.ts";
import { clubPlatform } from "../support/club-platform.ts";
import { desiredOf, liveOf, planOf } from "../support/plans.ts";

const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;

describe("half a character in an id", () => {
  it("becomes a path that is not sent, and is no exception", () => {
    expect(encodeSegment("a/\ud83c\udf89\ud800")).toBe("a%2F%F0%9F%8E%89\ud800");
    const path = fillPath(["x", "\udc00", { $ref: "nonce" }], () => "\ud800");
    expect(path).toBe("/x/\udc00/\ud800");
    expect(targetOf({ method: "GET", path })).toBeNull();
    expect(targetOf({ method: "GET", path: "/x/%F0%9F%8E%89" })).toBe("/x/%F0%9F%8E%89");
  });

  it.each(platforms.map((platform) => [platform.name, platform] as const))(
    "is read by %s, or refused",
    async (_, { reading, protocol }) => {
      const asked: string[] = [];
      const reader = {
        signal: new AbortController().signal,
        connection: "test",
        known: new Map(Object.keys(protocol.credentials).map((part) => [part, "\ud800@x"])),
        read: async ({ path }: { readonly path: string }) => {
          asked.push(path);
          return {
            ok: true,
            status: 200,
            body: { id: "user-\ud800", name: "\ud800", email: "\ud800@x" },
          } as const;
        },
      };
      const actor = await reading.identify(reader);
      const request = { organizations: soughtAs("\ud800"), actor: { id: "\ud800" }, wants: () => true };
      expect([typeof actor, typeof (await reading.read(reader, request, () => {}))]).toEqual([
        "object",
        "object",
      ]);
      expect(asked.length).toBeGreaterThan(0);
    },
  );
});

describe("plan files", () => {
  const plan = planOf(
    clubPlatform,
    desiredOf(clubPlatform, { chess: { people: { ann: "KEEPER", bob: "KEEPER" } } }),
    liveOf(clubPlatform, { chess: { motto: "", people: { ann: "KEEPER", bob: "GUEST" } } }),
  );

  it.each([
    ["lists in lists in lists", { ...plan, targets: ["DEEP"] }],
    ["a member that no plan has", { ...plan, sections2: [] }],
  ])("are refused with %s", (_, changed) => {
    const read = parsePlan(JSON.stringify(changed).replace('"DEEP"', deep));
    expect(read).toMatchObject({ finding: { code: expect.stringMatching(/^plan\/(digest|shape)$/) } });
  });

  it("are read with other spaces", () => {
    expect(parsePlan(JSON.stringify(JSON.parse(serializePlan(plan)), null, 3))).toEqual({ plan });
  });

  it("depth is counted without recursion", () => {
    expect([
      isDeeper(JSON.parse(deep), 1_000),
      isDeeper([[{ a: [] }]], 3),
      isDeeper([[{ a: [1] }]], 2),
    ]).toEqual([true, false, true]);
  });
});

describe("a journal", () => {
  const started = { time: "t", type: "started", plan: "p", version: "1", by: "a@b" };
  const change = { address: "acme", action: "create", calls: ["c1"] };
  const section = { connection: "c", platform: "p", actor: "a", organizations: ["acme"], calls: 1 };
  const finished = { time: "t", type: "finished", outcomes: {}, sent: 0, verified: null, cancelled: false };
  it.each<readonly [string, object]>([
    ["no sections", started],
    ["a section without an actor", { ...started, sections: [{ ...section, actor: 7 }] }],
    [
      "a change without an address",
      { ...started, sections: [{ ...section, changes: [{ ...change, address: null }] }] },
    ],
    [
      "a change whose calls are none",
      { ...started, sections: [{ ...section, changes: [{ ...change, calls: "c1" }] }] },
    ],
    ["an answer that says nothing", { time: "t", type: "answered", call: "c1" }],
    [
      "an end with an outcome that nobody knows",
      { ...finished, changes: [{ status: "toString", address: "acme" }] },
    ],
    ["an end that does not say how much was sent", { ...finished, sent: "all" }],
    ["a type that every object has", { time: "t", type: "constructor" }],
  ])("with %s is damaged", (_, entry) => {
    const read = parseJournal("id", `${JSON.stringify(entry)}\n`, "path");
    expect(read).toMatchObject({ ok: false, code: "store/damaged" });
  });

  it("of an older version of Charter is read", () => {
    const old = { ...started, by: undefined, sections: [section] };
    expect(parseJournal("id", `${JSON.stringify(old)}\n${JSON.stringify(finished)}\n`, "path").ok).toBe(true);
  });
});

it("an error of DNAnexus without a type is no error of DNAnexus", () => {
  const text = JSON.stringify({ error: { type: "", message: 7 } });
  expect(dnanexus.protocol.outcome({ status: 404, headers: {}, text }, null)).toMatchObject({
    reason: "malformed",
    message: expect.stringMatching(/\S/),
  });
});

it("a failure has a name, also where the platform says nothing but blanks", () => {
  for (const { protocol } of platforms) {
    for (const text of [
      '{"code":" "}',
      '{"error":{"type":" ","message":""}}',
      '{"errors":{"code":" "}}',
      " ",
      "",
    ]) {
      const outcome = interpret({ status: 418, headers: {}, text }, null, protocol, 0);
      expect(!outcome.ok && outcome.code.trim()).not.toBe("");
    }
  }
});

it("a list whose next page is no place ends there", async () => {
  const reader = {
    signal: new AbortController().signal,
    connection: "test",
    read: async () => ({ ok: true, status: 200, body: JSON.parse(deep) }) as const,
  };
  const list = await pages(reader, {
    list: "things",
    request: () => ({ method: "GET", path: "/" }),
    page: (body) => ({ items: [1], next: body }),
    key: String,
  });
  expect(list).toMatchObject({ reason: "malformed", message: expect.stringContaining("is no place") });
});
