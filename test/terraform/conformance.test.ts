/** No resource of any platform can make the provider break a rule of Terraform's core (see lives/life.ts). */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resourceTypes } from "../../src/terraform/schema/resources.ts";
import type { Gen } from "../platforms/harness/draw.ts";
import { live, senseless, type Tally } from "./lives/life.ts";
import { worlds } from "./worlds/index.ts";

describe.each(worlds.map((world) => [world.platform.name, world] as const))("%s", (_platform, world) => {
  describe.each(resourceTypes([world.platform]).map((type) => [type.name, type] as const))(
    "%s",
    (name, type) => {
      it("lives by the rules", { timeout: 60_000 }, async () => {
        const tally: Tally = { applied: 0, changed: 0, imported: 0, destroyed: 0 };
        // A test of nothing would pass too: chance is given a few rounds to make, change and import one.
        for (let round = 0; round < 6; round += 1) {
          await holds((gen) => live(gen, world, type, tally), 4);
          if (world.never?.includes(name) === true || (tally.applied > 0 && tally.imported > 0)) break;
        }
        expect([name, tally.applied > 0]).toEqual([name, world.never?.includes(name) !== true]);
      });

      it("stands whatever a state holds", { timeout: 60_000 }, async () => {
        await holds((gen) => senseless(gen, world, type), 4);
      });
    },
  );
});

/** Throws what went wrong first, without shrinking: the story tells more than the numbers. */
async function holds(property: (gen: Gen) => Promise<void>, numRuns: number): Promise<void> {
  const result = await fc.check(fc.asyncProperty(fc.gen(), property), { numRuns, endOnFailure: true });
  if (!result.failed) return;
  const { errorInstance, seed, counterexamplePath: path } = result;
  const said = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  throw new Error(`${said}\n\n{ seed: ${seed}, path: ${JSON.stringify(path)} }`, { cause: errorInstance });
}
