/** No resource of any platform can make the provider break a rule of Terraform's core (see lives/life.ts). */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ResourceType, resourceTypes } from "../../src/terraform/schema/resources.ts";
import type { Gen } from "../platforms/harness/draw.ts";
import { live, senseless, type Tally } from "./lives/life.ts";
import { wholeOrganization } from "./lives/whole.ts";
import { worlds } from "./worlds/index.ts";
import type { World } from "./worlds/world.ts";

/**
 * A plan is carried out in a process of its own, and what holds a new resource may not be among what that one sees: then
 * nothing tells what its label stands for, and the apply ends with "What holds it is not there".
 */

describe.each(worlds.map((world) => [world.platform.name, world] as const))("%s", (_platform, world) => {
  it("leaves nothing to do where resources of many types stand together", { timeout: 60_000 }, async () => {
    let applied = 0;
    await holds(async (gen) => {
      applied += await wholeOrganization(gen, world);
    }, 10);
    expect(applied).toBeGreaterThan(0);
  });

  const types = resourceTypes([world.platform]).map((type) => [type.name, type] as const);
  describe.each(types)("%s", (_name, type) => {
    it("lives by the rules", { timeout: 60_000 }, () => lives(world, type, false, 4));

    it.skipIf(type.kind.parent === null)("lives below labels", { timeout: 60_000 }, () =>
      lives(world, type, true, 2),
    );

    it("stands whatever a state holds", { timeout: 60_000 }, () =>
      holds((gen) => senseless(gen, world, type), 4),
    );
  });
});

async function lives(world: World, type: ResourceType, labels: boolean, runs: number): Promise<void> {
  const tally: Tally = { applied: 0, changed: 0, imported: 0, destroyed: 0 };
  const never = world.never?.includes(type.name) === true;
  // A test of nothing would pass too: chance is given rounds enough to make and import one.
  for (let round = 0; round < 40; round += 1) {
    await holds((gen) => live(gen, world, type, tally, labels), runs);
    if (never || (tally.applied > 0 && (labels || tally.imported > 0))) break;
  }
  expect([type.name, tally.applied > 0]).toEqual([type.name, !never]);
}

/** Throws what went wrong first, without shrinking: the story tells more than the numbers. */
async function holds(property: (gen: Gen) => Promise<void>, numRuns: number): Promise<void> {
  const result = await fc.check(fc.asyncProperty(fc.gen(), property), { numRuns, endOnFailure: true });
  if (!result.failed) return;
  const { errorInstance, seed, counterexamplePath: path } = result;
  const said = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  throw new Error(`${said}\n\n{ seed: ${seed}, path: ${JSON.stringify(path)} }`, { cause: errorInstance });
}
