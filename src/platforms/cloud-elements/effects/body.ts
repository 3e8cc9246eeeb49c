import { isRecord } from "../../../model/value.ts";

/** The `key` of each element of a list of roles or privileges. */
export function keysIn(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((each: unknown) => (isRecord(each) && typeof each.key === "string" ? [each.key] : []));
}
