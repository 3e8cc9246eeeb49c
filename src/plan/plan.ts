/** Makes plans: pure and deterministic, the time included in what it is given. */
import { hash } from "node:crypto";
import { type Address, coveredBy, homeOf, isWithin, keyOf } from "../model/address.ts";
import type { Change } from "../model/change.ts";
import type { DesiredState, GuardSettings } from "../model/configuration.ts";
import type {
  NextStep,
  Plan,
  PlannedChange,
  PlanSection,
  PlanSummary,
  SideEffect,
  Stop,
} from "../model/plan.ts";
import { type Actor, kindOf, type Platform } from "../model/platform.ts";
import { placeOf } from "../model/resource.ts";
import type { StateView } from "../model/state.ts";
import { sentence } from "../model/text.ts";
import { order } from "../model/value.ts";
import { accessChanges } from "./access.ts";
import type { Allowance } from "./allow.ts";
import { basisOf } from "./basis.ts";
import type { Diff, Impossible } from "./diff.ts";
import { changeStops, type Removed, removalStops } from "./guards.ts";
import { callIds, type PaperRun, paperRun } from "./paper.ts";
import { withinTargets } from "./target.ts";

/** One connection, read and compared. */
export interface SectionInput {
  readonly connection: string;
  readonly platform: Platform;
  readonly actor: Actor;
  readonly organizations: readonly Address[];
  readonly desired: DesiredState;
  readonly live: StateView;
  /** What {@link diff} found. */
  readonly diff: Diff;
  /** Stops that matching found. */
  readonly stops: readonly Stop[];
}

export interface PlanInput {
  readonly sections: readonly SectionInput[];
  readonly guards: GuardSettings;
  readonly allow: readonly Allowance[];
  readonly targets: readonly Address[];
  readonly withoutForbidden: boolean;
  /** ISO 8601. */
  readonly time: string;
  /** Charter's version. */
  readonly version: string;
  /** Digest of the configuration. */
  readonly configuration: string;
}

/** The plan that leads from live state to configuration, carried out on paper. */
export function buildPlan(input: PlanInput): Plan {
  const nextId = callIds();
  const sections = input.sections.map((section) => buildSection(section, input, nextId));
  const body: Omit<Plan, "digest"> = {
    format: "charter-plan/1",
    version: input.version,
    time: input.time,
    configuration: input.configuration,
    targets: [...input.targets].sort(order),
    sections,
    summary: summarize(sections),
  };
  return { ...body, digest: planDigest(body) };
}

/**
 * The digest that a plan must have; a plan that was edited by hand has another. Taken of the text, whose order is
 * that in which plans are built and survives the way through a file.
 */
export function planDigest(plan: Omit<Plan, "digest"> & Partial<Pick<Plan, "digest">>): string {
  const { digest: _digest, ...bound } = plan;
  return hash("sha256", JSON.stringify(bound), "hex");
}

function buildSection(section: SectionInput, input: PlanInput, nextId: () => string): PlanSection {
  const { platform, actor, desired, live, diff } = section;
  const inTarget = (address: Address): boolean =>
    input.targets.length === 0 ||
    input.targets.some((target) => isWithin(address, target) || isWithin(target, address));
  const changes = withinTargets(platform, diff.changes, input.targets, desired);
  const run = paperRun({
    platform,
    actor,
    desired,
    live,
    changes,
    guards: input.guards,
    withoutForbidden: input.withoutForbidden,
    nextId,
  });
  const unknown = unknownStops(section, changes);
  const uninvited = uninvitedEffects(section, run);
  const removed = removals(run);
  const stops = [
    ...section.stops,
    ...diff.impossible.map(impossibleStop),
    ...unknown.stops,
    ...run.changes.flatMap((change) => changeStops(platform, change, actor, isIdle(change))),
    ...removalStops(removed, live, input.guards.removals, platform),
    ...run.stops,
    ...uninvited.stops,
  ].filter((stop) => inTarget(stop.scope));
  const kept = withoutEchoes(deduplicate(stops));
  const overridden = kept.filter((stop) => input.allow.some((allowance) => allowance.covers(stop)));
  const counted = [
    ...run.counted,
    ...removed.map(({ address }) => homeOf(address) ?? "").filter((home) => home !== ""),
    // Who else stands in a list that is written whole is part of what is written.
    ...changes
      .filter((change) => kindOf(platform, change.kind).rewrites !== undefined)
      .map(({ address }) => homeOf(address) ?? ""),
  ];
  return {
    connection: section.connection,
    platform: platform.name,
    actor: actor.id,
    organizations: section.organizations,
    changes: run.changes,
    calls: run.calls,
    effects: run.effects,
    access: accessChanges(platform.access, live, run.final, run.touched),
    pending: diff.pending.filter(({ address }) => inTarget(address)),
    unmanaged: diff.unmanaged.filter(({ address }) => inTarget(address)),
    unknown: diff.unknown.filter(({ address }) => inTarget(address)),
    stops: kept.filter((stop) => !overridden.includes(stop)),
    allowed: overridden,
    next: [...waitingSteps(run), ...gapSteps(run), ...run.notes, ...unknown.next, ...uninvited.next].sort(
      (a, b) => order(a.address, b.address),
    ),
    ...basisOf(live, [...run.touched, ...changes.map((change) => change.address)], counted),
  };
}

/** Nothing of it is sent with this plan. */
function isIdle({ waiting, calls }: PlannedChange): boolean {
  return waiting !== undefined && calls.length === 0;
}

function impossibleStop({ address, attribute, why }: Impossible): Stop {
  const guard = why === "needed" ? "incomplete" : "immutable";
  return { guard, scope: address, message: impossible(address, attribute, why), allow: null, setting: null };
}

function impossible(address: Address, attribute: string, why: Impossible["why"]): string {
  switch (why) {
    case "immutable":
      return `${attribute} of ${address} cannot change after creation, and replacing it would destroy what it holds. Write the live value, or make a new one beside it.`;
    case "one-way":
      return `${attribute} of ${address} cannot be taken back on the platform. Write the live value.`;
    case "needed":
      return `${address} is not there yet, and cannot be created without ${attribute}. Write it.`;
  }
}

/** Managed collections that could not be read; unless the plan itself makes them readable. */
function unknownStops(
  section: SectionInput,
  changes: readonly Change[],
): { readonly stops: readonly Stop[]; readonly next: readonly NextStep[] } {
  const stops: Stop[] = [];
  const next: NextStep[] = [];
  for (const each of section.diff.unknown) {
    const place = placeOf(each);
    const opened = changes.some((change) => homeOf(change.address) === place && change.action === "create");
    if (opened) {
      next.push({
        address: place,
        step: `${place} becomes readable for ${section.actor.id} with this plan; plan again to manage the rest of it.`,
      });
      continue;
    }
    stops.push({
      guard: "unknown",
      scope: place,
      message:
        `${place} is managed, but ${section.actor.id} cannot read it: ${sentence(each.why)} Nothing is planned there. ` +
        `Give ${section.actor.id} access, or leave it out of this run.`,
      allow: `unknown:${place}`,
      setting: null,
    });
  }
  return { stops, next };
}

/**
 * What the platform adds by itself to a collection that the configuration speaks for, and that is not written
 * there: the next plan would remove it again, and where it is the actor's own, lock the actor out.
 */
function uninvitedEffects(
  section: SectionInput,
  run: PaperRun,
): { readonly stops: readonly Stop[]; readonly next: readonly NextStep[] } {
  const stops: Stop[] = [];
  const next: NextStep[] = [];
  for (const effect of run.effects) {
    if (effect.effect !== "appears") continue;
    const mode = section.desired.managed.get(homeOf(effect.address) ?? "");
    if (mode !== "authoritative" || kindOf(section.platform, effect.kind).omission !== "remove") continue;
    if (keyOf(effect.address) === section.actor.id) {
      stops.push({
        guard: "actor",
        scope: effect.address,
        message:
          `${section.platform.title} gives ${section.actor.id} ${effect.address} by itself (${effect.call}), and the configuration ` +
          `does not list it: the next plan would lock ${section.actor.id} out. Write it into the configuration.`,
        allow: `actor:${effect.address}`,
        setting: null,
      });
    }
    next.push({
      address: effect.address,
      step: "appears by itself and is not configured: the next plan removes it.",
    });
  }
  return { stops, next };
}

function waitingSteps(run: PaperRun): readonly NextStep[] {
  return run.changes
    .filter((change) => change.waiting !== undefined)
    .map((change) => ({
      address: change.address,
      step: `${change.calls.length === 0 ? change.action : "the rest"} waits for ${change.waiting}`,
    }));
}

/** Where one place must be given up before another can be taken, and the other begins with an acceptance. */
function gapSteps(run: PaperRun): readonly NextStep[] {
  return run.gaps.map(({ address, given }) => {
    const shown = given.slice(0, 3).join(", ") + (given.length > 3 ? ` and ${given.length - 3} more` : "");
    return {
      address,
      step: `${keyOf(address)} gives up ${shown} first, and has neither until the invitation is accepted.`,
    };
  });
}

/** Everything that goes: deletes, and what goes along with them, save what lies in a destroyed container. */
function removals(run: PaperRun): readonly Removed[] {
  const deletes = run.changes.filter((change) => change.action === "delete" && change.waiting === undefined);
  const deleted = new Set(deletes.map((change) => change.address));
  const cascades = run.effects.filter(
    (effect: SideEffect) => effect.effect === "goes" && coveredBy(effect.address, deleted) === null,
  );
  return [
    ...deletes.map((change) => ({ address: change.address, expired: change.reason === "expired" })),
    ...cascades.map((effect) => ({ address: effect.address, expired: false })),
  ];
}

/** That calls do not do what nothing can do goes without saying. */
function withoutEchoes(stops: readonly Stop[]): readonly Stop[] {
  const told = new Set(stops.filter(({ guard }) => cannot.has(guard)).map(({ scope }) => scope));
  return stops.filter(({ guard, scope }) => guard !== "inconsistent" || !told.has(scope));
}

const cannot: ReadonlySet<string> = new Set(["immutable", "incomplete", "unsupported"]);

function deduplicate(stops: readonly Stop[]): readonly Stop[] {
  const seen = new Map<string, Stop>();
  for (const stop of stops) {
    const key = `${stop.guard}\n${stop.scope}\n${stop.message}`;
    if (!seen.has(key)) seen.set(key, stop);
  }
  return [...seen.values()].sort((a, b) => order(a.guard, b.guard) || order(a.scope, b.scope));
}

function summarize(sections: readonly PlanSection[]): PlanSummary {
  const all = sections.flatMap((section) => section.changes);
  const sent = all.filter((change) => change.waiting === undefined || change.calls.length > 0);
  const count = (action: Change["action"]): number =>
    sent.filter((change) => change.action === action).length;
  const sum = (of: (section: PlanSection) => number): number =>
    sections.reduce((total, section) => total + of(section), 0);
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    delete: count("delete"),
    waiting: all.length - sent.length,
    pending: sum((section) => section.pending.length),
    unmanaged: sum((section) => section.unmanaged.length),
    unknown: sum((section) => section.unknown.length),
    stops: sum((section) => section.stops.length),
    calls: sum((section) => section.calls.length),
  };
}
