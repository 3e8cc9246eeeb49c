/** What an import shall do on which connection. */
import { defaultConnection } from "../../config/connection-name.ts";
import { type Address, addressOf } from "../../model/address.ts";
import type {
  Configuration,
  ConnectionConfiguration,
  ConnectionSettings,
} from "../../model/configuration.ts";
import type { Finding } from "../../model/finding.ts";
import { foldKey } from "../../model/kind.ts";
import { type Platform, rootKind } from "../../model/platform.ts";
import { errorFinding } from "../failure.ts";
import {
  alreadyConfigured,
  type ConfiguredOrganization,
  configuredElsewhere,
  configuredIn,
  filesOf,
  isReadWith,
} from "./configured.ts";
import type { ImportOptions } from "./options.ts";

interface Refused {
  readonly ok: false;
  readonly findings: readonly Finding[];
}

/** What shall be done on one connection. */
export interface Task {
  readonly configuration: ConnectionConfiguration;
  readonly update: readonly Address[];
  /** Organizations for new files; null: all that the actor can see; empty: none. */
  readonly fresh: readonly string[] | null;
}

/** What shall be done on which connection; or the findings, where that is not possible. */
export function tasksOf(
  options: ImportOptions,
  platform: Platform,
  configuration: Configuration,
): { readonly ok: true; readonly tasks: readonly Task[] } | Refused {
  const update = options.update ?? false;
  const configured = configuredIn(configuration);
  const named = options.organizations?.length ? options.organizations : null;
  const meant: ConfiguredOrganization[] = [];
  const fresh: string[] = [];
  const findings: Finding[] = [];
  if (update && named === null) {
    meant.push(...[...configured.values()].filter(({ on }) => isMeant(on.connection, options)));
    if (meant.length === 0) {
      const message = `No organization of ${platform.title} is configured here${options.connection === undefined ? "" : ` on the connection ${options.connection}`}: there is nothing to update. Import without --update.`;
      return { ok: false, findings: [errorFinding("import/nothing-configured", message)] };
    }
  }
  for (const key of new Set(named ?? [])) {
    const found = configured.get(addressIn(platform, key));
    if (found === undefined || !update) fresh.push(key);
    else if (isMeant(found.on.connection, options)) meant.push(found);
    else findings.push(configuredElsewhere(found));
  }
  if (!update) findings.push(...conflicts(fresh, platform, configured, options, null));
  if (findings.length > 0) return { ok: false, findings };

  const tasks = new Map<string, Task>();
  for (const [on, group] of Map.groupBy(meant, (each) => each.on)) {
    const addresses = [...new Set(group.map(({ address }) => address))];
    tasks.set(on.connection.name, { configuration: on, update: addresses, fresh: [] });
  }
  if (fresh.length > 0 || (named === null && !update)) {
    const connection = choose(options, platform, configuration);
    if ("code" in connection) return { ok: false, findings: [connection] };
    const people = configuration.people?.get(connection.name) ?? [];
    const desired = { resources: new Map(), managed: new Map(), people };
    const empty = { connection, organizations: [], desired };
    const task = tasks.get(connection.name) ?? { configuration: empty, update: [] };
    tasks.set(connection.name, { ...task, fresh: named === null ? null : fresh });
  }
  return { ok: true, tasks: [...tasks.values()] };
}

function isMeant(connection: ConnectionSettings, options: ImportOptions): boolean {
  if (connection.platform !== options.platform) return false;
  return options.connection === undefined || connection.name === options.connection;
}

function addressIn(platform: Platform, key: string): Address {
  const kind = rootKind(platform);
  return addressOf(null, kind.collection, foldKey(kind, key));
}

/** The organizations of a folder that a key, or where the platform has labels an id or a name, may mean. */
function configuredAs(
  key: string,
  platform: Platform,
  configured: ReadonlyMap<Address, ConfiguredOrganization>,
): readonly ConfiguredOrganization[] {
  const { labelled } = rootKind(platform);
  const direct = configured.get(addressIn(platform, key));
  if (labelled === undefined) return direct === undefined ? [] : [direct];
  return [...configured.values()].filter(({ on, written }) => {
    if (on.connection.platform !== platform.name || written === undefined) return false;
    return written.id === undefined ? written.attributes[labelled.nameAttribute] === key : written.id === key;
  });
}

/** The organizations of new files that files of the folder speak of; those that `replaced` files hold are none. */
export function conflicts(
  wanted: readonly string[],
  platform: Platform,
  configured: ReadonlyMap<Address, ConfiguredOrganization>,
  options: ImportOptions,
  replaced: ReadonlySet<string> | null,
): readonly Finding[] {
  const directory = options.directory ?? ".";
  const into = options.into === undefined ? "" : options.into;
  if (into === null || !isReadWith(directory, into)) return [];
  // Which files would be replaced is known only once they have been made.
  if (options.replace === true && replaced === null) return [];
  const found = new Set(wanted.flatMap((key) => configuredAs(key, platform, configured)));
  return [...found]
    .filter((each) => replaced === null || ![...filesOf(each)].every((file) => replaced.has(file)))
    .map((each) => alreadyConfigured(each, platform.name));
}

export function fitting(configuration: Configuration, platform: Platform): readonly ConnectionSettings[] {
  return [...configuration.settings.connections.values()].filter((each) => each.platform === platform.name);
}

/** The connection from which organizations are read that no file speaks of. */
function choose(
  options: ImportOptions,
  platform: Platform,
  configuration: Configuration,
): ConnectionSettings | Finding {
  const connections = fitting(configuration, platform);
  const names = connections.map(({ name }) => name).join(", ");
  if (options.connection !== undefined) {
    const named = connections.find(({ name }) => name === options.connection);
    if (named !== undefined) return named;
    const known = names === "" ? "charter.yaml configures none for it" : `known: ${names}`;
    return errorFinding(
      "import/unknown-connection",
      `There is no connection ${options.connection} for ${platform.name}; ${known}.`,
    );
  }
  const [only, second] = connections;
  if (second !== undefined) {
    return errorFinding(
      "import/which-connection",
      `Several connections are for ${platform.name}: ${names}. Say which one with --connection.`,
    );
  }
  return only ?? defaultConnection(platform);
}
