/** What the provider block says, with the environment behind it. */
import {
  type ConnectionSettings,
  type CredentialSource,
  defaultGuards,
  type GuardSettings,
} from "../../model/configuration.ts";
import type { Platform } from "../../model/platform.ts";
import { type Allowance, parseAllow } from "../../plan/allow.ts";
import { type Diagnostic, type TfObject, type TfValue, unknown } from "../contract.ts";
import { snake } from "../schema/names.ts";
import { urlAttribute } from "../schema/provider.ts";
import { ofFinding, problem } from "./diagnostics.ts";
import { at, holdsUnknown, isObject, textOf, textsOf } from "./values.ts";

export interface ProviderSettings {
  /** By platform. */
  readonly connections: ReadonlyMap<string, PlatformSettings>;
  readonly guards: GuardSettings;
  readonly allow: readonly string[];
  /** Folder of the store. */
  readonly store: string;
  /** Milliseconds; null: the usual. */
  readonly patience: number | null;
}

export interface PlatformSettings {
  readonly connection: ConnectionSettings;
  /** Credentials that the block gives, under names that no environment has. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Something that it takes to connect is not known yet. */
  readonly open: boolean;
}

/** What is wrong with a provider block, as far as it is known. */
export function checkSettings(config: TfObject): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const text of textsOf(config["allow"] ?? null)) {
    for (const finding of parseAllow([text]).findings)
      diagnostics.push(...ofFinding(finding, [{ attribute: "allow" }]));
  }
  const ratio = at(config, "guards.removals");
  for (const name of ["ratio", "from", "count"]) {
    const value = isObject(ratio) ? (ratio[name] ?? null) : null;
    if (typeof value !== "number" || (value >= 0 && (name !== "ratio" || value <= 1))) continue;
    const detail =
      name === "ratio" ? "Write a share between 0 and 1." : "Write a number that is not negative.";
    diagnostics.push(
      problem("Invalid value", detail, [
        { attribute: "guards" },
        { attribute: "removals" },
        { attribute: name },
      ]),
    );
  }
  return diagnostics;
}

export function settingsOf(config: TfObject, platforms: readonly Platform[]): ProviderSettings {
  const guards = config["guards"] ?? null;
  const part = (name: string): TfObject | null => {
    const value = isObject(guards) ? (guards[name] ?? null) : null;
    return isObject(value) ? value : null;
  };
  const usual = defaultGuards.removals;
  const removals = part("removals");
  const admins = part("admins");
  const limit = {
    ratio: numberOf(removals?.["ratio"]) ?? usual.ratio,
    from: numberOf(removals?.["from"]) ?? usual.from,
    count: numberOf(removals?.["count"]) ?? usual.count,
  };
  const patience = numberOf(config["patience"]);
  return {
    connections: new Map(
      platforms.map((platform) => [
        platform.name,
        platformSettings(platform, config[snake(platform.name)] ?? null),
      ]),
    ),
    guards: {
      ...defaultGuards,
      // One collection is all that a resource is about: wider limits would count the same again.
      removals: { ...limit, organization: none, run: none },
      expiries: { count: numberOf(part("expiries")?.["count"]) ?? defaultGuards.expiries.count },
      admins: {
        minimum: numberOf(admins?.["minimum"]) ?? defaultGuards.admins.minimum,
        required: textsOf(admins?.["required"]),
      },
      protected: isObject(guards) ? textsOf(guards["protected"]) : [],
    },
    allow: textsOf(config["allow"] ?? null),
    store: textOf(config["store"] ?? null) ?? ".charter",
    patience: patience === undefined ? null : patience * 1000,
  };
}

/** A limit that nothing reaches. */
const none = { ratio: 2, from: Number.MAX_SAFE_INTEGER, count: Number.MAX_SAFE_INTEGER } as const;

/** For a resource that is about one thing alone: how much goes altogether, the plan in front of the reviewer says. */
export function guardsOfOne(guards: GuardSettings): GuardSettings {
  return {
    ...guards,
    removals: { ...none, organization: none, run: none },
    expiries: { count: none.count },
  };
}

function platformSettings(platform: Platform, value: TfValue): PlatformSettings {
  const { hosts, credentials } = platform.protocol;
  const block = isObject(value) ? value : null;
  const urls: Record<string, string> = {};
  for (const host of Object.keys(hosts)) {
    const url = textOf(block?.[urlAttribute(platform, host)] ?? null);
    if (url !== null) urls[host] = url;
  }
  const secrets: Record<string, string> = {};
  const sources: Record<string, CredentialSource> = {};
  for (const part of Object.keys(credentials)) {
    const written = textOf(block?.[snake(part)] ?? null);
    if (written === null) continue;
    const name = `provider "charter" { ${snake(platform.name)} = { ${snake(part)} } }`;
    secrets[name] = written;
    sources[part] = { env: name };
  }
  const concurrency = numberOf(block?.["concurrency"]);
  const perSecond = numberOf(block?.["requests_per_second"]);
  return {
    connection: {
      name: platform.name,
      platform: platform.name,
      urls,
      credentials: sources,
      place: `provider "charter" under ${snake(platform.name)}`,
      ...(block?.["unverified"] === true ? { unverified: true } : {}),
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(perSecond === undefined ? {} : { perSecond }),
    },
    secrets,
    open: value === unknown || holdsUnknown(value),
  };
}

function numberOf(value: TfValue | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** The guards to override. What is no such text has been said when the block was checked. */
export function allowancesOf(texts: readonly string[]): readonly Allowance[] {
  return parseAllow(texts).allowances;
}
