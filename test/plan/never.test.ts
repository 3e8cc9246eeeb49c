/** What a platform refuses to everybody, whatever their roles. */
import { expect, test } from "vitest";
import type { Platform } from "../../src/model/platform.ts";
import { clubPlatform } from "../support/club-platform.ts";
import { desiredOf, liveOf, planOf, sketch } from "../support/plans.ts";

const actions = {
  ...clubPlatform.rules.actions,
  "person.rank": {
    title: "rank people anew",
    roles: [],
    never: "Rank them once: take the change out.",
    source: "made up",
  },
};
const platform: Platform = { ...clubPlatform, rules: { ...clubPlatform.rules, actions } };
const live = liveOf(platform, { chess: { people: { ann: "KEEPER", bob: "GUEST" } } });
const desired = desiredOf(platform, { chess: { people: { ann: "KEEPER", bob: "KEEPER", cid: "GUEST" } } });

test("stops the plan with what to do instead, also for whoever may do everything", () => {
  const [section] = planOf(platform, desired, live).sections;
  expect(section?.stops).toMatchObject([
    {
      guard: "unsupported",
      scope: "chess",
      message: "Club House lets nobody rank people anew at chess. Rank them once: take the change out.",
      allow: null,
    },
  ]);
});

test("is left out with what the actor may not do", () => {
  expect(sketch(planOf(platform, desired, live, { withoutForbidden: true }))).toMatchInlineSnapshot(`
    "
    update chess/people/bob rank: GUEST → KEEPER [waits for Club House lets nobody rank people anew at chess. Rank them once: take the change out.]
    create chess/people/cid rank=GUEST [c1]
    c1 person.invite /clubs/chess/people/cid
    next chess/people/bob: update waits for Club House lets nobody rank people anew at chess. Rank them once: take the change out.
    "
  `);
});
