import type { Withheld } from "./access.ts";
import type { Address } from "./address.ts";
import type { Call } from "./call.ts";
import type { Change } from "./change.ts";
import type { Unreadable } from "./resource.ts";

/** A change as a plan holds it. */
export interface PlannedChange extends Change {
  /** The calls that carry it out, in order. */
  readonly calls: readonly string[];
  /** The platform does it by itself when this call is carried out: it needs none of its own. */
  readonly by?: string;
  /** What it waits for, with a person, once its calls have been carried out: it is an invitation. */
  readonly pending?: string;
  /** What must happen before it can be sent; where it has calls, before the rest of it can be sent. */
  readonly waiting?: string;
  /** Its calls only prepare it: before what it waits for has happened, nothing is there yet, or it still is. */
  readonly prepared?: true;
}

/** What the platform does by itself beyond the changes, when a call is carried out. */
export interface SideEffect {
  readonly call: string;
  readonly address: Address;
  readonly kind: string;
  readonly effect: "appears" | "changes" | "goes";
}

/** Somebody gains or loses access to something, or keeps it by fewer paths. */
export interface AccessChange {
  readonly who: string;
  readonly target: Address;
  readonly before: string | null;
  readonly after: string | null;
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** The paths by which it is (or, where all is lost, was) reached. */
  readonly via: readonly string[];
  /** Paths that are none any more although others are left. Alone it says that access stays. */
  readonly left?: readonly string[];
  /** Of what is lost: what a setting of the target takes, not a level. */
  readonly withheld?: readonly Withheld[];
}

/** A reason why the plan must not be applied as it is. */
export interface Stop {
  /**
   * `removals`, `expiries`, `shrink`, `admins`, `protected`, `actor`, `destroy`, `forbidden`, `unknown`, `gone`, `identity`,
   * `immutable`, `incomplete`, `unsupported`, `inconsistent`.
   */
  readonly guard: string;
  /** The collection or resource that it is about; `/` for the whole run. */
  readonly scope: Address;
  /** What would happen, with the numbers, and what to do. */
  readonly message: string;
  /** The text for `--allow` that overrides it; null where nothing does. */
  readonly allow: string | null;
  /** The setting in `charter.yaml` that changes it. */
  readonly setting: string | null;
}

/** Something live that the configuration does not speak of although it manages the collection. */
export interface Unmanaged {
  readonly address: Address;
  readonly kind: string;
  /** As a person would recognize it, where the address is an id. */
  readonly name: string | null;
}

/** Something that ends within the days that the settings name. */
export interface Expiring {
  /** What ends: a resource, or with null the person, with all that they hold. */
  readonly address: Address | null;
  /** The name in `people`, where it is a person that ends; else null. */
  readonly person: string | null;
  /** YYYY-MM-DD: the last day on which it holds, UTC. */
  readonly expires: string;
}

/** Something that a later run will do, with what it waits for, or that a person should look at afterwards. */
export interface NextStep {
  readonly address: Address;
  readonly step: string;
}

/** The part of a plan that concerns one connection. */
export interface PlanSection {
  readonly connection: string;
  readonly platform: string;
  /** Where its calls go: base URLs by host of the protocol. */
  readonly urls: Readonly<Record<string, string>>;
  readonly actor: string;
  readonly organizations: readonly Address[];
  readonly changes: readonly PlannedChange[];
  readonly calls: readonly Call[];
  readonly effects: readonly SideEffect[];
  readonly access: readonly AccessChange[];
  readonly pending: readonly { readonly address: Address; readonly for: string }[];
  readonly unmanaged: readonly Unmanaged[];
  readonly unknown: readonly Unreadable[];
  readonly stops: readonly Stop[];
  /** Stops that were overridden, with the flag that did. */
  readonly allowed: readonly Stop[];
  readonly next: readonly NextStep[];
  /** What ends soon by what is written, in order of the days. */
  readonly expiring: readonly Expiring[];
  /** Digest of every live resource that the plan changes or its guards counted, by address: what apply re-reads. */
  readonly basis: Readonly<Record<Address, string>>;
  /** The collections (or resources) that the basis covers wholly: something new in there also makes it stale. */
  readonly covers: readonly Address[];
}

export interface PlanSummary {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
  readonly waiting: number;
  readonly pending: number;
  readonly unmanaged: number;
  readonly unknown: number;
  readonly stops: number;
  readonly calls: number;
}

/** The changes that lead from live state to configuration, as plain data without secrets. JSON all through. */
export interface Plan {
  readonly format: "charter-plan/1";
  /** Charter's version. */
  readonly version: string;
  /** The time that the plan was made with, ISO 8601. */
  readonly time: string;
  /** Digest of the configuration. */
  readonly configuration: string;
  /** Only what lies at or below these addresses was planned; empty: everything. */
  readonly targets: readonly Address[];
  /** The guards that were to be overridden, as `--allow` takes them. */
  readonly allow: readonly string[];
  /** What the actor may not do was left out. */
  readonly withoutForbidden: boolean;
  readonly sections: readonly PlanSection[];
  /** What stops the plan as a whole: limits of the whole run, organizations that no file speaks of any more. */
  readonly stops: readonly Stop[];
  /** Those that were overridden. */
  readonly allowed: readonly Stop[];
  readonly summary: PlanSummary;
  /** Digest over all of the above but the time: planning again gives the same one as long as nothing has moved. */
  readonly digest: string;
}

/** Every stop of a plan: of the whole and of its sections. */
export function stopsOf(plan: Pick<Plan, "stops" | "sections">): readonly Stop[] {
  return [plan, ...plan.sections].flatMap(({ stops }) => stops);
}

/** Every stop that was overridden. */
export function allowedOf(plan: Pick<Plan, "allowed" | "sections">): readonly Stop[] {
  return [plan, ...plan.sections].flatMap(({ allowed }) => allowed);
}
