/** Settings of a folder as `provider` blocks: one connection a platform each, and the guards. */
import {
  type Configuration,
  type ConnectionSettings,
  type CredentialSource,
  defaultGuards,
  type GuardSettings,
  type Settings,
} from "../../model/configuration.ts";
import type { Finding } from "../../model/finding.ts";
import type { Platform } from "../../model/platform.ts";
import { equal } from "../../model/value.ts";
import { snake } from "../schema/names.ts";
import { urlAttribute } from "../schema/provider.ts";
import type { ProviderBlock, Variable } from "./blocks.ts";
import type { Unit } from "./expand.ts";
import { code, list, type Member, object, value } from "./expression.ts";
import { finding } from "./limits.ts";
import { type Namer, namer, reservedVariables } from "./names.ts";

export interface Providers {
  readonly providers: readonly ProviderBlock[];
  readonly units: readonly Unit[];
  /** For credentials that come from elsewhere than the provider's own environment variables. */
  readonly variables: readonly Variable[];
  readonly findings: readonly Finding[];
}

/** The first connection of each platform is the default provider's; every other one has a provider of its own. */
export function providersOf(
  { connections, settings }: Configuration,
  platforms: readonly Platform[],
): Providers {
  const variables = new Map<string, Variable>();
  const names = { alias: namer(), variable: namer(reservedVariables) };
  const guards = guardMembers(settings.guards);
  const shared: Member[] = [];
  const aliased: ProviderBlock[] = [];
  const units: Unit[] = [];
  const seen = new Set<Platform>();
  for (const { connection, desired } of connections) {
    const platform = platforms.find(({ name }) => name === connection.platform);
    if (platform === undefined) throw new Error(`no platform ${connection.platform}`);
    const own = connectionMembers(platform, connection, names.variable, variables);
    const members: readonly Member[] = own.length === 0 ? [] : [[snake(platform.name), object(own)]];
    const provider = seen.has(platform) ? names.alias(connection.name) : null;
    seen.add(platform);
    units.push({ platform, desired, provider });
    if (provider === null) shared.push(...members);
    else aliased.push({ alias: provider, attributes: [...members, ...guards] });
  }
  return {
    providers: [{ alias: null, attributes: [...shared, ...guards] }, ...aliased],
    units,
    variables: [...variables.values()],
    findings: lostSettings(settings),
  };
}

/** Where it is what the provider takes anyway, nothing is written. */
function connectionMembers(
  platform: Platform,
  { name, urls, credentials, unverified, concurrency, perSecond }: ConnectionSettings,
  variableName: Namer,
  variables: Map<string, Variable>,
): readonly Member[] {
  const { protocol } = platform;
  const secret = (part: string, source: CredentialSource): Member => {
    const from = "env" in source ? source.env : `${name}_${part}`;
    const variable = variableName(from);
    const where = "env" in source ? `the environment variable ${source.env}` : `the file ${source.file}`;
    const description = `What ${where} holds where Charter runs: ${snake(part)} of the connection ${name}.`;
    variables.set(variable, { name: variable, description, ephemeral: false });
    return [snake(part), code({ variable })];
  };
  return [
    ...Object.entries(urls).map(([host, url]): Member => [urlAttribute(platform, host), value(url)]),
    ...Object.entries(credentials).flatMap(([part, source]): readonly Member[] =>
      "env" in source && source.env === protocol.credentials[part]?.env ? [] : [secret(part, source)],
    ),
    ...optional("unverified", unverified),
    ...optional("concurrency", concurrency),
    ...optional("requests_per_second", perSecond),
  ];
}

function optional(name: string, of: string | number | boolean | undefined): readonly Member[] {
  return of === undefined ? [] : [[name, value(of)]];
}

/** Those that differ from the defaults. */
function guardMembers(guards: GuardSettings): readonly Member[] {
  const { removals, expiries, admins } = defaultGuards;
  const changed = (name: string, of: number, usual: number): readonly Member[] =>
    of === usual ? [] : [[name, value(of)]];
  const texts = (name: string, of: readonly string[]): readonly Member[] =>
    of.length === 0 ? [] : [[name, list(of.map(value))]];
  const group = (name: string, members: readonly Member[]): readonly Member[] =>
    members.length === 0 ? [] : [[name, object(members)]];
  return group("guards", [
    ...group("removals", [
      ...changed("ratio", guards.removals.ratio, removals.ratio),
      ...changed("from", guards.removals.from, removals.from),
      ...changed("count", guards.removals.count, removals.count),
    ]),
    ...group("expiries", changed("count", guards.expiries.count, expiries.count)),
    ...group("admins", [
      ...changed("minimum", guards.admins.minimum, admins.minimum),
      ...texts("required", guards.admins.required),
    ]),
    ...texts("protected", guards.protected),
  ]);
}

/** What only `charter` heeds. */
function lostSettings({ guards, policies }: Settings): readonly Finding[] {
  const { removals, shrink, collections } = guards;
  const lost = [
    ...(equal({ ...removals.organization }, { ...defaultGuards.removals.organization })
      ? []
      : ["guards.removals.organization"]),
    ...(equal({ ...removals.run }, { ...defaultGuards.removals.run }) ? [] : ["guards.removals.run"]),
    ...(collections.length === 0 ? [] : ["guards.collections"]),
    ...(equal({ ...shrink }, { ...defaultGuards.shrink }) ? [] : ["guards.shrink"]),
    ...(policies.length === 0 ? [] : ["policies"]),
  ];
  if (lost.length === 0) return [];
  const message =
    `${lost.join(", ")} of charter.yaml cannot be said in Terraform; keep the files and run charter validate on them, or ` +
    "check it there with a policy of your own.";
  return [finding("settings", "warning", message)];
}
