/** What is drawn is of the schema's types, and what a pool names is there. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startSandbox } from "../../../src/sandbox/server.ts";
import { resourceTypes } from "../../../src/terraform/schema/resources.ts";
import { drawConfig, drawState, withUnknowns } from "../core/arbitraries.ts";
import { decoded } from "../core/config.ts";
import { conform } from "../core/values.ts";
import { worlds } from "./index.ts";

describe.each(worlds.map((world) => [world.platform.name, world] as const))("%s", (name, world) => {
  const types = resourceTypes([world.platform]);

  it("starts from its seed", async () => {
    const sandbox = await startSandbox(name, { seed: world.seed });
    expect(Object.keys(sandbox.tokens)[0]).toMatch(/alice/);
    await sandbox.close();
  });

  it.each(types.map((type) => [type.name, type] as const))("draws %s", (_name, type) => {
    const { attributes } = type.schema;
    fc.assert(
      fc.property(fc.gen(), (gen) => {
        const config = drawConfig(gen, type, world.pool);
        decoded(type.schema, config);
        decoded(type.schema, withUnknowns(gen, attributes, config));
        conform(attributes, drawState(gen, attributes, ["a", "b"]));
      }),
      { numRuns: 20 },
    );
  });
});
