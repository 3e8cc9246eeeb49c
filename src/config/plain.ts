/** Parts of values that a schema has let through: what is not written is not there. */
import { isRecord } from "../model/value.ts";

export function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

export function number(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
