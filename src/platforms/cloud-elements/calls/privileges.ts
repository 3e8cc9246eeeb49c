import { type Address, parentOf } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { texts, type Value } from "../../../model/value.ts";
import { privilegesOf } from "../resources.ts";
import { roleBody } from "../role-body.ts";
import { draft } from "./draft.ts";

/**
 * One call for all roles whose privileges change: every list whole, all of them or none (cloud-elements.md §3e, §6).
 * What the platform keeps to itself stays with a role that has it, and is given to no other.
 */
export function privilegeCalls(
  organization: Address,
  changes: readonly Change[],
  state: StateView,
): readonly CallDraft[] {
  const bodies: Value[] = [];
  const replaces: Value[] = [];
  for (const [address, own] of Map.groupBy(changes, (change) => parentOf(change.address) ?? organization)) {
    const role = state.get(address);
    if (role?.id === undefined) continue;
    const names = { ...role.facts, id: Number(role.id), key: role.key };
    bodies.push(roleBody(names, listOf(role, own, state)));
    replaces.push(roleBody(names, listOf(role, [], state)));
  }
  if (bodies.length === 0) return [];
  return [
    draft({
      operation: "roles.setPrivileges",
      method: "PUT",
      path: ["organizations", "roles"],
      body: bodies,
      replaces,
      scope: organization,
      changes,
    }),
  ];
}

/** What is live, without what goes and with what comes. */
function listOf(role: Resource, changes: readonly Change[], state: StateView): ReadonlySet<string> {
  const keys = new Set(texts(role.facts?.internal));
  for (const { key } of state.list(privilegesOf(role.address))) keys.add(key);
  for (const { key, action } of changes) {
    if (action === "delete") keys.delete(key);
    else keys.add(key);
  }
  return keys;
}
