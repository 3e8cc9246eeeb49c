import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/apply.ts";
import type { Call } from "../../src/model/call.ts";
import type { Attributes } from "../../src/model/resource.ts";
import { createState, type StateView } from "../../src/model/state.ts";
import { connect, json, quickClock, type Scripted, type Seen, serve } from "../http/support.ts";
import { planOf } from "../store/support.ts";
import { call, change, itemProtocol, madeUp, memoryRun, part, resource } from "./support.ts";
import type { Fault } from "./world.ts";

const faults: readonly Fault[] = ["ok", "refused", "lost", "lost-done", "lie", "already", "broken"];

interface Spec {
  readonly operation: string;
  readonly back: readonly number[];
  readonly lane: string | undefined;
  /** How the server takes it the first time, the second …; after that it is fine. */
  readonly faults: readonly Fault[];
}

/** Calls in pairs: the first sets `a`, the second `b` of the same item. */
const specs: fc.Arbitrary<Spec[]> = fc.array(
  fc.record({
    operation: fc.constantFrom("item.set", "item.check", "item.charge"),
    back: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }),
    lane: fc.option(fc.constantFrom("x", "y"), { nil: undefined }),
    faults: fc.array(
      fc.oneof({ weight: 4, arbitrary: fc.constant<Fault>("ok") }, fc.constantFrom(...faults)),
      {
        maxLength: 3,
      },
    ),
  }),
  { maxLength: 16 },
);

function callsOf(list: readonly Spec[]): Call[] {
  return list.map((spec, index) =>
    call(`c${index}`, {
      operation: spec.operation,
      path: ["items", `id-${index >> 1}`],
      body: index % 2 === 0 ? { a: 1 } : { b: 1 },
      changes: [`acme/items/${index >> 1}`],
      dependsOn: spec.back.filter((step) => step <= index).map((step) => `c${index - step}`),
      ...(spec.lane === undefined ? {} : { lane: spec.lane }),
    }),
  );
}

describe("apply on random graphs, over real sockets", () => {
  let server: Scripted;
  let behave: Parameters<typeof serve>[0] = json(500, {});

  beforeAll(async () => {
    server = await serve((seen, response, request) => behave(seen, response, request));
  });
  afterAll(() => server.close());

  it("tells for every change what is really live, whatever the server does", async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(specs, fc.integer({ min: 1, max: 4 }), async (list, concurrency) => {
        runs += 1;
        const calls = callsOf(list);
        const indexOf = (seen: Seen): number =>
          Number(seen.path.slice("/items/id-".length)) * 2 + ("b" in JSON.parse(seen.body) ? 1 : 0);
        const items = new Map<string, Attributes>();
        for (let at = 0; at * 2 < list.length; at += 1)
          items.set(`id-${at}`, { name: String(at), a: 0, b: 0 });
        const live = (): StateView =>
          createState(
            [...items].map(([id, attributes]) => resource(String(attributes.name), attributes, { id })),
          );

        const done = new Set<string>();
        const under = new Set<number>();
        const tries = new Map<number, number>();
        const surprises: string[] = [];
        behave = async (seen, response, request) => {
          if (seen.method === "GET")
            return json(200, items.get(seen.path.slice("/items/".length)) ?? {})(seen, response, request);
          const index = indexOf(seen);
          const own = calls[index];
          const spec = list[index];
          if (own === undefined || spec === undefined) return void surprises.push(`unplanned ${seen.path}`);
          const attempt = tries.get(index) ?? 0;
          tries.set(index, attempt + 1);
          for (const id of own.dependsOn) if (!done.has(id)) surprises.push(`${own.id} came before ${id}`);
          for (const other of under) {
            if (own.lane !== undefined && calls[other]?.lane === own.lane)
              surprises.push(`${own.id} beside c${other}`);
          }
          if (own.lane !== undefined) {
            for (let later = index + 1; later < calls.length; later += 1) {
              if (calls[later]?.lane === own.lane && tries.has(later))
                surprises.push(`c${later} before ${own.id}`);
            }
          }
          under.add(index);
          await new Promise((resolve) => setImmediate(resolve));
          under.delete(index);
          const fault = spec.faults[attempt] ?? "ok";
          if (fault === "ok" || fault === "lost-done") {
            const id = `id-${index >> 1}`;
            items.set(id, { ...items.get(id), ...JSON.parse(seen.body) });
          }
          // As seen from outside: whoever got this answer, or finds this state, may go on.
          if (fault === "ok" || fault === "lie" || fault === "already" || fault === "lost-done")
            done.add(own.id);
          switch (fault) {
            case "ok":
            case "lie":
            case "slow":
            case "hang":
              return json(200, {})(seen, response, request);
            case "already":
              return json(410, { error: "It is so." })(seen, response, request);
            case "refused":
              return json(403, { error: "You may not." })(seen, response, request);
            case "broken":
              return json(500, { error: "Broken." })(seen, response, request);
            case "lost":
            case "lost-done":
              response.socket?.resetAndDestroy();
          }
        };

        const clock = quickClock();
        await using connection = connect(server.url, { concurrency, clock, protocol: itemProtocol() });
        const before = live();
        const changes = [...items].map(([, attributes], at) =>
          change(
            String(attributes.name),
            attributes,
            { ...attributes, a: 1, ...(calls[at * 2 + 1] === undefined ? {} : { b: 1 }) },
            [`c${at * 2}`, `c${at * 2 + 1}`].filter((id) => calls.some((each) => each.id === id)),
          ),
        );
        const section = part(connection, before, async () => live(), { calls, changes });
        const run = memoryRun();
        const result = await applyPlan({ plan: planOf(section.section), sections: [section], run, clock });

        expect(surprises).toEqual([]);
        expect(result.outcomes.map((outcome) => outcome.address)).toEqual(
          changes.map((each) => each.address),
        );
        const now = live();
        for (const outcome of result.outcomes) {
          const of = changes.find((each) => each.address === outcome.address);
          const attributes = now.get(outcome.address)?.attributes ?? {};
          const asPlanned = attributes.a === of?.after?.a && attributes.b === of?.after?.b;
          const asBefore = attributes.a === 0 && attributes.b === 0;
          expect([outcome, asPlanned]).toEqual([outcome, outcome.status === "applied"]);
          if (outcome.status === "not-attempted") expect([outcome, asBefore]).toEqual([outcome, true]);
        }
        expect(result.verified).toBe(tries.size === 0 ? null : result.mismatches.length === 0);
        expect(result.cancelled).toBe(false);
        // Journal: every call that came was announced before; every announced one is answered; the end is there.
        const sent = run.events.filter((event) => event.type === "sending").map((event) => event.call);
        expect(new Set(sent)).toEqual(new Set([...tries.keys()].map((index) => `c${index}`)));
        const answered = run.events.filter((event) => event.type === "answered").map((event) => event.call);
        expect(new Set(answered)).toEqual(new Set(sent));
        expect(run.events.at(-1)?.type).toBe("finished");
      }),
      { numRuns: 150 },
    );
    expect(runs).toBeGreaterThanOrEqual(150);
  }, 60_000);

  it("sends nothing that the plan does not hold", async () => {
    behave = json(200, {});
    await using connection = connect(server.url, { protocol: itemProtocol() });
    const before = server.seen.length;
    const section = part(connection, createState(), async () => createState(), { calls: [], changes: [] });
    const result = await applyPlan({ plan: planOf(section.section), sections: [section], run: memoryRun() });
    expect(result).toEqual({
      run: "run-1",
      plan: "d1ge57",
      outcomes: [],
      mismatches: [],
      cancelled: false,
      sent: 0,
      verified: null,
    });
    expect(server.seen.length).toBe(before);
    expect(madeUp.protocol.writes["item.none"]).toBeUndefined();
  });
});
