import { expect, test } from "vitest";
import { planText } from "../../src/report/plan/terminal.ts";
import { clubPlatform } from "../support/club-platform.ts";
import { desiredOf, liveOf, planOf } from "../support/plans.ts";

test("each call says by which role the actor may do it at that point, from the founding on", () => {
  const founded = { chess: { motto: "e4", people: { ann: "KEEPER", bob: "GUEST" } } };
  const plan = planOf(clubPlatform, desiredOf(clubPlatform, founded), liveOf(clubPlatform, {}));
  const calls = plan.sections.flatMap((section) => section.calls);
  expect(calls.map(({ operation, as }) => [operation, as])).toMatchInlineSnapshot(`
    [
      [
        "club.found",
        undefined,
      ],
      [
        "person.invite",
        "club:KEEPER",
      ],
    ]
  `);
  expect(planText(plan, { calls: true })).toContain("    as club:KEEPER\n");
});
