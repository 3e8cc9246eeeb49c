import type { Value } from "../../model/value.ts";
import { order } from "../../model/value.ts";

/** What the platform knows a role by, beside what it allows. */
export interface RoleNames {
  readonly id: number;
  readonly key: string;
  readonly name?: unknown;
  readonly description?: unknown;
  readonly active?: unknown;
}

/**
 * A role as it is written, with its whole list. The id tells which one is meant; its names go along unchanged, as the
 * platform's own suite sends them (cloud-elements.md §3e).
 */
export function roleBody(role: RoleNames, privileges: Iterable<string>): Value {
  const body: Record<string, Value> = { id: role.id, key: role.key };
  for (const name of ["name", "description", "active"] as const) {
    const value = role[name];
    if (typeof value === "string" || typeof value === "boolean") body[name] = value;
  }
  return { ...body, privileges: [...privileges].sort(order).map((key) => ({ key })) };
}
