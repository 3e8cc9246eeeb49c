import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createGate } from "../../src/apply/gate.ts";
import { createSchedule } from "../../src/apply/schedule.ts";
import type { Call } from "../../src/model/call.ts";
import { call } from "./support.ts";

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
