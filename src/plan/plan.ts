/** Makes plans: pure and deterministic, the time included in what it is given. */
import { hash } from "node:crypto";
import { type Address, homeOf, isWithin, rootOf } from "../model/address.ts";
import type { Change } from "../model/change.ts";
import type { DesiredState, GuardSettings } from "../model/configuration.ts";
import type { Plan, PlannedChange, PlanSection, PlanSummary, Stop } from "../model/plan.ts";
import { type Actor, kindOf, type Platform } from "../model/platform.ts";
import { placeOf } from "../model/resource.ts";
import type { StateView } from "../model/state.ts";
import { order } from "../model/value.ts";
import type { Written } from "../model/written.ts";
import { accessChanges } from "./access.ts";
import type { Allowance } from "./allow.ts";
import { basisOf } from "./basis.ts";
import type { Diff } from "./diff.ts";
import { expiringIn } from "./expiring.ts";
import { asideStops, standingStops } from "./guards/aside.ts";
import { changeStops } from "./guards/change.ts";
import { goneIn } from "./guards/gone.ts";
import { impossibleStop } from "./guards/impossible.ts";
import { protectedStops } from "./guards/protected.ts";
import { removalGuards, runStops } from "./guards/removals.ts";
import { neededIn, requiredGuard } from "./guards/required.ts";
import { shrinkStops } from "./guards/shrink.ts";
import { uninvitedGuard } from "./guards/uninvited.ts";
import { unknownGuard } from "./guards/unknown.ts";
import { nextSteps } from "./next.ts";
import { callIds, paperRun } from "./paper.ts";
import { judged } from "./stops.ts";
import { withinTargets } from "./target.ts";

/** One connection, read and compared. */
export interface SectionInput {
  readonly connection: string;
  readonly platform: Platform;
  /** Base URLs by host. */
  readonly urls: Readonly<Record<string, string>>;
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
  /** What files wrote at the last apply of every organization that the store knows. */
  readonly former: readonly Written[];
  readonly allow: readonly Allowance[];
  readonly targets: readonly Address[];
  readonly withoutForbidden: boolean;
  /** Days ahead in which what expires is named; 0: nothing is. */
  readonly expiring: number;
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
  const built = input.sections.map((section) => buildSection(section, input, nextId));
  const sections = built.map(({ section }) => section);
  const whole = judged(
    [
      ...runStops(built, input.guards),
      ...shrinkStops(
        input.former,
        input.sections.map(({ desired }) => desired),
        input.guards.shrink,
        new Set(built.flatMap(({ stopped }) => [...stopped])),
      ).filter(({ scope }) => isTarget(input.targets, scope)),
    ],
    input.allow,
  );
  const body: Omit<Plan, "digest"> = {
    format: "charter-plan/1",
    version: input.version,
    time: input.time,
    configuration: input.configuration,
    targets: [...input.targets].sort(order),
    allow: input.allow.map(({ text }) => text).sort(order),
    withoutForbidden: input.withoutForbidden,
    sections,
    ...whole,
    summary: summarize(sections, whole.stops),
  };
  return { ...body, digest: planDigest(body) };
}

/**
 * The digest that a plan must have; a plan that was edited by hand has another. Taken of the text, whose order is
 * that in which plans are built and survives the way through a file. The time is left out: who reviewed a plan has
 * reviewed every later one that says the same.
 */
export function planDigest({
  time: _time,
  ...bound
}: Omit<Plan, "digest"> | Record<string, unknown>): string {
  return hash("sha256", JSON.stringify(bound), "hex");
}

/** Whether something at the address is, holds, or lies in what is planned. */
function isTarget(targets: readonly Address[], address: Address): boolean {
  return (
    targets.length === 0 || targets.some((target) => isWithin(address, target) || isWithin(target, address))
  );
}

interface Built {
  readonly section: PlanSection;
  readonly platform: Platform;
  readonly live: StateView;
  /** Removals that no limit has stopped so far. */
  readonly rest: number;
  /** Collections where removals stop. */
  readonly stopped: ReadonlySet<Address>;
}

function buildSection(section: SectionInput, input: PlanInput, nextId: () => string): Built {
  const { platform, actor, desired, live, diff } = section;
  const { guards, targets } = input;
  const inTarget = (address: Address): boolean => isTarget(targets, address);
  const changes = withinTargets(platform, diff.changes, targets, desired);
  const run = paperRun({
    platform,
    actor,
    desired,
    live,
    changes,
    guards,
    withoutForbidden: input.withoutForbidden,
    nextId,
  });
  const unknown = unknownGuard(diff.unknown, actor.id, changes);
  const uninvited = uninvitedGuard(platform, actor.id, desired, run.effects);
  const removed = goneIn(platform, live, run);
  const limits = removalGuards(removed, live, guards, platform);
  const needed = neededIn(platform, section.organizations, run.final, guards.admins.required);
  const unreadable = new Set(diff.unknown.map(placeOf));
  const required = requiredGuard(needed, { platform, live, desired, unreadable }, run);
  const here = ({ scope }: Stop): boolean => inTarget(scope);
  const changed = new Set(changes.map(({ address }) => address));
  const stops = [
    // Found over the whole connection: only what concerns the targets counts.
    ...[...section.stops, ...unknown.stops, ...required.stops].filter(here),
    ...diff.impossible.filter(({ address }) => changed.has(address) || inTarget(address)).map(impossibleStop),
    // Found in what is planned, wherever its calls reach.
    ...run.changes.flatMap((change) => changeStops(platform, change, actor, isIdle(change))),
    ...limits.stops,
    ...protectedStops(guards.protected, platform, desired, live, run),
    ...run.stops,
    ...asideStops({ platform, actor, live }, run),
    ...uninvited.stops,
  ];
  stops.push(...standingStops({ platform, actor, live }, run, stops));
  const roots = new Set([...run.touched].map(rootOf));
  const counted = [
    ...run.counted,
    ...removed.map(({ address }) => homeOf(address) ?? "").filter((home) => home !== ""),
    // Who else stands in a list that is written whole is part of what is written.
    ...changes
      .filter((change) => kindOf(platform, change.kind).rewrites !== undefined)
      .map(({ address }) => homeOf(address) ?? ""),
  ];
  const planned: PlanSection = {
    connection: section.connection,
    platform: platform.name,
    urls: section.urls,
    actor: actor.id,
    organizations: section.organizations,
    changes: run.changes,
    calls: run.calls,
    effects: run.effects,
    access: accessChanges(platform.access, live, run.final, run.touched),
    pending: diff.pending.filter(({ address }) => inTarget(address)),
    unmanaged: diff.unmanaged.filter(({ address }) => inTarget(address)),
    unknown: diff.unknown.filter(({ address }) => inTarget(address)),
    ...judged(stops, input.allow),
    next: [
      ...nextSteps(run),
      ...unknown.next,
      ...uninvited.next,
      ...[...required.next, ...diff.unsure].filter(({ address }) => inTarget(address)),
    ].sort((a, b) => order(a.address, b.address)),
    expiring: expiringIn(platform, desired, input.time, input.expiring).filter(
      ({ address }) => address === null || inTarget(address),
    ),
    ...basisOf(
      live,
      [
        ...run.touched,
        ...changed,
        ...needed.flatMap(({ address }) => (roots.has(rootOf(address)) ? [address] : [])),
      ],
      counted,
    ),
  };
  return { section: planned, platform, live, rest: limits.rest, stopped: limits.stopped };
}

/** Nothing of it is sent with this plan. */
function isIdle({ waiting, calls }: PlannedChange): boolean {
  return waiting !== undefined && calls.length === 0;
}

export function summarize(sections: readonly PlanSection[], whole: readonly Stop[]): PlanSummary {
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
    stops: whole.length + sum((section) => section.stops.length),
    calls: sum((section) => section.calls.length),
  };
}
