import { type Body, isRef } from "../../../model/call.ts";
import type { Resource } from "../../../model/resource.ts";
import type { Delta } from "../../../model/state.ts";
import { isRecord } from "../../../model/value.ts";

export function put(resource: Resource): Delta {
  return { type: "put", resource };
}

export function remove(address: string): Delta {
  return { type: "remove", address };
}

/** A text of a body; undefined where there is none, or only sending will tell. */
export function textIn(body: Body | undefined, name: string): string | undefined {
  const value = memberOf(body, name);
  return typeof value === "string" ? value : undefined;
}

/** A list of a body. */
export function listIn(body: Body | undefined, name: string): readonly Body[] {
  const value = memberOf(body, name);
  return Array.isArray(value) ? value : [];
}

function memberOf(body: Body | undefined, name: string): unknown {
  const members: Record<string, unknown> | null = isRecord(body) && !isRef(body) ? body : null;
  return members?.[name];
}
