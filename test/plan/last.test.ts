/** What must come first and what must come last, whatever runs side by side. */
import { describe, expect, test } from "vitest";
import { rootOf } from "../../src/model/address.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Platform } from "../../src/model/platform.ts";
import { clubPlatform } from "../support/club-platform.ts";
import { desiredOf, liveOf, planOf, sketch } from "../support/plans.ts";

/** The motto decides who may come in, and whoever keeps a club does so from its office. */
const platform: Platform = {
  ...clubPlatform,
  kinds: clubPlatform.kinds.map(
    (kind): Kind =>
      kind.name === "person"
        ? { ...kind, comesAfter: ({ address }) => [{ operation: "club.update", address: rootOf(address) }] }
        : kind,
  ),
  access: {
    ...clubPlatform.access,
    standing: (state, actor, address) =>
      state.get(`${rootOf(address)}/rooms/office`) === undefined
        ? new Set()
        : clubPlatform.access.standing(state, actor, address),
  },
};

const room = (keys: Record<string, string> = {}) => ({ floor: 0, sealed: false, keys });
const people = { ann: "KEEPER", bob: "GUEST" };
const live = liveOf(platform, {
  chess: {
    motto: "",
    people,
    rooms: { den: room({ ann: "SAFE", bob: "DOOR" }), office: room() },
  },
});
const calls = (desired: Parameters<typeof desiredOf>[1], allow: readonly string[] = []) =>
  sketch(planOf(platform, desiredOf(platform, desired), live, { allow }))
    .split("\n")
    .filter((line) => /^c\d/.test(line));

describe("a setting that decides whether something can be made", () => {
  test("comes before it, and before nothing else", () => {
    expect(
      calls({
        chess: {
          motto: "no smoking",
          people: { ...people, bob: { rank: "GUEST", nickname: "b" }, cid: "GUEST" },
          rooms: { den: { keys: { ann: "SAFE", bob: "SAFE" } } },
        },
      }),
    ).toMatchInlineSnapshot(`
      [
        "c1 club.update /clubs/chess",
        "c2 person.rank /clubs/chess/people/bob",
        "c3 person.invite /clubs/chess/people/cid after c1",
        "c4 key.hand /rooms/id-den/keys/bob",
      ]
    `);
  });

  test("is waited for by nobody where it stays", () => {
    expect(calls({ chess: { motto: "", people: { ...people, cid: "GUEST" } } })).toMatchInlineSnapshot(`
      [
        "c1 person.invite /clubs/chess/people/cid",
      ]
    `);
  });
});

describe("what takes from the actor, in whatever it is hidden", () => {
  test("comes after everything else in the organization", () => {
    const desired = {
      chess: {
        people: { ...people, cid: "GUEST" },
        rooms: { den: { keys: { ann: "SAFE" } }, office: { $state: "absent" } },
      },
    };
    expect(calls(desired, ["destroy:chess/rooms/office"])).toMatchInlineSnapshot(`
      [
        "c1 person.invite /clubs/chess/people/cid",
        "c2 key.take /rooms/id-den/keys/bob",
        "c3 room.close /rooms/id-office after c1 c2",
      ]
    `);
  });

  test("and what takes nothing waits for nobody", () => {
    const desired = {
      chess: { rooms: { den: { $state: "absent" }, office: {} }, people: { ...people, cid: "GUEST" } },
    };
    expect(calls(desired, ["destroy:chess/rooms/den"])).toMatchInlineSnapshot(`
      [
        "c1 person.invite /clubs/chess/people/cid",
        "c2 room.close /rooms/id-den",
      ]
    `);
  });
});

describe("a removal that leaves something behind, which counts as absent", () => {
  const lazy: Platform = {
    ...clubPlatform,
    kinds: clubPlatform.kinds.map(
      (kind): Kind =>
        kind.name === "person" ? { ...kind, absent: ({ nickname }) => nickname === "gone" } : kind,
    ),
    calls: (batch) => ({
      calls: batch.changes.map(({ address, key }) => ({
        operation: "person.rank",
        method: "PUT",
        path: ["clubs", "chess", "people", key],
        body: { rank: "GUEST", nickname: "gone" },
        scope: "chess",
        changes: [address],
      })),
    }),
  };

  test("is carried out whole: nothing of it waits", () => {
    const plan = planOf(lazy, desiredOf(lazy, { chess: { people: { ann: "KEEPER" } } }), live);
    const [change] = plan.sections[0]?.changes ?? [];
    expect(change).toMatchObject({ action: "delete", address: "chess/people/bob", calls: ["c1"] });
    expect(change).not.toHaveProperty("prepared");
    expect(plan.sections[0]?.stops).toEqual([]);
  });

  test("is no longer counted among what is there: removing all others empties the collection", () => {
    const gone = Object.fromEntries(
      [1, 2, 3, 4, 5].map((n) => [`x${"abcdef"[n]}`, { rank: "GUEST", nickname: "gone" }]),
    );
    const crowd = liveOf(lazy, {
      chess: { motto: "", people: { ann: "KEEPER", bob: "GUEST", cid: "GUEST", ...gone } },
    });
    const plan = planOf(lazy, desiredOf(lazy, { chess: { people: {} } }), crowd, {
      allow: ["actor:chess/people/ann"],
    });
    const removals = plan.sections[0]?.stops.filter(({ guard }) => guard === "removals");
    expect(removals?.map(({ message }) => message)).toEqual([
      "3 of 3 in chess/people would be removed (100 %: all of them); the limit is 25 % from 4 removals on, and 50 in any case.",
    ]);
  });
});
