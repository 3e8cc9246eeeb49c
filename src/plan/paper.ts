/**
 * The paper run: a plan is carried out on paper before anybody sees it. Changes become calls against the state that
 * will be live when they are sent; every call has its effects, all that the platform does by itself included;
 * preflight and invariants hold after each; what the platform has already done needs no call of its own.
 */
import { type Address, parentOf } from "../model/address.ts";
import type { Call, CallDraft } from "../model/call.ts";
import type { Change } from "../model/change.ts";
import type { DesiredState, GuardSettings } from "../model/configuration.ts";
import { isThere } from "../model/kind.ts";
import type { NextStep, PlannedChange, SideEffect, Stop } from "../model/plan.ts";
import { type Actor, kindOf, type Platform } from "../model/platform.ts";
import type { Resource } from "../model/resource.ts";
import { applyDeltas, type Delta, fork, type StateView } from "../model/state.ts";
import { order } from "../model/value.ts";
import { createLedger, creatorsOf } from "./dependencies.ts";
import { exclusions, type Gap, gapsOf } from "./gaps.ts";
import { changeStops } from "./guards/change.ts";
import { type Breach, type Effect, holdersToBe, trackInvariants } from "./invariants.ts";
import { batches, type OrderedBatch } from "./order.ts";
import { preflight } from "./preflight.ts";
import { leftovers, rebase } from "./rebase.ts";

export interface PaperInput {
  readonly platform: Platform;
  readonly actor: Actor;
  readonly desired: DesiredState;
  readonly live: StateView;
  readonly changes: readonly Change[];
  readonly guards: GuardSettings;
  /** Leave out what the actor may not do, with what hangs on it, instead of stopping. */
  readonly withoutForbidden: boolean;
  /** Gives the next call id of the plan. */
  readonly nextId: () => string;
}

export interface PaperRun {
  /** In the order of the input. */
  readonly changes: readonly PlannedChange[];
  readonly calls: readonly Call[];
  readonly effects: readonly SideEffect[];
  /** What will be live when all calls have been carried out. */
  readonly final: StateView;
  /** What each call does, in order. */
  readonly happened: readonly Happened[];
  /** Every address that differs between live and final. */
  readonly touched: ReadonlySet<Address>;
  readonly stops: readonly Stop[];
  /** Collections whose administrators were counted. */
  readonly counted: readonly Address[];
  /** What is invited only after the same principal has given up other places. */
  readonly gaps: readonly Gap[];
  /** What the calls leave behind, for a person to look at. */
  readonly notes: readonly NextStep[];
}

export interface Happened {
  readonly call: string;
  readonly effects: readonly Effect[];
}

/** Ids of the calls of one plan, in the order in which they are made: `c1`, `c2`, … */
export function callIds(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `c${count}`;
  };
}

/** Carries `changes` out on paper. Pure; linear in changes and their effects. */
export function paperRun(input: PaperInput): PaperRun {
  const { platform, actor, desired, live, guards } = input;
  const state = fork(live);
  const calls: Call[] = [];
  const effects: SideEffect[] = [];
  const stops: Stop[] = [];
  const notes: NextStep[] = [];
  const happened: Happened[] = [];
  const touched = new Set<Address>();
  const waiting = new Map<Address, string>();
  const by = new Map<Address, string>();
  const carriers = new Map<Address, string[]>();
  const losing = new Set<Address>();
  const destroyed = new Set<Address>();
  for (const change of input.changes) {
    if (change.direction === "lowering" || change.action === "delete") losing.add(change.address);
    if (change.action === "delete") destroyed.add(change.address);
  }
  const ledger = createLedger(
    destroyed,
    platform.kinds.some((kind) => kind.comesAfter !== undefined),
  );
  const invariants = trackInvariants(platform.rules.invariants, live, losing, (invariant) =>
    invariant.admins ? Math.max(invariant.minimum, guards.admins.minimum) : invariant.minimum,
  );
  const actorCalls: string[] = [];

  const excluded = exclusions(platform, input.changes, live);

  /** Something that must be gone or accepted first, and is not by what the plan has done so far. */
  const blockedBy = (address: Address): string | undefined => {
    const inTheWay = excluded.get(address)?.find((other) => state.get(other) !== undefined);
    if (inTheWay !== undefined) return `${inTheWay} to be removed`;
    const wanted = desired.resources.get(address);
    const needs = wanted === undefined ? [] : (kindOf(platform, wanted.kind).refers?.(wanted) ?? []);
    for (let up = parentOf(address); up !== null; up = parentOf(up)) {
      const reason = waiting.get(up);
      if (reason !== undefined) return reason;
    }
    for (const need of needs) {
      // What refers to somebody who has not accepted yet waits for that.
      const reason = waiting.get(need) ?? state.get(need)?.pending;
      if (reason !== undefined) return reason;
    }
    return undefined;
  };

  /** Creates that turn out to lower, since the platform gave more by itself: they have their turn with the lowerings. */
  const postponed = new Map<Address, Change>();

  const prepare = (batch: OrderedBatch): readonly Change[] => {
    const open: Change[] = [];
    for (const change of batch.changes) {
      const blocked = blockedBy(change.address);
      if (blocked !== undefined) {
        waiting.set(change.address, blocked);
        continue;
      }
      const rebased = rebase(platform, change, desired.resources.get(change.address), state);
      if (rebased === null) {
        const call = ledger.last(change.address);
        if (call !== undefined) by.set(change.address, call);
        continue;
      }
      if (rebased !== change) stops.push(...changeStops(platform, rebased, actor));
      if (batch.phase === 0 && rebased.direction === "lowering" && batch.kind.rewrites === undefined)
        postponed.set(change.address, rebased);
      else open.push(rebased);
    }
    return open;
  };

  /** The calls so far in the organization that one of these roles lets the actor do. */
  const needing = (roles: readonly string[], place: Address): readonly string[] => {
    const here = new Set(ledger.inRoot(place));
    return calls
      .filter(({ id, operation }) => {
        const needed = platform.rules.actions[operation]?.roles ?? [];
        return here.has(id) && needed.some((role) => roles.includes(role));
      })
      .map(({ id }) => id);
  };

  const carryOut = (
    draft: CallDraft,
    batch: OrderedBatch,
    siblings: readonly (string | null)[],
    deltas: readonly Delta[],
    as: string | null,
  ): string => {
    const id = input.nextId();
    const happens = effectsOf(state, deltas);
    happened.push({ call: id, effects: happens });
    const carried = new Set(draft.changes);
    const needs = new Set<string>();
    for (const index of draft.after ?? []) needs.add(siblings[index] ?? id);
    const { kind } = batch;
    const named = draft.changes
      .map((address) => desired.resources.get(address))
      .filter((each) => each !== undefined);
    const refers = named.flatMap((wanted) => kind.refers?.(wanted) ?? []);
    for (const call of creatorsOf(ledger, draft, refers)) needs.add(call);
    for (const wanted of named) {
      if (kind.comesAfter === undefined || live.get(wanted.address) !== undefined) continue;
      for (const { operation, address } of kind.comesAfter(wanted)) {
        for (const setting of ledger.of(operation, address)) needs.add(setting);
      }
    }
    for (const address of draft.changes) {
      const last = ledger.last(address);
      if (last !== undefined) needs.add(last);
      for (const other of excluded.get(address) ?? []) {
        const removal = ledger.last(other);
        if (removal !== undefined) needs.add(removal);
      }
      if (destroyed.has(address)) for (const call of ledger.below(address)) needs.add(call);
    }
    const standing = () => platform.access.standing(state, actor.id, draft.scope);
    const held = batch.phase === 1 ? standing() : null;
    if (live.get(draft.scope) !== undefined && preflight(platform, live, draft, actor).stop !== null) {
      // Allowed only by what this plan does first.
      for (const call of [...actorCalls, ...ledger.inRoot(draft.scope)]) needs.add(call);
    }

    applyDeltas(state, deltas);
    if (batch.phase === 3) for (const call of ledger.inRoot(draft.scope)) needs.add(call);
    // What takes from the actor, in whatever it is hidden (a list of privileges, say), comes after all that needs it.
    if (held !== null && state.get(draft.scope) !== undefined) {
      const now = standing();
      const lost = [...held].filter((role) => !now.has(role));
      if (lost.length > 0) for (const call of needing(lost, draft.scope)) needs.add(call);
    }
    for (const need of invariants.record(id, happens)) needs.add(need);
    for (const { before, after } of happens) {
      const resource = after ?? before;
      if (resource === undefined) continue;
      const { address } = resource;
      touched.add(address);
      ledger.touched(id, address, before === undefined);
      if (!carried.has(address)) {
        effects.push({
          call: id,
          address,
          kind: resource.kind,
          effect: before === undefined ? "appears" : after === undefined ? "goes" : "changes",
        });
      }
      if (resource.key === actor.id) actorCalls.push(id);
    }
    needs.delete(id);
    const { after: _after, ...call } = draft;
    calls.push({ ...call, id, ...(as === null ? {} : { as }), dependsOn: [...needs] });
    ledger.note(id, draft);
    for (const address of draft.changes) {
      const list = carriers.get(address);
      if (list === undefined) carriers.set(address, [id]);
      else list.push(id);
    }
    return id;
  };

  const written = (address: Address) => {
    const wanted = desired.resources.get(address);
    return wanted?.state === "absent" ? undefined : wanted?.attributes;
  };
  const byAddress = new Map(input.changes.map((change) => [change.address, change]));
  const changeAt = (address: Address) => byAddress.get(address);
  const hasToWait = (change: Change): boolean => excluded.has(change.address);
  const carryOutBatch = (batch: OrderedBatch): void => {
    const open = prepare(batch);
    for (const changes of batch.kind.rewrites === undefined ? byDirection(open) : [open]) {
      if (changes.length === 0) continue;
      const drafts = platform.calls(
        { kind: batch.kind, parent: batch.parent, changes, written, planned: changeAt },
        state,
        actor,
      );
      for (const each of drafts.waiting ?? []) waiting.set(each.address, each.for);
      const sent: (string | null)[] = [];
      for (const draft of drafts.calls) {
        const verdict = preflight(platform, state, draft, actor);
        const { stop } = verdict;
        const cut = draft.after?.some((index) => sent[index] === null) ?? false;
        if (input.withoutForbidden && (stop !== null || cut)) {
          for (const address of draft.changes)
            waiting.set(address, stop?.message ?? "an earlier step, left out");
          sent.push(null);
          continue;
        }
        const deltas = platform.effects(state, draft, actor);
        const breaches = invariants.breaches(effectsOf(state, deltas));
        const people = breaches.flatMap((breach) => holdersToBe(state, breach));
        if (people.length > 0) {
          for (const address of draft.changes) waiting.set(address, people.join(" and "));
          sent.push(null);
          continue;
        }
        if (stop !== null) stops.push(stop);
        stops.push(...breaches.map((breach) => breachStop(breach, draft)));
        const as = verdict.stop === null ? verdict.as : null;
        sent.push(carryOut(draft, batch, sent, deltas, as));
      }
      if (sent.some((id) => id !== null)) notes.push(...(drafts.notes ?? []));
    }
  };
  const ordered = (changes: readonly Change[]) => batches(platform, changes, actor.id, hasToWait);
  const [early, late] = halves(ordered(input.changes));
  early.forEach(carryOutBatch);
  const left = new Set(late.flatMap(({ changes }) => changes));
  const open = (change: Change) => postponed.get(change.address) ?? (left.has(change) ? change : []);
  (postponed.size === 0 ? late : ordered(input.changes.flatMap(open))).forEach(carryOutBatch);

  const planned = input.changes.map((change): PlannedChange => {
    const reason = waiting.get(change.address);
    const own = carriers.get(change.address) ?? [];
    const call = by.get(change.address);
    const invited = state.get(change.address)?.pending;
    // Nothing is deleted as long as nothing is sent.
    const idle = change.action === "replace" && own.length === 0 && reason !== undefined;
    const there = isThere(kindOf(platform, change.kind), state.get(change.address));
    const prepared =
      own.length > 0 && (change.action === "create" ? !there : change.action === "delete" && there);
    return {
      ...change,
      ...(idle ? { action: "update" as const } : {}),
      calls: own,
      ...(call === undefined || own.length > 0 ? {} : { by: call }),
      ...(own.length === 0 || invited === undefined ? {} : { pending: invited }),
      ...(reason === undefined ? {} : { waiting: reason }),
      ...(prepared && reason !== undefined ? { prepared } : {}),
    };
  });
  const changing = new Set(input.changes.map((change) => change.address));
  return {
    changes: planned,
    calls,
    effects: effects
      .filter((effect) => !changing.has(effect.address))
      .sort((a, b) => order(a.address, b.address)),
    final: state,
    happened,
    touched,
    stops: [...stops, ...leftovers(platform, desired, planned, state)],
    counted: [...invariants.counted()],
    gaps: gapsOf(planned, excluded, platform),
    notes,
  };
}

/** What deltas do to each resource, before they are applied. */
function effectsOf(state: StateView, deltas: readonly Delta[]): readonly Effect[] {
  const seen = new Map<Address, Resource | undefined>();
  const now = (address: Address): Resource | undefined =>
    seen.has(address) ? seen.get(address) : state.get(address);
  const effects: Effect[] = [];
  for (const delta of deltas) {
    const gone = delta.type === "remove" ? state.within(delta.address).map(({ address }) => address) : [];
    const after = delta.type === "put" ? delta.resource : undefined;
    for (const address of after === undefined ? gone : [after.address]) {
      const before = now(address);
      if (before !== undefined || after !== undefined) effects.push({ before, after });
      seen.set(address, after);
    }
  }
  return effects;
}

function breachStop({ invariant, collection, left, minimum }: Breach, draft: CallDraft): Stop {
  return {
    guard: "admins",
    scope: collection,
    message:
      `${left} ${invariant.title} would be left in ${collection} after ${draft.operation}; ` +
      `at least ${minimum} must stay. Name another one first.`,
    allow: null,
    setting: invariant.admins ? "guards.admins.minimum" : null,
  };
}

/** What comes before anything is lowered, and the rest. */
function halves(
  all: readonly OrderedBatch[],
): readonly [early: readonly OrderedBatch[], late: readonly OrderedBatch[]] {
  const start = all.findIndex(({ phase }) => phase > 0);
  return start < 0 ? [all, []] : [all.slice(0, start), all.slice(start)];
}

function byDirection(changes: readonly Change[]): readonly (readonly Change[])[] {
  return [...Map.groupBy(changes, (change) => `${change.action === "delete"} ${change.direction}`).values()];
}
