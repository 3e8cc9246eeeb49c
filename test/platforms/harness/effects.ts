/**
 * What `effects` says a call does, against what the sandbox does: random calls by random accounts on a random state.
 * After a success the state on paper is what reading gives; whoever succeeds had a role that the rules ask for, and
 * whoever is refused had none; every row of access that differs is one that `touched` names.
 */
import fc from "fast-check";
import { expect } from "vitest";
import { idAt } from "../../../src/apply/request.ts";
import type { Connection } from "../../../src/http/connection.ts";
import { type Address, addressOf, isWithin, parentOf } from "../../../src/model/address.ts";
import type { CallDraft } from "../../../src/model/call.ts";
import { kindOf, type Platform, type Sought } from "../../../src/model/platform.ts";
import type { Resource, Unreadable } from "../../../src/model/resource.ts";
import { applyDeltas, createState, fork, type State, type StateView } from "../../../src/model/state.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { connectAs, readAll, type Secrets, send } from "./connect.ts";
import { type Gen, pick } from "./draw.ts";

export interface EffectsWorld {
  readonly platform: Platform;
  /** Who acts: accounts of the sandbox. */
  readonly accounts: readonly string[];
  /** Who sees everything that can be seen, together: what one cannot read another may. */
  readonly watchers: readonly string[];
  /** The organizations that are read. */
  readonly organizations: readonly Sought[];
  readonly drawSeed: (gen: Gen) => unknown;
  /** A call that the account may try in this state; null: none this time. */
  readonly drawCall: (
    gen: Gen,
    state: StateView,
    actor: { readonly id: string; readonly account: string },
    step: number,
  ) => CallDraft | null;
  readonly secrets?: Secrets;
  /**
   * Where roles alone do not decide: `done` although the rules said no, or `refused` although they said yes, is
   * right for this call. Default: never.
   */
  readonly beyondRoles?: (
    call: CallDraft,
    verdict: "done" | "refused",
    state: StateView,
    actor: string,
  ) => boolean;
  /** Attributes that the platform chooses for something new, in ways that nothing tells beforehand. */
  readonly chosen?: readonly string[];
  /** Resources whose ids nothing tells beforehand (an invitation's, say). Default: none but what calls yield. */
  readonly volatileIds?: (resource: Resource) => boolean;
  /** Operations that this world can never carry out or refuse; each needs a reason beside it. */
  readonly never?: readonly string[];
  /** Default 30 runs of 20 calls. */
  readonly runs?: number;
  readonly calls?: number;
}

/** Runs the property; throws with the counterexample. */
export async function effectsAgree(world: EffectsWorld): Promise<void> {
  const tally = new Map<string, { done: number; refused: number }>();
  const property = fc.asyncProperty(fc.gen(), (gen) => oneRun(world, gen, tally));
  const operations = Object.keys(world.platform.rules.actions).filter((each) => !world.never?.includes(each));
  const covered = (): boolean => operations.every((each) => (tally.get(each)?.done ?? 0) > 0);
  // Chance may leave a rare operation out of one round: then it is given another.
  for (let round = 0; round < 6 && !(round > 0 && covered()); round += 1) {
    await fc.assert(property, { numRuns: world.runs ?? 30, endOnFailure: true });
  }
  // A test of nothing would pass too: every operation was carried out at least once.
  expect([...tally.keys()].filter((each) => !world.never?.includes(each)).sort()).toEqual(
    [...operations].sort(),
  );
  expect(operations.filter((each) => tally.get(each)?.done === 0)).toEqual([]);
}

async function oneRun(
  world: EffectsWorld,
  gen: Gen,
  tally: Map<string, { done: number; refused: number }>,
): Promise<void> {
  const { platform } = world;
  const sandbox = await startSandbox(platform.name, { seed: world.drawSeed(gen) });
  const connections = new Map(
    [...new Set([...world.accounts, ...world.watchers])].map((each) => [
      each,
      connectAs(platform, sandbox, each),
    ]),
  );
  const ids = new Map<string, string>();
  try {
    let seen = await readBy(world, connections);
    for (let step = 0; step < (world.calls ?? 20); step += 1) {
      if (pick(gen, 0, 0, 0, 0, 0, 1) === 1 && sandbox.answer(pick(gen, "accept", "accept", "decline")) > 0) {
        seen = await readBy(world, connections);
      }
      const account = pick(gen, ...world.accounts);
      const connection = connections.get(account);
      if (connection === undefined) continue;
      const actor = { id: await actorId(platform, connection, account, ids), account };
      const call = world.drawCall(gen, seen.state, actor, step);
      if (call === null) continue;
      seen =
        (await oneCall(world, { seen, call, actor: actor.id, connection, connections, sandbox }, tally)) ??
        seen;
    }
  } finally {
    await sandbox.close();
    for (const connection of connections.values()) await connection.close();
  }
}

async function actorId(
  platform: Platform,
  connection: Connection,
  account: string,
  known: Map<string, string>,
): Promise<string> {
  const id = known.get(account);
  if (id !== undefined) return id;
  const actor = await platform.reading.identify(connection.reader);
  if ("ok" in actor) throw new Error(`${account}: ${actor.message}`);
  known.set(account, actor.id);
  return actor.id;
}

interface Attempt {
  readonly seen: Shared;
  readonly call: CallDraft;
  readonly actor: string;
  readonly connection: Connection;
  readonly connections: ReadonlyMap<string, Connection>;
  readonly sandbox: Sandbox;
}

/** Sends one call and compares; gives what is live now, or null where nothing was done. */
async function oneCall(
  world: EffectsWorld,
  { seen, call, actor, connection, connections }: Attempt,
  tally: Map<string, { done: number; refused: number }>,
): Promise<Shared | null> {
  const { platform } = world;
  const allowed = isAllowed(platform, seen, call, actor);
  const outcome = await send(connection, call, seen.state, world.secrets);
  const said = JSON.stringify([actor, call, outcome], null, 1);
  const count = tally.get(call.operation) ?? { done: 0, refused: 0 };
  tally.set(call.operation, count);
  if (!outcome.ok && outcome.reason !== "already") {
    count.refused += 1;
    expect(["forbidden", "missing", "conflict", "invalid"], said).toContain(outcome.reason);
    if (outcome.reason === "forbidden" && world.beyondRoles?.(call, "refused", seen.state, actor) !== true) {
      expect(allowed, said).not.toBe(true);
    }
    return null;
  }
  count.done += 1;
  if (world.beyondRoles?.(call, "done", seen.state, actor) !== true) expect(allowed, said).not.toBe(false);
  const expected = fork(seen.state);
  applyDeltas(expected, platform.effects(seen.state, call, { id: actor }));
  expectTouched(platform, seen.state, expected);
  const now = await readBy(world, connections);
  const id = outcome.ok && call.yields !== undefined ? idAt(outcome.body, call.yields.pointer) : undefined;
  compare(world, relabelled(platform, expected, call, id), [seen, now], said);
  return now;
}

/** What some accounts see together. */
interface Shared {
  readonly state: State;
  /** True where none of them can see. */
  readonly hidden: (address: string) => boolean;
}

async function readBy(world: EffectsWorld, connections: ReadonlyMap<string, Connection>): Promise<Shared> {
  const state = createState();
  const blind: (readonly Unreadable[])[] = [];
  for (const account of world.watchers) {
    const connection = connections.get(account);
    if (connection === undefined) continue;
    const seen = await readAll(world.platform, connection, world.organizations);
    for (const { facts, ...resource } of seen.state.all()) {
      // Facts of one watcher are about that one; what all see alike may stay.
      const known = state.get(resource.address);
      state.put(known === undefined ? { ...resource, ...(facts === undefined ? {} : { facts }) } : known);
    }
    blind.push(seen.unreadable);
  }
  const isHidden = (address: string, { address: at, collection }: Unreadable) =>
    collection === null ? isWithin(address, at) : isWithin(address, `${at}/${collection}`);
  return {
    state,
    hidden: (address) => blind.every((spots) => spots.some((spot) => isHidden(address, spot))),
  };
}

/** Whether the rules let the actor do it; null where nobody saw what would tell. */
function isAllowed(
  platform: Platform,
  { state, hidden }: Shared,
  call: CallDraft,
  actor: string,
): boolean | null {
  if (
    hidden(`${call.scope}/x`) ||
    platform.kinds.some(({ collection }) => hidden(`${call.scope}/${collection}/x`))
  ) {
    return null;
  }
  const rule = platform.rules.actions[call.operation];
  if (rule === undefined) throw new Error(`no rule for ${call.operation}`);
  if (rule.notSelf === true && call.changes.some((address) => address.endsWith(`/${actor}`))) return false;
  const roles = platform.access.standing(state, actor, call.scope);
  return rule.roles.length === 0 || rule.roles.some((role) => roles.has(role));
}

/** Every row of access that differs is one that `touched` names for what changed. */
export function expectTouched(platform: Platform, before: StateView, after: StateView): void {
  const { access } = platform;
  const touched = new Set<string>();
  const addresses = new Set([...before.all(), ...after.all()].map((each) => each.address));
  for (const address of addresses) {
    if (before.get(address) === after.get(address)) continue;
    for (const state of [before, after]) {
      const resource = state.get(address);
      if (resource === undefined) continue;
      for (const { target, who } of access.touched(state, resource)) touched.add(`${target} ${who}`);
    }
  }
  const rowsOf = (state: StateView) =>
    new Map(
      [...access.targets(state)]
        .flatMap((target) => access.rows(state, target, null))
        .map((row) => [`${row.target} ${row.who}`, row]),
    );
  const [former, latter] = [rowsOf(before), rowsOf(after)];
  for (const [name, row] of [...former, ...latter]) {
    if (JSON.stringify(former.get(name)) === JSON.stringify(latter.get(name))) continue;
    expect(touched.has(name) || touched.has(`${row.target} null`), `${name} is touched`).toBe(true);
  }
}

/** Reading knows a new object by its id, the plan by its label. */
function relabelled(
  platform: Platform,
  state: State,
  call: CallDraft,
  id: string | undefined,
): readonly Resource[] {
  const label = call.yields?.address;
  const made = label === undefined ? undefined : state.get(label);
  if (label === undefined || made === undefined || id === undefined) return [...state.all()];
  const { collection, labelled } = kindOf(platform, made.kind);
  if (labelled === undefined) {
    return [...state.all()].map((each) => (each.address === label ? { ...each, id } : each));
  }
  const address: Address = addressOf(parentOf(label), collection, id);
  return [...state.all()].map((resource) => {
    if (!isWithin(resource.address, label)) return resource;
    const moved = address + resource.address.slice(label.length);
    return resource.address === label
      ? { ...resource, address, key: id, id }
      : { ...resource, address: moved };
  });
}

/** Only what was seen both before and after: a call may also open or close eyes. */
function compare(
  world: EffectsWorld,
  expected: readonly Resource[],
  [before, after]: readonly [Shared, Shared],
  said: string,
): void {
  const isNew = (address: string): boolean => before.state.get(address) === undefined;
  const shape = (resources: Iterable<Resource>): Record<string, unknown> => {
    const by: Record<string, unknown> = {};
    for (const resource of resources) {
      const { address, kind, key, id, attributes, pending } = resource;
      if (before.hidden(address) || after.hidden(address)) continue;
      const known = { ...attributes };
      if (isNew(address)) for (const name of world.chosen ?? []) delete known[name];
      by[address] = {
        kind,
        key,
        attributes: known,
        pending,
        ...(world.volatileIds?.(resource) ? {} : { id }),
      };
    }
    return by;
  };
  expect(shape(expected), said).toEqual(shape(after.state.all()));
}
