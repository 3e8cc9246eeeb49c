import type { Address } from "../model/address.ts";
import type { ConnectionConfiguration, ConnectionSettings, Settings } from "../model/configuration.ts";
import type { Manage } from "../model/kind.ts";
import type { Desired } from "../model/resource.ts";
import { order } from "../model/value.ts";
import { defaultConnection } from "./connection-name.ts";
import type { Findings } from "./findings.ts";
import type { Organization } from "./organization.ts";
import { type People, peopleOn } from "./people/read.ts";
import { meant, quote } from "./words.ts";

/**
 * The connection of an organization.
 *
 * | written | configured for the platform | connection |
 * | --- | --- | --- |
 * | yes | by that name | that one |
 * | yes | by that name, for another platform | finding |
 * | yes | not by that name | finding |
 * | no | none | the default one, named as the platform |
 * | no | one | that one |
 * | no | several | finding |
 */
function connectionOf(
  organization: Organization,
  settings: Settings,
  findings: Findings,
): ConnectionSettings | null {
  const { platform, connection, place, address } = organization;
  const fitting = [...settings.connections.values()].filter((each) => each.platform === platform.name);
  const names = fitting.map((each) => each.name);
  if (connection === null) {
    const [only, second] = fitting;
    if (only === undefined) return defaultConnection(platform);
    if (second === undefined) return only;
    const message = `Several connections fit: ${names.join(", ")}. Write which one it is: connection: ${only.name}`;
    findings.add("config/connection", place, message, { address });
    return null;
  }
  const named = settings.connections.get(connection.name);
  if (named?.platform === platform.name) return named;
  const known =
    names.length === 0 ? " charter.yaml configures none for this platform." : ` Known: ${names.join(", ")}.`;
  const message =
    named === undefined
      ? `connection is ${quote(connection.name)}, which charter.yaml does not have${meant(connection.name, names) || "."}${known}`
      : `connection is ${quote(connection.name)}, which is for ${named.platform}, not for ${platform.name}.${known}`;
  findings.add("config/connection", connection.place, message, { address });
  return null;
}

/** Groups organizations by connection; connections and organizations in order of their names. */
export function byConnection(
  organizations: readonly Organization[],
  settings: Settings,
  findings: Findings,
  people: People = new Map(),
): readonly ConnectionConfiguration[] {
  const groups = new Map<
    string,
    { readonly connection: ConnectionSettings; readonly members: Organization[] }
  >();
  for (const organization of [...organizations].sort((a, b) => order(a.address, b.address))) {
    const connection = connectionOf(organization, settings, findings);
    if (connection === null) continue;
    const group = groups.get(connection.name);
    if (group === undefined) groups.set(connection.name, { connection, members: [organization] });
    else group.members.push(organization);
  }
  return [...groups.values()]
    .sort((a, b) => order(a.connection.name, b.connection.name))
    .map(({ connection, members }) => ({
      connection,
      organizations: members.map((each) => each.address),
      desired: { ...desiredOf(members), ...peopleIn(people, connection.name) },
    }));
}

function desiredOf(members: readonly Organization[]): ConnectionConfiguration["desired"] {
  const [only, second] = members;
  if (only !== undefined && second === undefined) return { resources: only.resources, managed: only.managed };
  const resources = new Map<Address, Desired>();
  const managed = new Map<Address, Manage>();
  for (const each of members) {
    for (const [address, resource] of each.resources) resources.set(address, resource);
    for (const [address, mode] of each.managed) managed.set(address, mode);
  }
  return { resources, managed };
}

function peopleIn(people: People, connection: string): Pick<ConnectionConfiguration["desired"], "people"> {
  const here = peopleOn(people, connection);
  return here.length === 0 ? {} : { people: here };
}
