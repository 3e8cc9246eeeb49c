/** What removals take along by themselves, what calls leave behind, and values that are no ladder. */
import { Type } from "typebox";
import { describe, expect, test } from "vitest";
import { addressOf, rootOf } from "../../src/model/address.ts";
import { most, required, step } from "../../src/model/attribute.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Platform } from "../../src/model/platform.ts";
import { clubPlatform } from "../support/club-platform.ts";
import { carriedOut, desiredOf, liveOf, planOf, sketch } from "../support/plans.ts";

/** Who leaves a club loses every key: so the platform says. */
const platform: Platform = {
  ...clubPlatform,
  kinds: clubPlatform.kinds.map(
    (kind): Kind =>
      kind.name === "key"
        ? { ...kind, goesWith: ({ address, key }) => [addressOf(rootOf(address), "people", key)] }
        : kind,
  ),
  calls: (batch, state, actor) => ({
    ...clubPlatform.calls(batch, state, actor),
    ...(batch.kind.name === "person"
      ? { notes: batch.changes.map(({ address }) => ({ address, step: "was looked at." })) }
      : {}),
  }),
};

const live = liveOf(platform, {
  chess: {
    motto: "",
    people: { ann: "KEEPER", bob: "GUEST", cid: "GUEST" },
    rooms: { den: { floor: 0, sealed: false, keys: { ann: "SAFE", bob: "DOOR", cid: "DOOR" } } },
  },
});
const without = (people: readonly string[], keys: readonly string[]) => {
  const left = <T>(all: Record<string, T>, gone: readonly string[]) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !gone.includes(name)));
  return desiredOf(platform, {
    chess: {
      people: left({ ann: "KEEPER", bob: "GUEST", cid: "GUEST" }, people),
      rooms: { den: { keys: left({ ann: "SAFE", bob: "DOOR", cid: "DOOR" }, keys) } },
    },
  });
};

describe("a removal that another one takes along", () => {
  test("needs no call of its own", () => {
    const plan = planOf(platform, without(["bob"], ["bob", "cid"]), live);
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      delete chess/people/bob (removed) [c2]
      delete chess/rooms/den/keys/bob (removed) [by c2]
      delete chess/rooms/den/keys/cid (removed) [c1]
      c1 key.take /rooms/id-den/keys/cid
      c2 person.remove /clubs/chess/people/bob
      bob chess/rooms/den -ENTER
      cid chess/rooms/den -ENTER
      next chess/people/bob: was looked at.
      "
    `);
    const after = carriedOut(platform, plan, live);
    expect(planOf(platform, without(["bob"], ["bob", "cid"]), after).summary.calls).toBe(0);
  });

  test("has one where the other cannot be carried out", () => {
    const guest = { id: "bob" };
    const rules = {
      ...platform.rules,
      actions: {
        ...platform.rules.actions,
        "key.take": { title: "take keys", roles: [], source: "made up" },
      },
    };
    const plan = planOf({ ...platform, rules }, without(["cid"], ["cid"]), live, {
      actor: guest,
      withoutForbidden: true,
    });
    expect(plan.sections[0]?.calls.map((call) => call.operation)).toEqual(["key.take"]);
    // What calls leave behind is told only where they are sent.
    expect(plan.sections[0]?.next.map(({ step: text }) => text)).not.toContain("was looked at.");
  });
});

describe("values that are no ladder", () => {
  const allows = {
    viewer: ["see"],
    reviewer: ["see", "approve"],
    editor: ["see", "edit"],
    owner: ["see", "approve", "edit"],
  };
  const role = required(Type.Enum(Object.keys(allows)), { ranks: allows });

  test.each([
    ["viewer", "reviewer", 1],
    ["viewer", "editor", 1],
    ["reviewer", "editor", -1],
    ["editor", "reviewer", -1],
    ["reviewer", "owner", 1],
    ["owner", "editor", -1],
    ["editor", "editor", 0],
    ["editor", "constructor", 0],
    [undefined, "editor", 0],
  ] as const)("from %s to %s", (before, after, means) => {
    expect(step(role, before, after)).toBe(means);
  });

  test("one may give most", () => {
    expect(most(role)).toBe("owner");
    const { owner: _owner, ...others } = allows;
    expect(most(required(Type.String(), { ranks: others }))).toBeUndefined();
    expect(most(required(Type.String(), { ranks: ["low", "high"] }))).toBe("high");
    expect(most(required(Type.Array(Type.String()), { ranks: "elements" }))).toBeUndefined();
    expect(most(required(Type.String()))).toBeUndefined();
  });
});

describe("what the platform gives by itself and is more than is written", () => {
  const fresh = desiredOf(clubPlatform, { go: { people: { ann: "GUEST", bob: "KEEPER" } } });
  const accepted: Platform = {
    ...clubPlatform,
    // Nobody has to accept anything.
    effects: (state, call, actor) =>
      clubPlatform.effects(state, call, actor).map((delta) => {
        if (delta.type === "remove") return delta;
        const { pending: _, ...resource } = delta.resource;
        return { ...delta, resource };
      }),
  };

  test("is taken from the founder at the end, by a founder who may still do it", () => {
    const plan = planOf(accepted, fresh, liveOf(accepted, {}), { allow: ["actor:go/people/ann"] });
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      create go [c1]
      create go/people/ann rank=GUEST [c3]
      create go/people/bob rank=KEEPER [c2]
      c1 club.found /clubs/go
      c2 person.invite /clubs/go/people/bob after c1
      c3 person.rank /clubs/go/people/ann after c1 c2
      allowed actor go/people/ann
      "
    `);
    const after = carriedOut(accepted, plan, liveOf(accepted, {}));
    expect(planOf(accepted, fresh, after).summary.calls).toBe(0);
  });

  test("is a lowering of the actor, which a guard asks about", () => {
    const plan = planOf(accepted, fresh, liveOf(accepted, {}));
    expect(plan.sections[0]?.stops.map((stop) => stop.allow)).toEqual(["actor:go/people/ann"]);
  });
});
