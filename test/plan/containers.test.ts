/** What goes with a container, and what counts as one. */
import { describe, expect, test } from "vitest";
import { isContainer, type Kind } from "../../src/model/kind.ts";
import { type Batch, kindOf, type Platform } from "../../src/model/platform.ts";
import { safeClub } from "../support/club-platform.ts";
import { guildPlatform } from "../support/guild-platform.ts";
import { desiredOf, liveOf, planOf, sketch } from "../support/plans.ts";

describe("destroying a container", () => {
  const live = { chess: { motto: "", people: { ann: "KEEPER" }, rooms: { den: { keys: { ann: "SAFE" } } } } };
  const plan = (den: object) =>
    planOf(safeClub, desiredOf(safeClub, { chess: { rooms: { den } } }), liveOf(safeClub, live), {
      allow: ["destroy:chess/rooms/den", "actor:chess/rooms/den/keys/ann"],
    });

  test("is no breach of what must never run out in it", () => {
    expect(sketch(plan({ $state: "absent" }))).toMatchInlineSnapshot(`
      "
      delete chess/rooms/den [c1]
      c1 room.close /rooms/id-den
      chess/rooms/den/keys/ann goes by c1
      ann chess/rooms/den -ENTER-OPEN_SAFE
      allowed destroy chess/rooms/den
      "
    `);
  });

  test("which it is while the container stays", () => {
    expect(plan({ keys: {} }).sections[0]?.stops.map(({ guard, scope }) => `${guard} ${scope}`)).toEqual([
      "admins chess/rooms/den/keys",
    ]);
  });
});

describe("what holds things that Charter does not manage", () => {
  const kinds = guildPlatform.kinds.map(
    (kind): Kind => (kind.name === "hall" ? { ...kind, container: true } : kind),
  );
  const platform: Platform = { ...guildPlatform, kinds };
  const live = liveOf(platform, { north: { $id: "g1", halls: { big: { region: "r" } } } });
  const stops = (of: Platform, hall: object) =>
    planOf(of, desiredOf(of, { north: { halls: { big: hall } } }), live).sections[0]?.stops.map(
      ({ guard, scope }) => `${guard} ${scope}`,
    );

  test("is a container although no kind lives in it", () => {
    expect(isContainer(kindOf(platform, "hall"), platform.kinds)).toBe(true);
    expect(isContainer(kindOf(guildPlatform, "hall"), guildPlatform.kinds)).toBe(false);
  });

  test("is destroyed only where a person allows it", () => {
    expect(stops(platform, { $state: "absent" })).toEqual(["destroy north/halls/big"]);
    expect(stops(guildPlatform, { $state: "absent" })).toEqual([]);
  });

  test("is never replaced", () => {
    expect(stops(platform, { region: "s" })).toEqual(["immutable north/halls/big"]);
    expect(stops(guildPlatform, { region: "s" })).toEqual([]);
  });
});

test("calls are told what is written of others, and nothing of what shall be absent", () => {
  const seen: unknown[] = [];
  const platform: Platform = {
    ...guildPlatform,
    calls: (batch: Batch, state, actor) => {
      seen.push(
        ["north/wardens/bea", "north/fellows/cid", "north/fellows/dot"].map((each) => batch.written?.(each)),
      );
      return guildPlatform.calls(batch, state, actor);
    },
  };
  planOf(
    platform,
    desiredOf(platform, {
      north: { wardens: { bea: { $state: "absent" } }, fellows: { cid: "master", eve: "apprentice" } },
    }),
    liveOf(platform, { north: { $id: "g1", wardens: { bea: {} }, fellows: { cid: "master" } } }),
  );
  expect(seen).toContainEqual([undefined, { rank: "master" }, undefined]);
});
