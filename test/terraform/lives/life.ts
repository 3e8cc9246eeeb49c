/**
 * The life of some resources of one type, at random: made, looked at, changed, changed by others, taken by others,
 * imported, destroyed. Core's rules hold at every step; what a provider refuses is told in diagnostics. What was applied
 * without an error leaves nothing to do.
 */
import { foldKey } from "../../../src/model/kind.ts";
import type { TfObject, TfValue } from "../../../src/terraform/contract.ts";
import { parentAttribute } from "../../../src/terraform/schema/names.ts";
import type { ResourceType } from "../../../src/terraform/schema/resources.ts";
import { type Attributes, isNested } from "../../../src/terraform/schema/types.ts";
import { type Gen, pick } from "../../platforms/harness/draw.ts";
import { drawConfig, drawState, withUnknowns } from "../core/arbitraries.ts";
import { actionsOf, type Core, type Instance, type Said } from "../core/cli.ts";
import { failed } from "../core/diagnostics.ts";
import { attributesIn, type State, stored } from "../core/state.ts";
import { isObject, objectOf, own } from "../core/values.ts";
import type { World } from "../worlds/world.ts";
import { apart, bareGround, type Ground, grounded, labelled, pickHolder } from "./ground.ts";
import { lenient, type Site, site } from "./site.ts";

/** What came of the steps of a type, over all lives. */
export interface Tally {
  applied: number;
  changed: number;
  imported: number;
  destroyed: number;
}

interface Life {
  readonly ground: Ground;
  readonly gen: Gen;
  readonly world: World;
  readonly type: ResourceType;
  readonly at: Site;
  readonly tally: Tally;
  /** What was done so far, for whoever reads the failure. */
  readonly story: string[];
}

/**
 * Throws where a rule is broken, with the story so far. `labels`: what holds them is in the same configuration, under
 * labels that are not its names.
 */
export async function live(
  gen: Gen,
  world: World,
  type: ResourceType,
  tally: Tally,
  labels = false,
): Promise<void> {
  const story: string[] = [];
  await using at = await site(world, pick(gen, true, true, false) ? lenient : undefined);
  try {
    const ground = labels ? await labelled(at.core, type, pickHolder(gen, type, world)) : bareGround;
    await wholeLife({ gen, world, type, at, tally, story, ground });
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Error(`${said}\n\nWhat was done:\n${story.join("\n")}`, { cause: error });
  }
}

async function wholeLife(life: Life): Promise<void> {
  const { gen, at, tally } = life;
  const { ground, type } = life;
  const first = apart(ground, type, drawInstances(life));
  let state = await settle(life, "create", first, ground.state);
  if (state.size > ground.state.size) tally.applied += 1;
  const second = apart(ground, type, changed(life, first));
  const before = state;
  state = await settle(life, "change", second, state);
  if (state !== before) tally.changed += 1;
  if (pick(gen, true, false)) {
    // Somebody else's Terraform, or a console: it knows nothing of ours.
    await settle(life, "others", apart(ground, type, changed(life, second)), ground.state);
    state = await settle(life, "after others", second, state);
  }
  // A label means nothing to who starts with nothing.
  if (ground === bareGround) await importAll(life, state);
  if (pick(gen, true, false)) {
    const theirs = await destroy(life, "others destroy", second, state);
    if (theirs.size < state.size) state = await settle(life, "after removal", second, state);
  }
  const rest = await destroy(life, "destroy", second, state);
  if (state.size > ground.state.size && rest.size === ground.state.size) tally.destroyed += 1;
  at.sandbox.answer("decline");
  await plan(life, "last", second, rest, at.core);
}

/** One of a whole collection; of single resources up to three that are not each other. */
function drawInstances({ gen, type, world }: Life): readonly Instance[] {
  const count = type.form === "all" ? 1 : pick(gen, 1, 1, 2, 3);
  const seen = new Set<string>();
  return Array.from({ length: count }, () => drawConfig(gen, type, world.pool)).flatMap((config, index) => {
    const identity = identityOf(type, config);
    if (seen.has(identity)) return [];
    seen.add(identity);
    return [{ address: `${type.name}.n${index}`, type: type.name, config }];
  });
}

function identityOf({ kind, form }: ResourceType, config: TfObject): string {
  const parent = parentAttribute(kind);
  const key = form === "one" ? foldKey(kind, String(own(config, "key"))) : "";
  return JSON.stringify([parent === null ? null : own(config, parent), key]);
}

function identityIn(type: ResourceType, { config }: Instance): string {
  return typeof config === "function" ? "" : identityOf(type, config);
}

/** Other values for the same resources, mostly; now and then another resource, or one less. */
function changed({ gen, type, world }: Life, instances: readonly Instance[]): readonly Instance[] {
  const parent = parentAttribute(type.kind);
  const next = instances.flatMap((instance): readonly Instance[] => {
    const how = pick(gen, "redraw", "redraw", "keep", "keep", "other", "gone");
    if (how === "gone") return [];
    const config = drawConfig(gen, type, world.pool);
    const former = typeof instance.config === "function" ? config : instance.config;
    if (how === "other") return [{ ...instance, config }];
    const stays = how === "keep" ? Object.keys(former) : ["key", ...(parent === null ? [] : [parent])];
    const kept = stays.filter(
      (name) => how !== "keep" || pick(gen, 0, 1, 2, 3) > 0 || name === "key" || name === parent,
    );
    const same = kept
      .filter((name) => Object.hasOwn(former, name))
      .map((name) => [name, own(former, name)] as const);
    return [{ ...instance, config: objectOf([...Object.entries(config), ...same]) }];
  });
  // One that takes the place of another in the same plan would be undone by the other's removal.
  const seen = new Map(instances.map((each) => [identityIn(type, each), each.address]));
  return next.filter((each) => {
    const identity = identityIn(type, each);
    const owner = seen.get(identity) ?? each.address;
    seen.set(identity, owner);
    return owner === each.address;
  });
}

function tell({ story }: Life, what: string, said: readonly Said[]): void {
  story.push(
    what,
    ...said.map(
      ({ severity, summary, detail, address }) => `  ${severity} ${address}: ${summary}: ${detail}`,
    ),
  );
}

function shown(instances: readonly Instance[]): string {
  return JSON.stringify(
    instances.map(({ address, config }) => [address, typeof config === "function" ? "(references)" : config]),
    (_key, value: unknown) => (value === null ? undefined : typeof value === "symbol" ? "(unknown)" : value),
  );
}

async function plan(life: Life, step: string, instances: readonly Instance[], state: State, core: Core) {
  life.story.push(`${step}: plan ${shown(instances)}`);
  const { ground } = life;
  const made = await core.plan(
    [...ground.holders, ...instances.map((each) => grounded(ground, each))],
    state,
  );
  tell(life, `  → ${JSON.stringify(actionsOf(made))}, drifted: ${made.drifted.join(", ")}`, made.diagnostics);
  return made;
}

/** Plans and applies; what then is left waits for people, who accept. Gives the state, the former one where refused. */
async function settle(
  life: Life,
  step: string,
  instances: readonly Instance[],
  state: State,
): Promise<State> {
  const { gen, at, type } = life;
  let now = state;
  for (let round = 0; round < 5; round += 1) {
    // Some values may be unknown while planning, and known at apply.
    let known = pick(gen, true, true, false);
    const asked = instances.map((instance): Instance => {
      const { config } = instance;
      if (typeof config === "function" || known) return instance;
      const open = withUnknowns(gen, type.schema.attributes, config);
      return { ...instance, config: () => (known ? config : open) };
    });
    const wasOpen = !known;
    const made = await plan(life, `${step} ${round}${wasOpen ? " (some unknown)" : ""}`, asked, now, at.core);
    known = true;
    if (failed(made.diagnostics)) return made.state;
    const actions = Object.keys(actionsOf(made));
    if (actions.length === 0) return made.state;
    const applied = await at.core.apply(made);
    tell(life, `${step} ${round}: applied`, applied.diagnostics);
    now = applied.state;
    const isWell = !failed(applied.diagnostics);
    const again = await plan(life, `${step} ${round}: again`, instances, now, at.core);
    if (isWell && !failed(again.diagnostics)) expectNothingToDo(again);
    now = again.state;
    if (!isWell) return now;
    if (at.sandbox.answer("accept") === 0) return now;
    life.story.push("everybody accepts");
  }
  throw new Error(`${step} does not settle`);
}

/** Somebody who is to go stays until another has accepted: that is shown as long as it lasts. */
function isHeldUp(before: TfObject | null, after: TfObject | null): boolean {
  return Object.entries(before ?? {}).some(([name, map]: [string, TfValue]) => {
    const next = own(after, name);
    if (!isObject(map) || !isObject(next)) return false;
    const isWaiting = Object.values(map).some((each) => own(each, "status") === "waiting");
    return isWaiting && Object.keys(map).some((key) => !Object.hasOwn(next, key));
  });
}

export function expectNothingToDo(made: Awaited<ReturnType<Core["plan"]>>): void {
  const left = [...made.changes].flatMap(([address, { action, before, after, replaces }]) =>
    action === "no-op" || isHeldUp(before, after)
      ? []
      : [{ address, action, replaces, ...differences(before, after) }],
  );
  if (left.length > 0) throw new Error(`the plan after an apply is not empty: ${text(left)}`);
}

function differences(before: TfObject | null, after: TfObject | null): object {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return Object.fromEntries(
    [...names]
      .filter((name) => text(own(before, name)) !== text(own(after, name)))
      .map((name) => [name, [own(before, name), own(after, name)]]),
  );
}

function text(value: unknown): string {
  return (
    JSON.stringify(value, (_key, each: unknown) => (typeof each === "symbol" ? "(unknown)" : each)) ?? ""
  );
}

/** What `-generate-config-out` writes of an import plans without a change. */
async function importAll(life: Life, state: State): Promise<void> {
  const { at, type, tally } = life;
  for (const [address, held] of state) {
    const { id } = attributesIn(held);
    if (typeof id !== "string") throw new Error(`${address} has no id`);
    const result = await at.core.import(address, type.name, id);
    tell(life, `import ${id}`, result.diagnostics);
    const [found] = result.state.values();
    if (found === undefined) continue;
    tally.imported += 1;
    const config = writable(type.schema.attributes, objectOf(Object.entries(attributesIn(found))));
    const made = await plan(life, "imported", [{ address, type: type.name, config }], result.state, at.core);
    if (!failed(made.diagnostics)) expectNothingToDo(made);
  }
}

/** The attributes of a state that a configuration can hold. */
export function writable(attributes: Attributes, state: TfObject): TfObject {
  return objectOf(
    [...attributes].flatMap(([name, attribute]): readonly (readonly [string, TfValue])[] => {
      if (attribute.mode === "computed" || attribute.writeOnly === true) return [];
      const value = own(state, name);
      if (!isNested(attribute) || !isObject(value)) return [[name, value]];
      if (attribute.nesting === "single") return [[name, writable(attribute.attributes, value)]];
      const elements = Object.entries(value).map(
        ([key, each]: [string, TfValue]): readonly [string, TfValue] => [
          key,
          isObject(each) ? writable(attribute.attributes, each) : each,
        ],
      );
      return [[name, objectOf(elements)]];
    }),
  );
}

/** Unprotected first, then all of it. Gives what is left. */
async function destroy(
  life: Life,
  step: string,
  instances: readonly Instance[],
  state: State,
): Promise<State> {
  const { at, type } = life;
  let now = state;
  if (type.schema.attributes.has("deletion_protection")) {
    const open = instances.map((instance): Instance => {
      const { config } = instance;
      if (typeof config === "function") return instance;
      return { ...instance, config: objectOf([...Object.entries(config), ["deletion_protection", false]]) };
    });
    const made = await plan(life, `${step}: unprotect`, open, now, at.core);
    if (failed(made.diagnostics)) return now;
    const { state: unprotected, diagnostics } = await at.core.apply(made);
    tell(life, `${step}: unprotected`, diagnostics);
    now = unprotected;
  }
  const made = await plan(life, step, [], now, at.core);
  if (failed(made.diagnostics)) return now;
  const applied = await at.core.apply(made);
  tell(life, `${step}: applied`, applied.diagnostics);
  if (!failed(applied.diagnostics) && applied.state.size > life.ground.state.size) {
    throw new Error(`destroyed, and still there: ${[...applied.state.keys()].join(", ")}`);
  }
  return applied.state;
}

/** Plans and refreshes whatever a state file may hold: of former versions, of other hands, of no sense. */
export async function senseless(gen: Gen, world: World, type: ResourceType): Promise<void> {
  await using at = await site(world);
  const story: string[] = [];
  const likely = [...Object.values(world.pool.holders), ...Object.values(world.pool.keys)].flat();
  const { attributes } = type.schema;
  const life: Life = {
    ground: bareGround,
    gen,
    world,
    type,
    at,
    story,
    tally: { applied: 0, changed: 0, imported: 0, destroyed: 0 },
  };
  try {
    for (let round = 0; round < 3; round += 1) {
      const held = objectOf(
        Object.entries(drawState(gen, attributes, likely)).filter(() => pick(gen, 0, 1, 2, 3) > 0),
      );
      const kept = new TextEncoder().encode(pick(gen, "", "{}", "no JSON", '{"ids":{"a":1},"basis":[]}'));
      const address = `${type.name}.any`;
      const state: State = new Map([
        [address, stored(type.name, objectOf([...Object.entries(held), ["former", "x"]]), kept)],
      ]);
      story.push(`held: ${text(held)}`);
      const refreshed = await at.core.refresh(state);
      tell(life, "refreshed", refreshed.diagnostics);
      const config = pick(gen, true, false)
        ? drawConfig(gen, type, world.pool)
        : requiredOnly(
            writable(attributes, objectOf([...attributes.keys()].map((name) => [name, own(held, name)]))),
            type,
            gen,
            world,
          );
      await plan(life, "senseless", [{ address, type: type.name, config }], state, at.core);
      const id = pick(gen, "", "/", "%", "a/b/c/d/e", "\u0000", ...likely, String(own(held, "id")));
      const imported = await at.core.import(address, type.name, id);
      tell(life, `import ${JSON.stringify(id)}`, imported.diagnostics);
    }
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Error(`${said}\n\nWhat was done:\n${story.join("\n")}`, { cause: error });
  }
}

/** What must be written is, whatever else is. */
function requiredOnly(config: TfObject, type: ResourceType, gen: Gen, world: World): TfObject {
  const drawn = drawConfig(gen, type, world.pool);
  return objectOf(
    [...type.schema.attributes]
      .filter(([, { mode }]) => mode !== "computed")
      .map(([name, attribute]) => [
        name,
        attribute.mode === "required"
          ? own(config, name) === null || isNested(attribute)
            ? own(drawn, name)
            : own(config, name)
          : nestedOr(attribute, own(config, name)),
      ]),
  );
}

function nestedOr(
  attribute: Attributes extends ReadonlyMap<string, infer A> ? A : never,
  value: TfValue,
): TfValue {
  return isNested(attribute) && !isObject(value) ? null : value;
}
