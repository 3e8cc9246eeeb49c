import { type Body, isRef } from "../../../model/call.ts";
import type { Resource } from "../../../model/resource.ts";
import type { Delta } from "../../../model/state.ts";
import { isRecord, type Value } from "../../../model/value.ts";

export function put(resource: Resource): Delta {
  return { type: "put", resource };
}

export function remove(address: string): Delta {
  return { type: "remove", address };
}

/** The members of a body that are plain values; a reference is a value that only sending knows. */
export function plain(body: Body | undefined): Readonly<Record<string, Value>> {
  const members: Record<string, Value> = Object.create(null);
  if (!isRecord(body)) return members;
  for (const [name, value] of Object.entries(body)) {
    if (!isRef(value as Body)) members[name] = value as Value;
  }
  return members;
}

/** The `key` of each element of a list of roles or privileges. */
export function keysIn(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((each: unknown) => (isRecord(each) && typeof each.key === "string" ? [each.key] : []));
}
