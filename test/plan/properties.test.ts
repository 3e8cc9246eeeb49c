import fc from "fast-check";
import { expect, test } from "vitest";
import { isWithin, parentOf } from "../../src/model/address.ts";
import type { Plan } from "../../src/model/plan.ts";
import type { Platform } from "../../src/model/platform.ts";
import { applyDeltas, fork, type StateView } from "../../src/model/state.ts";
import { canonical } from "../../src/model/value.ts";
import { clubPlatform as platform } from "../support/club-platform.ts";
import { carriedOut, desiredOf, liveOf, planOf } from "../support/plans.ts";

const names = ["ann", "bob", "cid", "dot", "eve"];
const rank = fc.constantFrom("GUEST", "KEEPER");
const opens = fc.constantFrom("DOOR", "SAFE");
const some = <T>(keys: readonly string[], value: fc.Arbitrary<T>) =>
  fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: keys.length, noNullPrototype: true });

/**
 * Clubs in which ann, the actor, is a keeper and holds every safe key, and only people of a club hold keys to its
 * rooms: what a sane configuration looks like.
 */
const clubs = some(
  ["chess", "go"],
  fc
    .record({
      motto: fc.constantFrom("", "slow", "fast"),
      people: some(names.slice(1), rank),
      rooms: some(["den", "hall"], some(names.slice(1), opens)),
    })
    .map(({ motto, people, rooms }) => ({
      motto,
      people: { ...people, ann: "KEEPER" },
      rooms: Object.fromEntries(
        Object.entries(rooms).map(([room, keys]) => {
          const held = Object.entries(keys).filter(([name]) => Object.hasOwn(people, name));
          return [room, { floor: 0, sealed: false, keys: { ...Object.fromEntries(held), ann: "SAFE" } }];
        }),
      ),
    })),
);

/** One club with some keeper, whoever it is. */
const kept = some(names, rank)
  .filter((people) => Object.values(people).includes("KEEPER"))
  .map((people) => ({ chess: { motto: "", people } }));

/** The same platform run by somebody who may do everything and is nobody there, so that only the graph restricts. */
const caretaker = { id: "zoe" };
const open: Platform = {
  ...platform,
  rules: {
    ...platform.rules,
    actions: Object.fromEntries(
      Object.entries(platform.rules.actions).map(([operation, rule]) => [operation, { ...rule, roles: [] }]),
    ),
  },
};

const everything = ["chess", "go"].flatMap((club) => [
  `removals:${club}/people`,
  `removals:${club}/rooms/*/keys`,
]);

function plain(state: StateView): string {
  return [...state.all()]
    .map((each) => `${each.address} ${canonical(each.attributes)}`)
    .sort()
    .join("\n");
}

test("carrying out a plan leads to the configuration: the second plan has nothing to do", () => {
  fc.assert(
    fc.property(clubs, clubs, (from, to) => {
      const live = liveOf(platform, from);
      // Rooms are kept even when they are not written: nothing destroys by omission.
      const desired = desiredOf(platform, to);
      const plan = planOf(platform, desired, live, { allow: everything });
      const stops = plan.sections.flatMap((section) => section.stops);
      expect(stops).toEqual([]);
      const after = carriedOut(platform, plan, live);
      const second = planOf(platform, desired, after);
      expect(second.summary).toMatchObject({ create: 0, update: 0, delete: 0, replace: 0, calls: 0 });
    }),
    { numRuns: 400 },
  );
});

test("no order that the graph allows ever leaves a club without a keeper, and all orders end the same", () => {
  fc.assert(
    fc.property(kept, kept, fc.infiniteStream(fc.nat()), (from, to, picks) => {
      const live = liveOf(open, from);
      const plan = planOf(open, desiredOf(open, to), live, { allow: everything, actor: caretaker });
      expect(
        plan.sections.flatMap((section) => section.stops).filter(({ guard }) => guard === "admins"),
      ).toEqual([]);
      const state = fork(live);
      const had = new Set([...live.list("")].map((club) => club.address));
      for (const call of anyOrder(plan, picks)) {
        applyDeltas(state, open.effects(state, call, caretaker));
        for (const club of had) {
          const keepers = [...state.list(`${club}/people`)].filter(
            (each) => each.attributes["rank"] === "KEEPER" && each.pending === undefined,
          );
          expect(keepers.length).toBeGreaterThan(0);
        }
      }
      expect(plain(state)).toBe(plain(carriedOut(open, plan, live, caretaker)));
    }),
    { numRuns: 500 },
  );
});

/** The calls in an order that only the dependencies and the lanes restrict. */
function* anyOrder(
  plan: Plan,
  picks: Iterator<number>,
): Generator<Plan["sections"][number]["calls"][number]> {
  const waiting = plan.sections.flatMap((section) => [...section.calls]);
  const done = new Set<string>();
  while (waiting.length > 0) {
    const lanes = new Set<string>();
    const ready = waiting.filter((call) => {
      const free = call.lane === undefined || !lanes.has(call.lane);
      if (call.lane !== undefined) lanes.add(call.lane);
      return free && call.dependsOn.every((id) => done.has(id));
    });
    const call = ready[picks.next().value % ready.length];
    if (call === undefined) throw new Error("the graph has a cycle");
    waiting.splice(waiting.indexOf(call), 1);
    done.add(call.id);
    yield call;
  }
}

test("a target keeps every change below it, and nothing that it does not need", () => {
  fc.assert(
    fc.property(clubs, clubs, (from, to) => {
      const live = liveOf(platform, from);
      const desired = desiredOf(platform, to);
      const whole = planOf(platform, desired, live).sections[0]?.changes ?? [];
      const target = "chess/people";
      const kept = planOf(platform, desired, live, { targets: [target] }).sections[0]?.changes ?? [];
      for (const change of whole) {
        if (isWithin(change.address, target))
          expect(kept.map((each) => each.address)).toContain(change.address);
      }
      for (const change of kept) {
        const needed = isWithin(change.address, target) || change.address === parentOf(target.concat("/x"));
        expect(needed).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});
