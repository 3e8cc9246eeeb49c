/** Resources of many types at once, at random, one beside the other: applied, they leave nothing to do. */

import { parentAttribute } from "../../../src/terraform/schema/names.ts";
import { type ResourceType, resourceTypes } from "../../../src/terraform/schema/resources.ts";
import { type Gen, pick } from "../../platforms/harness/draw.ts";
import { drawConfig } from "../core/arbitraries.ts";
import { actionsOf, type Instance } from "../core/cli.ts";
import { failed } from "../core/diagnostics.ts";
import { noState } from "../core/state.ts";
import { own } from "../core/values.ts";
import type { World } from "../worlds/world.ts";
import { expectNothingToDo } from "./life.ts";
import { lenient, site } from "./site.ts";

/** Gives how many were applied. */
export async function wholeOrganization(gen: Gen, world: World): Promise<number> {
  await using at = await site(world, lenient);
  const story: string[] = [];
  const instances = drawWhole(gen, world);
  const tell = (what: unknown): void => void story.push(JSON.stringify(what));
  try {
    tell(instances);
    let state = noState;
    for (let round = 0; round < 4; round += 1) {
      const refused = new Set<string>();
      let plan = await at.core.plan(instances, state);
      // What is refused is left out, as a person would.
      while (failed(plan.diagnostics)) {
        tell(plan.diagnostics);
        const before = refused.size;
        for (const { severity, address } of plan.diagnostics) if (severity === "error") refused.add(address);
        if (refused.size === before) return 0;
        plan = await at.core.plan(without(instances, refused), plan.state);
      }
      tell(actionsOf(plan));
      if (Object.keys(actionsOf(plan)).length === 0) return plan.state.size;
      const applied = await at.core.apply(plan);
      tell(applied.diagnostics);
      const isWell = !failed(applied.diagnostics);
      const again = await at.core.plan(without(instances, refused), applied.state);
      tell(actionsOf(again));
      // What waits for somebody, or for something else in the same plan, may go on, and hold up others.
      const isWaiting = [...again.state.values()].some(({ attributes }) =>
        attributes.includes('"status":"waiting"'),
      );
      if (isWell && !failed(again.diagnostics) && !isWaiting) expectNothingToDo(again);
      state = again.state;
      if (!isWell || at.sandbox.answer("accept") === 0) return state.size;
      tell("everybody accepts");
    }
    throw new Error("does not settle");
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Error(`${said}\n\nWhat was done:\n${story.join("\n")}`, { cause: error });
  }
}

function without(instances: readonly Instance[], refused: ReadonlySet<string>): readonly Instance[] {
  return instances.filter(({ address }) => !refused.has(address));
}

/** Of each collection either all in one, or some by themselves: both would undo each other. */
function drawWhole(gen: Gen, world: World): readonly Instance[] {
  const types = resourceTypes([world.platform]);
  const chosen = new Map<string, Instance>();
  for (const type of types) {
    if (world.apart?.includes(type.kind.name) || pick(gen, 0, 1) === 0) continue;
    const config = drawConfig(gen, type, world.pool);
    const parent = parentAttribute(type.kind);
    const place = `${type.kind.name} ${parent === null ? "" : String(own(config, parent))}`;
    if (chosen.has(place)) continue;
    chosen.set(place, { address: `${type.name}.it`, type: type.name, config, needs: [] });
  }
  const instances = [...chosen.values()];
  const order = world.platform.kinds.map(({ name }) => name);
  const rank = ({ type }: Instance): number => order.indexOf(kindOf(types, type));
  // What is made first comes first.
  return instances.map((each) => ({
    ...each,
    needs: instances.filter((other) => rank(other) < rank(each)).map(({ address }) => address),
  }));
}

function kindOf(types: readonly ResourceType[], name: string): string {
  return types.find((type) => type.name === name)?.kind.name ?? "";
}
