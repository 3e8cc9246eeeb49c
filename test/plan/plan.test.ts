import { describe, expect, test } from "vitest";
import { clubPlatform as platform } from "../support/club-platform.ts";
import { carriedOut, desiredOf, liveOf, planOf, sketch } from "../support/plans.ts";

const desired = (tree: Parameters<typeof desiredOf>[1]) => desiredOf(platform, tree);
const live = (tree: Parameters<typeof liveOf>[1]) => liveOf(platform, tree);

describe("a plan", () => {
  test("founds what is not there, in order, and lets the platform do what it does by itself", () => {
    const plan = planOf(
      platform,
      desired({
        chess: {
          motto: "slow",
          people: { ann: "KEEPER", bob: "GUEST" },
          rooms: { library: { floor: 2, keys: { ann: "SAFE", bob: "DOOR" } } },
        },
      }),
      live({}),
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      create chess motto=slow [c1]
      create chess/people/ann rank=KEEPER [by c1]
      create chess/people/bob rank=GUEST [c2]
      create chess/rooms/library floor=2 name=library [c3]
      create chess/rooms/library/keys/ann opens=SAFE [by c3]
      create chess/rooms/library/keys/bob opens=DOOR [c4]
      c1 club.found /clubs/chess
      c2 person.invite /clubs/chess/people/bob after c1
      c3 room.open /clubs/chess/rooms after c1
      c4 key.hand /rooms/<{"$ref":"id","address":"chess/rooms/library"}>/keys/bob after c3 c1
      ann chess/rooms/library +ENTER+OPEN_SAFE
      bob chess/rooms/library +ENTER
      "
    `);
  });

  test("is empty when nothing differs", () => {
    const tree = { chess: { motto: "slow", people: { ann: "KEEPER" } } };
    const plan = planOf(platform, desired(tree), live(tree));
    expect(plan.summary).toMatchObject({ create: 0, update: 0, delete: 0, calls: 0, stops: 0 });
  });

  test("raises before it lowers, and lets both run side by side where a keeper stays anyway", () => {
    const plan = planOf(
      platform,
      desired({ chess: { people: { ann: "KEEPER", bob: "KEEPER", cid: "GUEST" } } }),
      live({ chess: { motto: "", people: { ann: "KEEPER", bob: "GUEST", cid: "KEEPER" } } }),
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      update chess/people/bob rank: GUEST → KEEPER [c1]
      update chess/people/cid rank: KEEPER → GUEST [c2]
      c1 person.rank /clubs/chess/people/bob
      c2 person.rank /clubs/chess/people/cid
      "
    `);
  });

  test("hands the club over: the last keeper goes only after the new one stands", () => {
    const plan = planOf(
      platform,
      desired({ chess: { people: { bob: "KEEPER" } } }),
      live({ chess: { motto: "", people: { ann: "KEEPER", bob: "GUEST" } } }),
      { allow: ["actor:chess/people/ann"] },
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      delete chess/people/ann (removed) [c2]
      update chess/people/bob rank: GUEST → KEEPER [c1]
      c1 person.rank /clubs/chess/people/bob
      c2 person.remove /clubs/chess/people/ann after c1
      allowed actor chess/people/ann
      "
    `);
  });

  test("keeps the last keeper until somebody who was invited has accepted", () => {
    const plan = planOf(
      platform,
      desired({ chess: { people: { bob: "KEEPER" } } }),
      live({ chess: { motto: "", people: { ann: "KEEPER" } } }),
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      delete chess/people/ann (removed) [waits for bob to accept the invitation]
      create chess/people/bob rank=KEEPER [c1]
      c1 person.invite /clubs/chess/people/bob
      next chess/people/ann: delete waits for bob to accept the invitation
      "
    `);
  });

  test("shows what goes along with a removal once, without a call of its own", () => {
    const plan = planOf(
      platform,
      desired({ chess: { people: { ann: "KEEPER" }, rooms: { den: { keys: { ann: "SAFE" } } } } }),
      live({
        chess: {
          motto: "",
          people: { ann: "KEEPER", bob: "GUEST" },
          rooms: {
            den: { floor: 0, sealed: false, keys: { ann: "SAFE" } },
            attic: { floor: 1, sealed: false, keys: { bob: "DOOR" } },
          },
        },
      }),
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      delete chess/people/bob (removed) [c1]
      c1 person.remove /clubs/chess/people/bob
      chess/rooms/attic/keys/bob goes by c1
      bob chess/rooms/attic -ENTER
      unmanaged chess/rooms/attic
      "
    `);
  });

  test("is the same for equal inputs, and its digest tells any edit", () => {
    const from = live({ chess: { motto: "", people: { ann: "KEEPER" } } });
    const to = desired({ chess: { people: { ann: "KEEPER", bob: "GUEST" } } });
    expect(JSON.stringify(planOf(platform, to, from))).toBe(JSON.stringify(planOf(platform, to, from)));
  });

  test("leads to nothing left to do", () => {
    const to = desired({
      chess: {
        motto: "x",
        people: { ann: "KEEPER", bob: "GUEST" },
        rooms: { den: { keys: { ann: "SAFE" } } },
      },
    });
    const from = live({ chess: { motto: "", people: { ann: "KEEPER" } } });
    const after = carriedOut(platform, planOf(platform, to, from), from);
    expect(planOf(platform, to, after).summary).toMatchObject({ calls: 0, pending: 1, stops: 0 });
  });
});

describe("a plan stops", () => {
  const club = (people: Record<string, string>) => ({ chess: { motto: "", people } });
  const five = {
    ann: "KEEPER",
    bob: "GUEST",
    cid: "GUEST",
    dot: "GUEST",
    eve: "GUEST",
    fay: "GUEST",
    gus: "GUEST",
    hal: "GUEST",
  };

  test.each([
    [
      "three of eight go: too few for the share to count",
      { ann: "KEEPER", bob: "GUEST", cid: "GUEST", dot: "GUEST", eve: "GUEST" },
      [],
    ],
    [
      "four of eight go",
      { ann: "KEEPER", bob: "GUEST", cid: "GUEST", dot: "GUEST" },
      ["removals chess/people"],
    ],
    ["the list is empty", {}, ["actor chess/people/ann", "admins chess/people", "removals chess/people"]],
    ["the actor is lowered", { ...five, ann: "GUEST" }, ["actor chess/people/ann", "admins chess/people"]],
  ])("%s", (_name, people, stops) => {
    const plan = planOf(platform, desired(club(people)), live(club(five)));
    expect(plan.sections[0]?.stops.map(({ guard, scope }) => `${guard} ${scope}`)).toEqual(stops);
  });

  test("and an override names the guard and the place", () => {
    const options = { allow: ["removals:chess/*"] };
    const plan = planOf(platform, desired(club({ ann: "KEEPER" })), live(club(five)), options);
    expect(plan.sections[0]?.stops).toEqual([]);
    expect(plan.sections[0]?.allowed.map(({ guard }) => guard)).toEqual(["removals"]);
  });

  test("at the last keeper, whatever is allowed", () => {
    const allow = ["actor:chess/people/ann", "removals:chess/people", "admins:chess/people"];
    const plan = planOf(
      platform,
      desired(club({ bob: "GUEST" })),
      live(club({ ann: "KEEPER", bob: "GUEST" })),
      { allow },
    );
    expect(plan.sections[0]?.stops.map(({ guard }) => guard)).toEqual(["admins"]);
  });

  test("at what the actor may not do, naming who may", () => {
    const plan = planOf(
      platform,
      desired({ chess: { motto: "new", people: { ann: "GUEST", bob: "KEEPER" } } }),
      live(club({ ann: "GUEST", bob: "KEEPER" })),
    );
    expect(plan.sections[0]?.stops.map(({ message }) => message)).toMatchInlineSnapshot(`
      [
        "ann may not keep at chess: it takes club:KEEPER, and ann has club:GUEST. Who may: bob.",
      ]
    `);
  });

  test("or leaves that out when asked, with all that hangs on it", () => {
    const plan = planOf(
      platform,
      desired({
        chess: { people: { ann: "GUEST", bob: "KEEPER" }, rooms: { den: { keys: { bob: "SAFE" } } } },
      }),
      live(club({ ann: "GUEST", bob: "KEEPER" })),
      { withoutForbidden: true },
    );
    expect(plan.summary).toMatchObject({ waiting: 2, calls: 0, stops: 0 });
  });

  test("at a container that goes, at what cannot change and cannot change back", () => {
    const plan = planOf(
      platform,
      desired({ chess: { rooms: { den: { $state: "absent" }, hall: { floor: 3, sealed: false } } } }),
      live({
        chess: {
          motto: "",
          people: { ann: "KEEPER" },
          rooms: {
            den: { floor: 0, sealed: false, keys: { bob: "DOOR", cid: "DOOR" } },
            hall: { floor: 2, sealed: true },
          },
        },
      }),
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      delete chess/rooms/den [c2]
      update chess/rooms/hall floor: 2 → 3 sealed: true → false [c1]
      c1 room.update /rooms/id-hall
      c2 room.close /rooms/id-den
      chess/rooms/den/keys/bob goes by c2
      chess/rooms/den/keys/cid goes by c2
      bob chess/rooms/den -ENTER
      cid chess/rooms/den -ENTER
      STOP destroy chess/rooms/den --allow destroy:chess/rooms/den
      STOP immutable chess/rooms/hall
      STOP immutable chess/rooms/hall
      "
    `);
  });

  test("at a managed collection that cannot be read, and plans nothing there", () => {
    const unknown = [{ address: "chess", collection: "people", why: "403." }];
    const plan = planOf(
      platform,
      desired(club({ ann: "KEEPER", bob: "GUEST" })),
      live({ chess: { motto: "" } }),
      { unknown },
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      STOP unknown chess/people --allow unknown:chess/people
      "
    `);
    const left = planOf(platform, desired(club({ ann: "KEEPER" })), live({ chess: { motto: "" } }), {
      unknown,
      allow: ["unknown:chess/people"],
    });
    expect(left.summary).toMatchObject({ stops: 0, calls: 0, unknown: 1 });
  });

  test("but opens a collection for the actor where the configuration asks for it", () => {
    const unknown = [{ address: "chess/rooms/den", collection: "keys", why: "403." }];
    const plan = planOf(
      platform,
      desired({ chess: { rooms: { den: { keys: { ann: "SAFE", bob: "DOOR" } } } } }),
      live({ chess: { motto: "", people: { ann: "KEEPER" }, rooms: { den: { floor: 0, sealed: false } } } }),
      { unknown },
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      create chess/rooms/den/keys/ann opens=SAFE [c1]
      c1 key.hand /rooms/id-den/keys/ann
      ann chess/rooms/den +ENTER+OPEN_SAFE
      next chess/rooms/den/keys: chess/rooms/den/keys becomes readable for ann with this plan; plan again to manage the rest of it.
      "
    `);
  });
});

describe("what is live and not written", () => {
  const from = live({
    chess: {
      motto: "",
      people: { ann: "KEEPER", bob: "GUEST" },
      rooms: { den: { floor: 0, sealed: false, keys: { bob: "DOOR" } } },
    },
  });
  test.each([
    ["authoritative people go", { people: { ann: "KEEPER" } }, ["delete chess/people/bob"], []],
    ["additive people stay", { $manage: { people: "additive" }, people: { ann: "KEEPER" } }, [], []],
    ["ignored people are not looked at", { $manage: { people: "ignore" }, people: { cid: "GUEST" } }, [], []],
    ["people that nobody wrote are not managed", {}, [], []],
    ["containers never go by omission", { rooms: {} }, [], ["chess/rooms/den"]],
    [
      "an absent one goes from an additive collection",
      { $manage: { people: "additive" }, people: { bob: { $state: "absent" } } },
      ["delete chess/people/bob"],
      [],
    ],
  ])("%s", (_name, tree, changes, unmanaged) => {
    const [section] = planOf(platform, desired({ chess: tree }), from).sections;
    expect(section?.changes.map(({ action, address }) => `${action} ${address}`)).toEqual(changes);
    expect(section?.unmanaged.map(({ address }) => address)).toEqual(unmanaged);
  });
});

describe("targets", () => {
  test("plan only what lies there, with what it needs", () => {
    const plan = planOf(
      platform,
      desired({
        chess: {
          motto: "x",
          people: { ann: "KEEPER", bob: "GUEST" },
          rooms: { den: { keys: { ann: "SAFE", bob: "DOOR" } } },
        },
      }),
      live({ chess: { motto: "", people: { ann: "KEEPER" } } }),
      { targets: ["chess/rooms/den/keys/bob"] },
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      create chess/rooms/den name=den [c1]
      create chess/rooms/den/keys/bob opens=DOOR [c2]
      c1 room.open /clubs/chess/rooms
      c2 key.hand /rooms/<{"$ref":"id","address":"chess/rooms/den"}>/keys/bob after c1
      chess/rooms/den/keys/ann appears by c1
      ann chess/rooms/den +ENTER+OPEN_SAFE
      bob chess/rooms/den +ENTER
      next chess/rooms/den/keys/ann: appears by itself and is not configured: the next plan removes it.
      STOP actor chess/rooms/den/keys/ann --allow actor:chess/rooms/den/keys/ann
      "
    `);
  });
});
