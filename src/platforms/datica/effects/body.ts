import { type Body, type CallDraft, isRef } from "../../../model/call.ts";
import type { Resource } from "../../../model/resource.ts";
import type { Delta } from "../../../model/state.ts";
import { isRecord, type Value } from "../../../model/value.ts";

export function put(resource: Resource): Delta {
  return { type: "put", resource };
}

export function remove({ address }: Resource): Delta {
  return { type: "remove", address };
}

/** A member of the body that is a plain value; a reference is a value that only sending knows. */
export function member({ body }: Pick<CallDraft, "body">, name: string): Value | undefined {
  if (!isRecord(body)) return undefined;
  const [, value] = Object.entries(body).find(([each]) => each === name) ?? [];
  return isRef(value as Body) ? undefined : (value as Value | undefined);
}

/** A segment of the path; no path of this platform holds a reference. */
export function segment({ path }: Pick<CallDraft, "path">, index: number): string {
  const found = path[index];
  return typeof found === "string" ? found : "";
}

export function text(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
