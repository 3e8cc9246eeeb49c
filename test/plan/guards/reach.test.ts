/** Guards reach as far as calls do: beyond a target, along with something else, under another name. */
import { describe, expect, test } from "vitest";
import { defaultGuards } from "../../../src/model/configuration.ts";
import { stopsOf } from "../../../src/model/plan.ts";
import type { Platform } from "../../../src/model/platform.ts";
import { clubPlatform, safeClub } from "../../support/club-platform.ts";
import { guildPlatform } from "../../support/guild-platform.ts";
import { desiredOf, liveOf, type PlanOf, planOf, type Tree } from "../../support/plans.ts";
import { between, guards, people, told } from "./support.ts";

describe("with a target, what goes along somewhere else", () => {
  const den = { floor: 0, sealed: false, keys: { bob: "SAFE", cid: "DOOR" } };
  const live = { chess: { motto: "", people: { ann: "KEEPER", bob: "GUEST" }, rooms: { den } } };
  const desired = { chess: { people: { ann: "KEEPER" } } };
  const plan = (options: PlanOf) =>
    told(
      planOf(safeClub, desiredOf(safeClub, desired), liveOf(safeClub, live), {
        targets: ["chess/people/bob"],
        ...options,
      }),
    );

  test("is what must never run out", () => {
    expect(plan({})).toEqual(["admins chess/rooms/den/keys"]);
  });

  test("counts in the limits there", () => {
    const collections = [{ pattern: "chess/rooms/**", limit: { ratio: 0, from: 0, count: 0 } }];
    expect(plan({ guards: guards({ collections }) })).toContain(
      "removals chess/rooms/den/keys --allow removals:chess/rooms/den/keys",
    );
  });

  test("may be protected", () => {
    expect(plan({ guards: guards({ protected: ["chess/rooms/den/**"] }) })).toContain(
      "protected chess/rooms/den/keys/bob --allow protected:chess/rooms/den/keys/bob",
    );
  });
});

test("what goes along with what has expired has expired too", () => {
  const keys = Object.fromEntries(Object.keys(people(8)).map((who) => [who, "DOOR"]));
  const guests = Object.keys(people(8)).filter((who) => who !== "ann");
  const expired = Object.fromEntries(guests.map((who) => [who, { rank: "GUEST", $expired: true }]));
  const live = { chess: { motto: "", people: people(8), rooms: { den: { floor: 0, sealed: false, keys } } } };
  const plan = between(live, { chess: { people: { ann: "KEEPER", ...expired } } });
  expect(plan.sections[0]?.effects.filter(({ effect }) => effect === "goes")).toHaveLength(8);
  expect(told(plan)).toEqual([]);
});

test("a limit of one collection says where it is set", () => {
  const collections = [{ pattern: "*/people", limit: { ratio: 0, from: 1, count: 9 } }];
  const plan = between(
    { chess: { motto: "", people: people(8) } },
    { chess: { people: people(7) } },
    { guards: guards({ collections }) },
  );
  expect(stopsOf(plan).map(({ setting }) => setting)).toEqual(["guards.collections"]);
});

describe("what is protected", () => {
  const stops = (platform: Platform, desired: Tree, live: Tree, pattern: string, allow: string[] = []) =>
    stopsOf(
      planOf(platform, desiredOf(platform, { chess: desired }), liveOf(platform, { chess: live }), {
        guards: { ...defaultGuards, protected: [pattern] },
        allow,
      }),
    ).flatMap(({ guard, scope }) => (guard === "protected" ? [scope] : []));

  test("stays so under another name; a rename alone is no change", () => {
    // Matching has given the live hall its new label.
    const live: Tree = { $id: "g1", halls: { great: { $id: "h1", name: "Big", region: "r" } } };
    const named = (name: string): Tree => ({
      halls: { great: { $id: "h1", $previously: ["big"], name, region: "r" } },
    });
    for (const pattern of ["chess/halls/big", "chess/halls/great"]) {
      expect(stops(guildPlatform, named("Big"), live, pattern)).toEqual([]);
      expect(stops(guildPlatform, named("Great"), live, pattern)).toEqual(["chess/halls/great"]);
    }
  });

  test("and speaks for what is in it", () => {
    const den = { floor: 0, sealed: false, keys: { ann: "SAFE", bob: "DOOR" } };
    const live: Tree = { motto: "", people: { ann: "KEEPER" }, rooms: { den } };
    const gone = { rooms: { den: { $state: "absent" } } };
    expect(stops(clubPlatform, gone, live, "chess/rooms/**")).toEqual(["chess/rooms/den"]);
    expect(stops(clubPlatform, gone, live, "chess/rooms/**", ["protected:chess/rooms/den"])).toEqual([]);
    expect(stops(clubPlatform, gone, live, "chess/rooms/*/keys/*")).toEqual([
      "chess/rooms/den/keys/ann",
      "chess/rooms/den/keys/bob",
    ]);
  });

  test("is not touched by a write that leaves it as it is", () => {
    const platform: Platform = {
      ...clubPlatform,
      effects: (state, call, actor) => {
        const bob = state.get("chess/people/bob");
        const more = bob === undefined ? [] : [{ type: "put", resource: { ...bob } } as const];
        return [...clubPlatform.effects(state, call, actor), ...more];
      },
    };
    const live: Tree = { motto: "", people: { ann: "KEEPER", bob: "GUEST" } };
    expect(stops(platform, { motto: "new" }, live, "chess/people/bob")).toEqual([]);
  });
});

test("a plan rests on who is required only where it sends something", () => {
  const live = { chess: { motto: "", people: people(2) }, go: { motto: "", people: people(2) } };
  const desired = { chess: { motto: "new", people: people(2) }, go: { people: people(2) } };
  const plan = between(live, desired, {
    guards: guards({ admins: { minimum: 1, required: ["*/people/ann"] } }),
  });
  expect(Object.keys(plan.sections[0]?.basis ?? {})).toEqual(["chess", "chess/people/ann"]);
});
