/** Builders that keep tests about plans short: desired and live state from plain tables. */
import { addressOf } from "../../src/model/address.ts";
import { type DesiredState, defaultGuards } from "../../src/model/configuration.ts";
import { foldKey, type Manage } from "../../src/model/kind.ts";
import type { Plan } from "../../src/model/plan.ts";
import { type Actor, childKinds, type Platform, rootKind } from "../../src/model/platform.ts";
import type { Attributes, Desired, Resource, Unreadable } from "../../src/model/resource.ts";
import { applyDeltas, createState, fork, type StateView } from "../../src/model/state.ts";
import { isRecord, type Value } from "../../src/model/value.ts";
import { parseAllow } from "../../src/plan/allow.ts";
import { diff } from "../../src/plan/diff.ts";
import { buildPlan, type PlanInput } from "../../src/plan/plan.ts";

/** A resource as a table: attributes, `$id`, `$pending`, `$state`, `$expires`, and collections by name. */
export type Tree = { readonly [name: string]: unknown };

interface Grown {
  readonly resources: Map<string, Desired>;
  readonly managed: Map<string, Manage>;
}

function grow(platform: Platform, organizations: { readonly [key: string]: Tree }): Grown {
  const resources = new Map<string, Desired>();
  const managed = new Map<string, Manage>();
  const visit = (kindName: string, parent: string | null, written: string, tree: unknown): void => {
    const kind = platform.kinds.find((each) => each.name === kindName) ?? rootKind(platform);
    const key = foldKey(kind, written);
    const address = addressOf(parent, kind.collection, key);
    const node: Tree = isRecord(tree) ? tree : kind.shorthand === undefined ? {} : { [kind.shorthand]: tree };
    const collections = new Map(childKinds(platform, kind.name).map((child) => [child.collection, child]));
    const attributes: Record<string, Value> = {};
    if (kind.labelled !== undefined) attributes[kind.labelled.nameAttribute] = key;
    for (const [name, value] of Object.entries(node)) {
      if (!name.startsWith("$") && !collections.has(name)) attributes[name] = value as Value;
    }
    resources.set(address, {
      address,
      kind: kind.name,
      key,
      attributes: attributes as Attributes,
      ...(typeof node["$id"] === "string" ? { id: node["$id"] } : {}),
      ...(typeof node["$pending"] === "string" ? { pending: node["$pending"] } : {}),
      ...(node["$state"] === "absent"
        ? { state: "absent" as const, absentBecause: "configured" as const }
        : {}),
      ...(node["$expired"] === true ? { state: "absent" as const, absentBecause: "expired" as const } : {}),
      ...(Array.isArray(node["$previously"]) ? { previously: node["$previously"] as string[] } : {}),
    });
    const manage = isRecord(node["$manage"]) ? node["$manage"] : {};
    for (const [name, child] of collections) {
      const members = node[name];
      if (!isRecord(members)) continue;
      managed.set(`${address}/${name}`, (manage[name] as Manage | undefined) ?? child.manage);
      for (const [each, inner] of Object.entries(members)) visit(child.name, address, each, inner);
    }
  };
  for (const [key, tree] of Object.entries(organizations)) visit(rootKind(platform).name, null, key, tree);
  return { resources, managed };
}

/** What the files say. */
export function desiredOf(platform: Platform, organizations: { readonly [key: string]: Tree }): DesiredState {
  return grow(platform, organizations);
}

/** What is live. Labelled resources get their label as id unless `$id` is given. */
export function liveOf(platform: Platform, organizations: { readonly [key: string]: Tree }): StateView {
  const { resources } = grow(platform, organizations);
  const live: Resource[] = [];
  for (const each of resources.values()) {
    const kind = platform.kinds.find(({ name }) => name === each.kind);
    const id = each.id ?? (kind?.labelled === undefined ? undefined : `id-${each.key}`);
    live.push({
      address: each.address,
      kind: each.kind,
      key: each.key,
      attributes: each.attributes,
      ...(id === undefined ? {} : { id }),
      ...(each.pending === undefined ? {} : { pending: each.pending }),
    });
  }
  return createState(live);
}

export interface PlanOf
  extends Partial<Pick<PlanInput, "guards" | "former" | "expiring" | "targets" | "withoutForbidden">> {
  readonly actor?: Actor;
  readonly unknown?: readonly Unreadable[];
  readonly allow?: readonly string[];
}

/** A plan from two states, with the usual settings. */
export function planOf(
  platform: Platform,
  desired: DesiredState,
  live: StateView,
  options: PlanOf = {},
): Plan {
  const actor = options.actor ?? { id: "ann" };
  const found = diff({ platform, actor: actor.id, desired, live, unknown: options.unknown ?? [] });
  return buildPlan({
    sections: [
      {
        connection: platform.name,
        platform,
        urls: {},
        actor,
        organizations: [...desired.resources.keys()].filter((address) => !address.includes("/")),
        desired,
        live,
        diff: found,
        stops: [],
      },
    ],
    guards: options.guards ?? defaultGuards,
    former: options.former ?? [],
    expiring: options.expiring ?? 30,
    allow: parseAllow(options.allow ?? []).allowances,
    targets: options.targets ?? [],
    withoutForbidden: options.withoutForbidden ?? false,
    time: "2026-01-02T03:04:05.000Z",
    version: "0.0.0",
    configuration: "0",
  });
}

/** The state after every call of a plan has had its effects. */
export function carriedOut(
  platform: Platform,
  plan: Plan,
  live: StateView,
  actor: Actor = { id: "ann" },
): StateView {
  const state = fork(live);
  for (const section of plan.sections) {
    for (const call of section.calls) applyDeltas(state, platform.effects(state, call, actor));
  }
  return state;
}

/** A plan in a few lines: changes, calls and stops. */
export function sketch(plan: Plan): string {
  const lines: string[] = [];
  for (const stop of plan.stops) lines.push(`STOP ${stop.guard} ${stop.scope} --allow ${stop.allow}`);
  for (const stop of plan.allowed) lines.push(`allowed ${stop.guard} ${stop.scope}`);
  for (const section of plan.sections) {
    for (const change of section.changes) {
      const values = change.attributes.map(({ name, before, after }) =>
        change.action === "create" ? `${name}=${after}` : `${name}: ${before} → ${after}`,
      );
      const rest = change.waiting === undefined ? [] : [`waits for ${change.waiting}`];
      const how = [...(change.by ? [`by ${change.by}`] : change.calls), ...rest].join(" ");
      lines.push(
        [
          change.action,
          change.address,
          ...values,
          change.reason === "configured" ? "" : `(${change.reason})`,
          `[${how}]`,
        ]
          .filter(Boolean)
          .join(" "),
      );
    }
    for (const call of section.calls) {
      const path = call.path.map((segment) =>
        typeof segment === "string" ? segment : `<${JSON.stringify(segment)}>`,
      );
      lines.push(
        `${call.id} ${call.operation} /${path.join("/")}${call.dependsOn.length === 0 ? "" : ` after ${call.dependsOn.join(" ")}`}`,
      );
    }
    for (const { call, effect, address } of section.effects) lines.push(`${address} ${effect} by ${call}`);
    for (const { who, target, gained, lost, via } of section.access) {
      const kept = gained.length + lost.length === 0 ? ` keeps it by ${via.join(", ")}` : "";
      lines.push(
        `${who} ${target}${gained.length === 0 ? "" : ` +${gained.join("+")}`}${lost.length === 0 ? "" : ` -${lost.join("-")}`}${kept}`,
      );
    }
    for (const { address } of section.unmanaged) lines.push(`unmanaged ${address}`);
    for (const each of section.pending) lines.push(`pending ${each.address}`);
    for (const each of section.next) lines.push(`next ${each.address}: ${each.step}`);
    for (const stop of section.stops)
      lines.push(`STOP ${stop.guard} ${stop.scope}${stop.allow === null ? "" : ` --allow ${stop.allow}`}`);
    for (const stop of section.allowed) lines.push(`allowed ${stop.guard} ${stop.scope}`);
  }
  return `\n${lines.join("\n")}\n`;
}
