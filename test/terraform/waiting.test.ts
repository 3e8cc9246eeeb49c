/** What waits in a collection stays open wherever anything of it is sent: what the first plan knew, the second keeps. */
import { expect, it } from "vitest";
import type { TfObject } from "../../src/terraform/contract.ts";
import { actionsOf, type Instance } from "./core/cli.ts";
import { objectOf } from "./core/values.ts";
import { lenient, site } from "./lives/site.ts";
import { daticaWorld } from "./worlds/datica.ts";

function grants(...people: readonly string[]): readonly Instance[] {
  const map = objectOf(people.map((each) => [`${each}@example.com`, objectOf([])]));
  const config: TfObject = objectOf([
    ["environment", "acme/environments/production"],
    ["grants", map],
  ]);
  return [
    { address: "charter_datica_grants.it", type: "charter_datica_grants", config, needs: [group.address] },
  ];
}

/** Something that is carried out before. */
const group: Instance = {
  address: "charter_datica_group.writers",
  type: "charter_datica_group",
  config: objectOf([
    ["organization", "acme"],
    ["key", "writers"],
  ]),
};

it("adds a grant beside one that waits for a member", async () => {
  await using at = await site(daticaWorld, lenient);
  // Dave is invited, and no member yet.
  const first = await at.core.apply(await at.core.plan(grants("dave")));
  expect(first.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const plan = await at.core.plan([group, ...grants("dave", "carol")], first.state);
  expect(actionsOf(plan)).toEqual({ [group.address]: "create", "charter_datica_grants.it": "update" });
  const second = await at.core.apply(plan);
  expect(second.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(actionsOf(await at.core.plan([group, ...grants("dave", "carol")], second.state))).toEqual({});
  // He accepts: his grant goes out, and nothing else.
  at.sandbox.answer("accept");
  const third = await at.core.plan([group, ...grants("dave", "carol")], second.state);
  expect(actionsOf(third)).toEqual({ "charter_datica_grants.it": "update" });
  const last = await at.core.apply(third);
  expect(actionsOf(await at.core.plan([group, ...grants("dave", "carol")], last.state))).toEqual({});
});
