/** The matrix: every fault × reads or writes × the first, a middle, the last request × once, several times, for ever. */
import { describe, expect, test } from "vitest";
import type { Fault } from "../../src/sandbox/server.ts";
import { resultOf } from "../platforms/harness/folder.ts";
import { expectConverges, type FaultWorld, open, strike } from "./world.ts";

const kinds: readonly (readonly [string, Fault])[] = [
  ["429", { kind: "status", status: 429 }],
  ["429 with Retry-After", { kind: "status", status: 429, retryAfter: 2 }],
  ["500", { kind: "status", status: 500 }],
  ["503", { kind: "status", status: 503 }],
  ["a reset before the server acted", { kind: "reset" }],
  ["a reset after the server acted", { kind: "lost" }],
  ["a half answer", { kind: "truncate" }],
  ["a gateway's page", { kind: "html" }],
  ["a slow answer", { kind: "latency", ms: 3 }],
];

const sides = ["reads", "writes"] as const;
const times: readonly (readonly [string, number | null])[] = [
  ["once", 1],
  ["three times", 3],
  ["for ever", null],
];

/** Requests that an apply without faults sends: what places are counted by. */
interface Usual {
  readonly reads: number;
  readonly writes: number;
}

async function usual(world: FaultWorld): Promise<Usual> {
  await using desk = await open(world);
  const told = await strike(desk, []);
  expect(told?.outcomes.filter(({ status }) => status === "failed" || status === "not-attempted")).toEqual(
    [],
  );
  expect(told?.verified).toBe(true);
  const writes = desk.sandbox.requests.filter(({ write }) => write).length;
  const reads = desk.sandbox.requests.length - writes;
  await expectConverges(desk);
  return { reads, writes };
}

/** One request is sent so often at most, whatever happens: what a patience of a minute allows. */
const sendings = 40;

type Making = () => FaultWorld | Promise<FaultWorld>;

/**
 * All rows for a world of the platform; for its `others`, whose plans hold the writes that the first one does not need,
 * those in which every write is struck.
 */
export function faultMatrix(making: Making, others: Making, never: readonly string[]): void {
  let looked: Promise<{ readonly world: FaultWorld; readonly usual: Usual }> | null = null;
  const look = async () => {
    const world = await making();
    return { world, usual: await usual(world) };
  };
  const known = () => {
    looked ??= look();
    return looked;
  };

  test("the worlds need every write of the platform, but those that nobody could look after", async () => {
    const used = new Set<string>();
    for (const world of [await making(), await others()]) {
      await using desk = await open(world);
      const plan = resultOf(await desk.plan());
      expect(plan.sections.flatMap(({ stops }) => stops)).toEqual([]);
      for (const { operation } of plan.sections.flatMap(({ calls }) => calls)) used.add(operation);
    }
    const writes = Object.keys((await making()).platform.protocol.writes);
    expect(writes.filter((each) => !used.has(each))).toEqual(never);
  });

  describe.each(kinds)("%s", (kind, fault) => {
    describe.each(sides)("on %s", (on) => {
      test.each(times)("%s", async (_title, many) => {
        const { world, usual } = await known();
        const middle = Math.floor(usual[on] / 2);
        for (const after of many === 3 ? [middle] : [0, middle, usual[on] - 1]) {
          await using desk = await open(world);
          const told = await strike(desk, [
            { ...fault, on, after, ...(many === null ? {} : { times: many }) },
          ]);
          const writes = desk.sandbox.requests.filter(({ write }) => write).length;
          expect(writes).toBeLessThanOrEqual(usual.writes * sendings);
          expect(desk.sandbox.requests.length).toBeLessThanOrEqual((usual.writes + usual.reads) * sendings);
          // What passes is overcome; what nobody can know afterwards is said.
          if (many === 1 && told !== null) {
            expect(told.outcomes.filter(({ status }) => status === "failed")).toEqual([]);
          }
          const signingIn = world.spends === true && on === "reads" && after === 0 && told === null;
          if ((many === 1 || kind === "a slow answer") && !signingIn) {
            expect([after, told?.verified]).toEqual([after, true]);
          }
          await expectConverges(desk);
        }
      });
    });
  });

  test.each(kinds)("%s, at every second write, and at every third request", async (kind, fault) => {
    const worlds = [(await known()).world, await others()];
    for (const every of [{ on: "writes", every: 2 } as const, { every: 3 }]) {
      for (const world of worlds) {
        await using desk = await open(world);
        const told = await strike(desk, [{ ...fault, ...every }]);
        // What the server did not take may be sent again for as long as it says so; anything else three times.
        if (/429|503|slow/.test(kind)) {
          expect(told?.outcomes.filter(({ status }) => /failed|not-att/.test(status))).toEqual([]);
        }
        await expectConverges(desk);
      }
    }
  });

  test.each(kinds)("%s, at one write after the other", async (_kind, fault) => {
    const world = await others();
    const { writes } = await usual(world);
    for (let after = 0; after < writes; after += 2) {
      await using desk = await open(world);
      const told = await strike(desk, [{ ...fault, on: "writes", after, times: 1 }]);
      expect(told?.outcomes.filter(({ status }) => /failed|not-att/.test(status))).toEqual([]);
      await expectConverges(desk);
    }
  });
}
