import type { CallDraft } from "../../../model/call.ts";
import type { Resource } from "../../../model/resource.ts";
import type { Delta } from "../../../model/state.ts";
import { isRecord } from "../../../model/value.ts";

export function put(resource: Resource): Delta {
  return { type: "put", resource };
}

export function remove(address: string): Delta {
  return { type: "remove", address };
}

/** A text in the body of a call. */
export function text(call: CallDraft, name: string): string | undefined {
  const value = member(call.body, name);
  return typeof value === "string" ? value : undefined;
}

/** The texts of a list in the body of a call. */
export function texts(call: CallDraft, name: string): readonly string[] {
  const value = member(call.body, name);
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

function member(body: unknown, name: string): unknown {
  return isRecord(body) ? body[name] : undefined;
}
