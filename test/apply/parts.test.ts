import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallResult } from "../../src/apply/call.ts";
import { staleness } from "../../src/apply/fresh.ts";
import { createGate } from "../../src/apply/gate.ts";
import { outcomesOf, withDoubt } from "../../src/apply/outcomes.ts";
import { idAt, nonceOf, requestOf, secretsOf } from "../../src/apply/request.ts";
import { createSchedule } from "../../src/apply/schedule.ts";
import { unverified, verify } from "../../src/apply/verify.ts";
import type { Call } from "../../src/model/call.ts";
import { digestOf } from "../../src/model/digest.ts";
import type { PlannedChange } from "../../src/model/plan.ts";
import type { Resource } from "../../src/model/resource.ts";
import { section } from "../store/support.ts";
import { basisOf, call, change, madeUp, resource, stateOf } from "./support.ts";

describe("staleness", () => {
  const one = resource("one");
  const base = { basis: { [one.address]: digestOf(one) }, covers: ["acme/items"] };
  it.each<[string, Resource[], { basis: Record<string, string>; covers: string[] }, string[]]>([
    ["as it was", [one], base, []],
    ["waits for a person by now", [{ ...one, pending: "user-a" }], base, []],
    ["under another label", [{ ...one, key: "uno" }], base, []],
    ["changed", [resource("one", { a: 2 })], base, ["acme/items/one has changed since the plan was made"]],
    [
      "another id",
      [{ ...one, id: "id-other" }],
      base,
      ["acme/items/one has changed since the plan was made"],
    ],
    ["gone", [], base, ["acme/items/one is gone since the plan was made"]],
    [
      "new in what is covered",
      [one, resource("two")],
      base,
      ["acme/items/two is new since the plan was made"],
    ],
    ["new elsewhere", [one, resource("two")], { ...base, covers: ["acme/others"] }, []],
    [
      "new where one resource is covered",
      [one, resource("two")],
      { ...base, covers: ["acme/items/two"] },
      ["acme/items/two is new since the plan was made"],
    ],
    ["still not there", [one], { ...base, covers: ["acme/items/two"] }, []],
  ])("%s", (_name, live, of, messages) => {
    expect(staleness(of, stateOf(...live)).map((each) => each.message)).toEqual(messages);
  });
});

describe("the schedule", () => {
  /** Random calls: each depends on earlier ones, some share a lane. */
  const graph = fc
    .array(
      fc.record({
        back: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }),
        lane: fc.option(fc.constantFrom("x", "y"), { nil: undefined }),
        ok: fc.boolean().chain((first) => (first ? fc.constant(true) : fc.boolean())),
      }),
      { maxLength: 25 },
    )
    .map((specs) =>
      specs.map(({ back, lane, ok }, index) => ({
        ok,
        call: call(`c${index}`, {
          dependsOn: back.filter((step) => step <= index).map((step) => `c${index - step}`),
          ...(lane === undefined ? {} : { lane }),
        }),
      })),
    );

  it("keeps dependencies and lanes, and settles everything", () => {
    fc.assert(
      fc.property(
        graph,
        fc.integer({ min: 1, max: 5 }),
        fc.infiniteStream(fc.nat()),
        (nodes, width, picks) => {
          const schedule = createSchedule(nodes.map((node) => node.call));
          const index = new Map(nodes.map((node, at) => [node.call.id, at]));
          const done = new Set<string>();
          const over = new Set<string>();
          const running: Call[] = [];
          const lastOfLane = new Map<string, number>();
          for (;;) {
            for (let next = running.length < width ? schedule.next() : null; next !== null; ) {
              expect(next.dependsOn.every((id) => done.has(id))).toBe(true);
              if (next.lane !== undefined) {
                const lane = next.lane;
                expect(running.some((other) => other.lane === lane)).toBe(false);
                const at = index.get(next.id) ?? -1;
                expect(at).toBeGreaterThan(lastOfLane.get(lane) ?? -1);
                lastOfLane.set(lane, at);
              }
              running.push(next);
              next = running.length < width ? schedule.next() : null;
            }
            if (running.length === 0) break;
            const [ended] = running.splice(picks.next().value % running.length, 1);
            if (ended === undefined) break;
            const ok = nodes[index.get(ended.id) ?? 0]?.ok ?? true;
            over.add(ended.id);
            if (ok) done.add(ended.id);
            for (const skipped of schedule.settle(ended.id, ok)) {
              expect(over.has(skipped.id)).toBe(false);
              over.add(skipped.id);
            }
          }
          expect(over.size).toBe(nodes.length);
          // Never sent: exactly what depends, however far, on what failed.
          const lost = new Set<string>();
          for (const { call: each, ok } of nodes) {
            if (each.dependsOn.some((id) => lost.has(id)) || !ok) lost.add(each.id);
          }
          expect([...done].sort()).toEqual(
            nodes
              .map((node) => node.call.id)
              .filter((id) => !lost.has(id))
              .sort(),
          );
        },
      ),
    );
  });

  it("goes in plan order", () => {
    const schedule = createSchedule([call("c"), call("a", { dependsOn: ["c"] }), call("b"), call("d")]);
    expect([schedule.next()?.id, schedule.next()?.id]).toEqual(["c", "b"]);
    schedule.settle("c", true);
    expect([schedule.next()?.id, schedule.next()?.id, schedule.next()]).toEqual(["a", "d", null]);
  });

  it("goes on in a lane after a failure there", () => {
    const schedule = createSchedule([
      call("a", { lane: "l" }),
      call("b", { lane: "l" }),
      call("c", { lane: "l", dependsOn: ["a"] }),
    ]);
    expect([schedule.next()?.id, schedule.next()]).toEqual(["a", null]);
    expect(schedule.settle("a", false).map((each) => each.id)).toEqual(["c"]);
    expect(schedule.next()?.id).toBe("b");
  });

  it.each<[string, Call[]]>([
    ["twice", [call("a"), call("a")]],
    ["not before it", [call("a", { dependsOn: ["b"] }), call("b")]],
    ["not before it", [call("a", { dependsOn: ["a"] })]],
    ["not before it", [call("a", { dependsOn: ["missing"] })]],
  ])("refuses a plan that contradicts itself (%s)", (words, calls) => {
    expect(() => createSchedule(calls)).toThrow(words);
  });

  it("is fast enough for a hundred thousand calls", () => {
    const calls = Array.from({ length: 100_000 }, (_each, at) =>
      call(`c${at}`, {
        dependsOn: at % 3 === 0 || at === 0 ? [] : [`c${at - 1}`],
        ...(at % 2 === 0 ? { lane: `l${at % 100}` } : {}),
      }),
    );
    const start = performance.now();
    const schedule = createSchedule(calls);
    let count = 0;
    for (let next = schedule.next(); next !== null; next = schedule.next()) {
      schedule.settle(next.id, true);
      count += 1;
    }
    expect(count).toBe(calls.length);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe("requests", () => {
  const sources = {
    plan: "d1ge57",
    id: (address: string) => (address === "acme/items/known" ? "id/7" : undefined),
    secret: (name: string) => `value of ${name}`,
  };

  it("are filled with ids, secrets and nonces; journals see the ids alone", () => {
    const filled = requestOf(
      call("c", {
        host: "api",
        path: [
          "items",
          { $ref: "id", address: "acme/items/known" },
          { $ref: "secret", name: "pin" },
          { $ref: "nonce" },
        ],
        query: { limit: 3 },
        body: {
          deep: [{ id: { $ref: "id", address: "acme/items/known" } }],
          password: { $ref: "secret", name: "pin" },
        },
      }),
      sources,
    );
    const nonce = nonceOf("d1ge57", "c");
    expect(filled).toEqual({
      shown: "/items/id%2F7/(secret)/(nonce)",
      request: {
        host: "api",
        method: "PUT",
        path: `/items/id%2F7/value%20of%20pin/${nonce}`,
        query: { limit: 3 },
        body: { deep: [{ id: "id/7" }], password: "value of pin" },
      },
    });
    expect(nonce).toMatch(/^[0-9a-f]{32}$/);
    expect(nonceOf("d1ge57", "other")).not.toBe(nonce);
    expect(nonceOf("other", "c")).not.toBe(nonce);
  });

  it("cannot be made while an id is not known", () => {
    const path = [{ $ref: "id", address: "acme/items/none" } as const];
    expect(requestOf(call("c", { path }), sources)).toEqual({ unknown: "acme/items/none" });
  });

  it("name their secrets before anything is sent", () => {
    const calls = [
      call("a", { path: [{ $ref: "secret", name: "one" }] }),
      call("b", { body: [{ $ref: "secret", name: "two" }, { x: { $ref: "secret", name: "one" } }] }),
    ];
    expect([...secretsOf(calls)]).toEqual(["one", "two"]);
  });

  it.each([
    [{ id: "x" }, "/id", "x"],
    [{ id: 7 }, "/id", "7"],
    [{ a: [{ "b/c~d": "x" }] }, "/a/0/b~1c~0d", "x"],
    ["x", "", "x"],
    [{ id: "" }, "/id", undefined],
    [{ id: null }, "/id", undefined],
    [{ id: { x: 1 } }, "/id", undefined],
    [null, "/id", undefined],
    [{}, "/constructor/name", undefined],
    [{ a: ["x"] }, "/a/length", undefined],
  ])("an id in %j at %j is %s", (body, pointer, id) => {
    expect(idAt(body, pointer)).toBe(id);
  });
});

describe("outcomes from answers", () => {
  const done: CallResult = { status: "done" };
  const failed: CallResult = { status: "failed", message: "no", doubt: false };
  const lost: CallResult = { status: "failed", message: "lost", doubt: true };
  const skipped: CallResult = { status: "skipped", because: "c0 failed" };
  const of = (more: Partial<PlannedChange>, ...results: CallResult[]) => {
    const ids = results.map((_each, index) => `c${index}`);
    const [answer] = outcomesOf(
      { changes: [change("one", { a: 0 }, { a: 1 }, more.by === undefined ? ids : [], more)], pending: [] },
      new Map(results.map((result, index) => [`c${index}`, result])),
    );
    if (answer === undefined) throw new Error("no outcome");
    const { address: _address, ...outcome } = withDoubt(answer);
    return outcome;
  };

  it.each<[string, Partial<PlannedChange>, CallResult[], object]>([
    ["waits", { waiting: "billing" }, [], { status: "waiting", for: "billing" }],
    ["another call does it", { by: "c0" }, [done], { status: "applied" }],
    ["another call failed to", { by: "c0" }, [failed], { status: "failed", call: "c0", message: "no" }],
    [
      "another call was never sent",
      { by: "c0" },
      [skipped],
      { status: "not-attempted", because: "c0 failed" },
    ],
    ["all done", {}, [done, done], { status: "applied" }],
    ["first failed", {}, [failed, skipped], { status: "failed", call: "c0", message: "no" }],
    [
      "second failed",
      {},
      [done, failed],
      { status: "failed", call: "c1", message: "no 1 of 2 calls were carried out." },
    ],
    [
      "carried out in part",
      {},
      [done, skipped],
      {
        status: "failed",
        call: "c1",
        message:
          "Carried out in part only: 1 of 2 calls were carried out. The next one was not sent: c0 failed.",
      },
    ],
    ["none sent", {}, [skipped, skipped], { status: "not-attempted", because: "c0 failed" }],
    [
      "lost",
      {},
      [lost],
      { status: "failed", call: "c0", message: "lost It may have been carried out: run plan again." },
    ],
    ["no call", {}, [], { status: "not-attempted", because: "the plan holds no call that carries it out" }],
  ])("%s", (_name, more, results, outcome) => {
    expect(of(more, ...results)).toEqual(outcome);
  });

  it("pending stays pending, unless it failed or removes", () => {
    const pending = [{ address: "acme/items/one", for: "user-a to accept" }];
    const status = (result: CallResult, to: PlannedChange["after"]) =>
      outcomesOf({ changes: [change("one", {}, to, ["c0"])], pending }, new Map([["c0", result]]))[0]?.outcome
        .status;
    expect(status(done, { a: 1 })).toBe("pending");
    expect(status(failed, { a: 1 })).toBe("failed");
    expect(status(done, null)).toBe("applied");
  });
});

describe("outcomes corrected by what is live", () => {
  const before = stateOf(resource("one", { a: 0 }), resource("other"));
  const run = (
    result: CallResult,
    to: PlannedChange["after"],
    live: Resource | null,
    more: Partial<PlannedChange> = {},
  ) => {
    const changes = [change("one", { a: 0 }, to, ["c0"], more)];
    const results = new Map([["c0", result]]);
    const of = section({ changes, basis: basisOf(before) });
    return verify({
      section: of,
      platform: madeUp,
      answered: outcomesOf(of, results),
      before,
      after: stateOf(resource("other"), ...(live === null ? [] : [live])),
      ids: new Map(),
    });
  };
  const done: CallResult = { status: "done" };
  const failed: CallResult = { status: "failed", message: "no", doubt: false };
  const lost: CallResult = { status: "failed", message: "lost", doubt: true };
  const said = "The platform answered with success, but";

  it.each<[string, CallResult, PlannedChange["after"], Resource | null, string, string | undefined]>([
    ["as planned", done, { a: 1 }, resource("one", { a: 1 }), "applied", undefined],
    [
      "not changed",
      done,
      { a: 1 },
      resource("one", { a: 0 }),
      "failed",
      `${said} of acme/items/one a is 0 and not 1.`,
    ],
    ["not there", done, { a: 1 }, null, "failed", `${said} acme/items/one is not there.`],
    [
      "deactivated",
      done,
      { a: 1 },
      resource("one", { a: 1, active: false }),
      "failed",
      `${said} acme/items/one is not there.`,
    ],
    ["gone as planned", done, null, null, "applied", undefined],
    ["deactivated as planned", done, null, resource("one", { active: false }), "applied", undefined],
    ["still there", done, null, resource("one"), "failed", `${said} acme/items/one is still there.`],
    ["failed, and is live", failed, { a: 1 }, resource("one", { a: 1 }), "applied", undefined],
    ["failed, and is not live", failed, { a: 1 }, resource("one", { a: 0 }), "failed", undefined],
    ["lost, and is live", lost, { a: 1 }, resource("one", { a: 1 }), "applied", undefined],
    ["waits for a person", done, { a: 1 }, resource("one", {}, { pending: "user-a" }), "pending", undefined],
    ["null means the default", done, { a: null }, resource("one", { a: 0 }), "applied", undefined],
    ["null means not set", done, { b: null }, resource("one"), "applied", undefined],
    [
      "not unset",
      done,
      { b: null },
      resource("one", { b: 3 }),
      "failed",
      `${said} of acme/items/one b is 3 and not null.`,
    ],
    [
      "a list in another order",
      done,
      { tags: ["x", "y"] },
      resource("one", { tags: ["y", "x"] }),
      "applied",
      undefined,
    ],
    ["a secret cannot be read", done, { password: "p" }, resource("one"), "applied", undefined],
    [
      "what is implied is not compared",
      done,
      { a: 99, b: 5 },
      resource("one", { a: 99, b: 1 }),
      "applied",
      undefined,
    ],
  ])("%s", (_name, result, to, live, status, mismatch) => {
    const { outcomes, mismatches } = run(result, to, live);
    expect(outcomes[0]?.status).toBe(status);
    expect(mismatches.map((each) => each.message)).toEqual(mismatch === undefined ? [] : [mismatch]);
  });

  it("a doubt is gone once it was read", () => {
    expect(run(lost, { a: 1 }, resource("one", { a: 0 })).outcomes[0]).toMatchObject({
      status: "failed",
      message: "lost Read again: what is live is not as planned.",
    });
  });

  it("what the plan does not speak of must stay as it was", () => {
    const of = section({ basis: basisOf(before) });
    const options = { section: of, platform: madeUp, answered: [], before, ids: new Map() };
    expect(verify({ ...options, after: before }).mismatches).toEqual([]);
    expect(verify({ ...options, after: stateOf(resource("one", { a: 5 })) }).mismatches).toEqual([
      { address: "acme/items/one", message: "acme/items/one has changed, and the plan does not change it." },
      { address: "acme/items/other", message: "acme/items/other is gone, and the plan does not remove it." },
    ]);
    const effects = [{ call: "c0", address: "acme/items/other", kind: "item", effect: "goes" } as const];
    expect(
      verify({ ...options, section: { ...of, effects }, after: stateOf(resource("one", { a: 0 })) })
        .mismatches,
    ).toEqual([]);
  });

  it("without another look the doubt stays, and that is told", () => {
    const of = section({ changes: [change("one", { a: 0 }, { a: 1 }, ["c0"])] });
    expect(unverified(of, outcomesOf(of, new Map([["c0", lost]])), "no network")).toEqual({
      outcomes: [
        {
          status: "failed",
          address: "acme/items/one",
          call: "c0",
          message: "lost It may have been carried out: run plan again.",
        },
      ],
      mismatches: [{ address: "acme", message: "What is live now could not be read again: no network" }],
    });
  });
});

describe("the gate", () => {
  it("lets many pass side by side, or one alone, and nobody starve", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ alone: fc.boolean(), ticks: fc.nat(4) }), { maxLength: 30 }),
        async (works) => {
          const gate = createGate();
          let shared = 0;
          let alone = 0;
          const began: number[] = [];
          await Promise.all(
            works.map((work, index) =>
              (work.alone ? gate.alone : gate.shared)(async () => {
                began.push(index);
                if (work.alone) alone += 1;
                else shared += 1;
                expect(alone === 0 || (alone === 1 && shared === 0)).toBe(true);
                for (let tick = 0; tick < work.ticks; tick += 1) await null;
                if (work.alone) alone -= 1;
                else shared -= 1;
              }),
            ),
          );
          expect(began).toEqual(works.map((_work, index) => index));
        },
      ),
    );
  });

  it("opens again after an error", async () => {
    const gate = createGate();
    await expect(gate.alone(() => Promise.reject(new Error("bug")))).rejects.toThrow("bug");
    expect(await gate.shared(async () => 1)).toBe(1);
  });
});
