/** What holds the resources of a life: written beside them, under labels that are not its names. */
import { foldKey } from "../../../src/model/kind.ts";
import { kindOf } from "../../../src/model/platform.ts";
import { stepsOf } from "../../../src/terraform/provider/place.ts";
import { parentAttribute, snake, typeOfOne } from "../../../src/terraform/schema/names.ts";
import type { ResourceType } from "../../../src/terraform/schema/resources.ts";
import { type Gen, pick } from "../../platforms/harness/draw.ts";
import type { Core, Instance } from "../core/cli.ts";
import { failed } from "../core/diagnostics.ts";
import { attributesIn, noState, type State } from "../core/state.ts";
import { objectOf } from "../core/values.ts";
import type { World } from "../worlds/world.ts";

export interface Ground {
  readonly holders: readonly Instance[];
  /** In which the holders are, and nothing else. */
  readonly state: State;
  /** The holder that the resources refer to. */
  readonly reference: { readonly attribute: string; readonly address: string } | null;
}

/** What holds the resources is there, and written as an address. */
export const bareGround: Ground = { holders: [], state: noState, reference: null };

export function pickHolder(gen: Gen, { kind }: ResourceType, { pool }: World): string {
  return pick(gen, ...(pool.holders[kind.parent ?? ""] ?? []));
}

/** The instance with a reference to what holds it. */
export function grounded({ reference }: Ground, instance: Instance): Instance {
  if (reference === null) return instance;
  const { config } = instance;
  return {
    ...instance,
    needs: [...(instance.needs ?? []), reference.address],
    config: (of) =>
      objectOf([
        ...Object.entries(typeof config === "function" ? config(of) : config),
        [reference.attribute, of(reference.address, "id")],
      ]),
  };
}

/** Those that stay different ones where one and the same thing holds them all. */
export function apart(
  { reference }: Ground,
  { kind, form }: ResourceType,
  instances: readonly Instance[],
): readonly Instance[] {
  if (reference === null) return instances;
  const seen = new Set<string>();
  return instances.filter(({ config }) => {
    if (typeof config === "function") return true;
    const { key } = config;
    const folded = form === "one" && typeof key === "string" ? foldKey(kind, key) : "";
    if (seen.has(folded)) return false;
    seen.add(folded);
    return true;
  });
}

/** Takes over what holds resources of the type, from the organization down. `live`: its address, by its names. */
export async function labelled(core: Core, { platform, kind }: ResourceType, live: string): Promise<Ground> {
  const attribute = parentAttribute(kind);
  if (kind.parent === null || attribute === null) return bareGround;
  const steps = stepsOf(platform, kindOf(platform, kind.parent), live) ?? [];
  const holders: Instance[] = [];
  for (const step of steps) {
    const type = typeOfOne(platform, step.kind);
    const address = `${type}.holder`;
    const above = holders.at(-1)?.address;
    const holding = parentAttribute(step.kind);
    const labels =
      step.kind.labelled === undefined
        ? [["key", step.written] as const]
        : [
            ["key", `label of ${step.written}`] as const,
            [snake(step.kind.labelled.nameAttribute), step.written] as const,
            ["platform_id", await idOf(core, type, step.address)] as const,
          ];
    holders.push({
      address,
      type,
      needs: above === undefined ? [] : [above],
      config: (of) =>
        objectOf([
          ...labels,
          ...(holding === null || above === undefined ? [] : [[holding, of(above, "id")] as const]),
        ]),
    });
  }
  const plan = await core.plan(holders);
  if (failed(plan.diagnostics)) throw new Error(`nothing to stand on: ${JSON.stringify(plan.diagnostics)}`);
  const { state, diagnostics } = await core.apply(plan);
  if (failed(diagnostics)) throw new Error(`nothing to stand on: ${JSON.stringify(diagnostics)}`);
  return { holders, state, reference: { attribute, address: holders.at(-1)?.address ?? "" } };
}

async function idOf(core: Core, type: string, address: string): Promise<string> {
  const { state, diagnostics } = await core.import("it", type, address);
  const [held] = state.values();
  if (held === undefined) throw new Error(`${address} is not there: ${JSON.stringify(diagnostics)}`);
  return String(attributesIn(held)["platform_id"]);
}
