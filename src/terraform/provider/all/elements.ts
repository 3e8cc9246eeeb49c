/** The elements of a collection as Terraform holds them. */

import { type Address, addressOf, rootOf } from "../../../model/address.ts";
import { isThere } from "../../../model/kind.ts";
import { kindOf } from "../../../model/platform.ts";
import type { Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { order } from "../../../model/value.ts";
import type { TfObject, TfValue } from "../../contract.ts";
import { mapAttribute } from "../../schema/names.ts";
import type { ResourceType } from "../../schema/resources.ts";
import { type Attributes, isNested } from "../../schema/types.ts";
import { hasEnded, type Standing, standingOf, statusAttributes } from "../status.ts";
import type { Subject } from "../subject.ts";
import { emptyObject, fromLive, isAs, isObject, nulls, sameObject } from "../values.ts";

export function elementsOf(type: ResourceType, object: TfObject | null): TfObject | null {
  const map = object?.[mapAttribute(type.kind)] ?? null;
  return isObject(map) ? map : null;
}

export function elementSchema({ kind, schema }: ResourceType): Attributes {
  const map = schema.attributes.get(mapAttribute(kind));
  if (map === undefined || !isNested(map)) throw new Error("a collection without a map");
  return map.attributes;
}

/** One of the collection as it is live. */
export function elementOf(
  type: ResourceType,
  live: Resource,
  former: TfObject | null,
  standing: Standing,
): TfObject {
  return {
    ...nulls(elementSchema(type)),
    ...fromLive(type.kind, live.attributes, former),
    expires: former?.["expires"] ?? null,
    ...statusAttributes(standing),
  };
}

/** The former elements by address, with the keys as they are spelled. */
export function formerly(
  subject: Subject,
  elements: TfObject | null,
): ReadonlyMap<Address, readonly [string, TfObject]> {
  return new Map(
    [...subject.entries].flatMap(([address, key]) => {
      const element = elements?.[key];
      return isObject(element) ? [[address, [key, element] as const] as const] : [];
    }),
  );
}

/** A key that nobody has spelled yet. Where it names another object, an import takes the id: labels are no part of it. */
function keyOfLive(
  { platform, kind }: ResourceType,
  { address, key }: Resource,
  live: StateView,
  imports: boolean,
): string {
  if (kind.key.of === undefined || !imports) return key;
  const other = addressOf(rootOf(address), kindOf(platform, kind.key.of).collection, key);
  return live.get(other)?.id ?? key;
}

/**
 * | live | in the state | element |
 * | --- | --- | --- |
 * | yes | any | as it is live, under the key as it is spelled in the state |
 * | yes, not all as wanted | waiting | as it was |
 * | no | waiting, or expired and over | as it was |
 * | no | other | gone |
 */
export function collect(
  type: ResourceType,
  subject: Subject,
  elements: TfObject | null,
  live: StateView,
  today: string,
): Record<string, TfValue> {
  const { kind } = type;
  const former = formerly(subject, elements);
  const map = emptyObject();
  const found = [...live.list(subject.address)].filter((each) => isThere(kind, each));
  for (const resource of found.sort((a, b) => order(a.address, b.address))) {
    const [key, element] = former.get(resource.address) ?? [
      keyOfLive(type, resource, live, elements === null),
      null,
    ];
    const waits =
      element !== null && element["status"] === "waiting" && !isAs(kind, element, resource.attributes);
    map[key] = waits ? element : elementOf(type, resource, element, standingOf(resource));
  }
  for (const [address, [key, element]] of former) {
    if (isThere(kind, live.get(address))) continue;
    if (hasEnded(element, today))
      map[key] = { ...element, ...statusAttributes({ status: "expired", waitsFor: null }) };
    else if (element["status"] === "waiting") map[key] = element;
  }
  return map;
}

/** Whether what is live is no longer what the plan was made from, which is the state as it was read for it. */
export function hasMoved(
  type: ResourceType,
  subject: Subject | null,
  prior: TfObject,
  live: StateView,
  today: string,
): boolean {
  if (subject === null) return false;
  const before = elementsOf(type, prior) ?? emptyObject();
  const now = collect(type, subject, before, live, today);
  const schema = new Map(
    [...elementSchema(type)].filter(([name]) => name !== "status" && name !== "waits_for"),
  );
  const keys = Object.keys(now);
  return (
    keys.length !== Object.keys(before).length ||
    keys.some((key) => !sameObject(schema, now[key] ?? null, before[key] ?? null))
  );
}
