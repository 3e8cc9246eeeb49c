import { createHash } from "node:crypto";
import type { ConnectionConfiguration, Settings } from "../model/configuration.ts";
import type { Desired } from "../model/resource.ts";
import { canonical, order, type Value } from "../model/value.ts";

/**
 * SHA-256 over what a configuration means: equal whatever its comments, order, files and spelling of the same values.
 * It does not depend on the day (an end that has passed meanwhile is the same configuration) nor on where credentials
 * come from, how fast requests are sent, and where the store is; nor on policies, which say whether a configuration may
 * be and never what it means: apply asks them again of the files that it reads.
 */
export function configurationDigest(
  settings: Settings,
  connections: readonly ConnectionConfiguration[],
): string {
  const hash = createHash("sha256");
  const add = (value: Value): void => {
    hash.update(canonical(value)).update("\n");
  };
  const { removals, collections, expiries, shrink, admins, protected: untouched } = settings.guards;
  const { organization, run, ...each } = removals;
  add({
    removals: { ...each, organization: { ...organization }, run: { ...run } },
    collections: collections.map(({ pattern, limit }) => [pattern, { ...limit }]),
    expiries: { ...expiries },
    shrink: { ...shrink },
    admins: { minimum: admins.minimum, required: [...admins.required].sort(order) },
    protected: [...untouched].sort(order),
  });
  for (const { connection, desired } of connections) {
    add({ connection: connection.name, platform: connection.platform, urls: { ...connection.urls } });
    for (const [collection, mode] of sorted(desired.managed)) add([collection, mode]);
    for (const [, resource] of sorted(desired.resources)) add(meaningOf(resource));
    for (const { handle, id, gone, expires } of desired.people ?? []) {
      add([handle, id ?? null, gone === "left", expires ?? null]);
    }
  }
  return hash.digest("hex");
}

function sorted<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => order(a, b));
}

function meaningOf(resource: Desired): Value {
  const { address, kind, id, attributes, state, absentBecause, expires, previously } = resource;
  return [
    address,
    kind,
    id ?? null,
    attributes,
    absentBecause !== "expired" && state === "absent",
    expires ?? null,
    [...(previously ?? [])].sort(order),
  ];
}
