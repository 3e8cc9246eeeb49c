import { describe, expect, it } from "vitest";
import { type ApplyProgress, applyPlan } from "../../src/apply/apply.ts";
import { nonceOf } from "../../src/apply/request.ts";
import { connect, json, quickClock, serve } from "../http/support.ts";
import { planOf } from "../store/support.ts";
import { create, ran, type Sent } from "./ran.ts";
import { call, change, itemProtocol, memoryRun, part, resource, stateOf } from "./support.ts";
import { world } from "./world.ts";

describe("apply", () => {
  it("fills ids, secrets and nonces when it sends, and journals what it did", async () => {
    const { result, events, on } = await ran(
      {
        calls: [
          create("one"),
          call("set", {
            path: ["items", { $ref: "id", address: "acme/items/one" }],
            body: { a: 1, password: { $ref: "secret", name: "pin" }, nonce: { $ref: "nonce" } },
            dependsOn: ["new-one"],
          }),
        ],
        changes: [change("one", null, { name: "one", a: 1, password: "hidden" }, ["new-one", "set"])],
      },
      {},
      { secrets: (name) => `the-${name}-SECRET` },
    );
    expect(result).toEqual({
      run: "run-1",
      plan: "d1ge57",
      sent: 2,
      verified: true,
      cancelled: false,
      mismatches: [],
      outcomes: [{ status: "applied", address: "acme/items/one" }],
    });
    expect(on.writes.map(({ method, path, body }) => [method, path, body])).toEqual([
      ["POST", "/items", '{"name":"one"}'],
      [
        "PUT",
        "/items/new-1",
        JSON.stringify({ a: 1, password: "the-pin-SECRET", nonce: nonceOf(planOf(), "set") }),
      ],
    ]);
    const about = { connection: "main", attempt: 1 };
    expect(events).toEqual([
      {
        type: "sending",
        ...about,
        call: "new-one",
        operation: "item.create",
        method: "POST",
        path: "/items",
      },
      { type: "answered", ...about, call: "new-one", status: 200, result: "done", id: "new-1" },
      { type: "sending", ...about, call: "set", operation: "item.set", method: "PUT", path: "/items/new-1" },
      { type: "answered", ...about, call: "set", status: 200, result: "done" },
      {
        type: "finished",
        sent: 2,
        verified: true,
        cancelled: false,
        outcomes: { applied: 1, pending: 0, waiting: 0, failed: 0, "not-attempted": 0 },
        changes: result.outcomes,
      },
    ]);
    expect(JSON.stringify(events)).not.toContain("SECRET");
  });

  it("sends nothing where a secret has no value", async () => {
    const { result, on } = await ran({
      calls: [call("a"), call("b", { body: { $ref: "secret", name: "pin" } })],
      changes: [change("a", {}, { a: 1 }, ["a"]), change("b", {}, { a: 1 }, ["b"])],
    });
    expect(on.writes).toEqual([]);
    expect(result).toMatchObject({ sent: 0, verified: null, cancelled: false });
    expect(result.outcomes).toEqual([
      { status: "not-attempted", address: "acme/items/a", because: "the secret pin has no value" },
      { status: "not-attempted", address: "acme/items/b", because: "the secret pin has no value" },
    ]);
  });

  it("never shows a secret that the platform echoes", async () => {
    const secret = "s3cret-VALUE-99";
    await using server = await serve(json(400, { error: `password ${secret} is too weak` }));
    await using connection = connect(server.url, { protocol: itemProtocol() });
    const section = part(connection, stateOf(), async () => stateOf(), {
      calls: [call("a", { body: { password: { $ref: "secret", name: "pin" } } })],
      changes: [change("a", null, { password: "hidden" }, ["a"])],
    });
    const run = memoryRun();
    const result = await applyPlan({
      plan: planOf(section.section),
      sections: [section],
      run,
      secrets: () => secret,
    });
    expect(result.outcomes[0]).toMatchObject({
      status: "failed",
      message: "Error: password [redacted] is too weak",
    });
    expect(JSON.stringify([result, run.events])).not.toContain(secret);
  });

  it("goes on with what does not depend on a failure, and says because of which the rest was not tried", async () => {
    const keys = ["a", "b", "c", "d"];
    const { result, on } = await ran(
      {
        calls: [call("a"), call("b", { dependsOn: ["a"] }), call("c", { dependsOn: ["b"] }), call("d")],
        changes: keys.map((key) => change(key, { a: 0 }, { a: 1 }, [key])),
      },
      {
        items: keys.map((key) => resource(key, { a: 0 })),
        fault: (seen) => (seen.path.endsWith("id-a") ? "refused" : "ok"),
      },
    );
    const because = "item.set on acme (call a) failed: Error: You may not.";
    expect(result.outcomes).toEqual([
      { status: "failed", address: "acme/items/a", call: "a", message: "Error: You may not." },
      { status: "not-attempted", address: "acme/items/b", because },
      { status: "not-attempted", address: "acme/items/c", because },
      { status: "applied", address: "acme/items/d" },
    ]);
    expect(result).toMatchObject({ sent: 1, verified: true });
    expect(on.writes.map((seen) => seen.path).sort()).toEqual(["/items/id-a", "/items/id-d"]);
  });

  it("passes waiting and pending through", async () => {
    const { result } = await ran({
      calls: [call("a")],
      changes: [
        change("a", null, { a: 1 }, ["a"]),
        change("w", null, { a: 1 }, [], { waiting: "billing of acme to be set up" }),
      ],
      pending: [{ address: "acme/items/a", for: "user-a to accept" }],
    });
    expect(result.outcomes).toEqual([
      { status: "pending", address: "acme/items/a", for: "user-a to accept" },
      { status: "waiting", address: "acme/items/w", for: "billing of acme to be set up" },
    ]);
    expect(result.verified).toBe(true);
  });

  it("tells how far it is", async () => {
    const seen: ApplyProgress[] = [];
    await ran(
      { calls: [call("a"), call("b", { dependsOn: ["a"] })], changes: [] },
      { fault: () => "refused" },
      { onProgress: (progress) => seen.push(progress) },
    );
    expect(seen).toEqual([
      { phase: "apply", done: 1, total: 2 },
      { phase: "apply", done: 2, total: 2 },
      { phase: "verify", done: 1, total: 1 },
    ]);
  });

  it("runs several sections side by side, each with its own outcome", async () => {
    await using left = await world({ items: [resource("a", { a: 0 })] });
    await using right = await world({ items: [resource("b", { a: 0 })], fault: () => "refused" });
    const clock = quickClock();
    await using one = connect(left.server.url, { protocol: itemProtocol(), clock, name: "one" });
    await using two = connect(right.server.url, { protocol: itemProtocol(), clock, name: "two" });
    const sections = [
      part(one, left.live(), async () => left.live(), {
        calls: [call("a")],
        changes: [change("a", { a: 0 }, { a: 1 }, ["a"])],
      }),
      part(two, right.live(), async () => right.live(), {
        calls: [call("b")],
        changes: [change("b", { a: 0 }, { a: 1 }, ["b"])],
      }),
    ];
    const plan = planOf(...sections.map((each) => each.section));
    const result = await applyPlan({ plan, sections, run: memoryRun(), clock });
    expect(result.outcomes.map((outcome) => outcome.status)).toEqual(["applied", "failed"]);
  });

  it.each<[string, Sent, string]>([
    [
      "a stop",
      { stops: [{ guard: "removals", scope: "acme", message: "", allow: null, setting: null }] },
      "has stops",
    ],
    [
      "an unknown operation",
      { calls: [call("a", { operation: "toString" })] },
      "does not know the operation toString",
    ],
    ["a circle", { calls: [call("a", { dependsOn: ["a"] })] }, "depends on a, which is not before it"],
  ])("does not begin a plan with %s", async (_name, sent, words) => {
    await expect(ran(sent)).rejects.toThrow(words);
  });

  it("wants exactly the sections of the plan", async () => {
    await expect(
      applyPlan({
        plan: planOf(part(connect(""), stateOf(), async () => stateOf(), {}).section),
        sections: [],
        run: memoryRun(),
      }),
    ).rejects.toThrow("the sections to apply are not those of the plan");
  });
});
