/**
 * | live | wanted | calls |
 * | --- | --- | --- |
 * | no | user | `create`, with the roles and the first password |
 * | deactivated | user | roles that are not wanted are taken, then `reactivate` with the names, then roles are given |
 * | yes | user | `update` of the names; roles are given, then taken, one call each |
 * | yes | none | `deactivate`: the least removal, which keeps what the user owns (cloud-elements.md §6) |
 *
 * Every user is reached by the view of its account, whose privileges are asked for (§3d).
 */
import type { Address } from "../../../model/address.ts";
import { secretRef } from "../../../model/attribute.ts";
import type { Body, CallDraft, Segment } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import { idOf } from "../../../model/drafts.ts";
import type { Attributes, Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import type { Value } from "../../../model/value.ts";
import { texts } from "../../../model/value.ts";
import { isActive, isDefault, usersWith } from "../resources.ts";
import { given, organizationAdmin } from "../roles.ts";
import type { Operation } from "../writes.ts";
import { draft, inOrder } from "./draft.ts";
import { giving, type Holder, taking } from "./user-roles.ts";

export function userCalls(account: Address, change: Change, state: StateView): readonly CallDraft[] {
  const live = state.get(change.address);
  const place: Holder = { account, change, state, inDefault: isDefault(state, account) };
  if (change.after === null) {
    return live !== undefined && isActive(live) ? [patch(place, "deactivate", { active: false })] : [];
  }
  if (live === undefined) return [creation(place, change.after)];
  if (!isActive(live)) return reactivation(place, live, change.after);
  return update(place, live);
}

function viewOf({ inDefault, state, account }: Holder): readonly Segment[] {
  return inDefault ? ["organizations", "users"] : ["accounts", idOf(state, account), "users"];
}

function creation(place: Holder, wanted: Attributes): CallDraft {
  const { change, account, state } = place;
  const roles = given(texts(wanted.roles));
  const password = secretRef(wanted.password);
  const body: Record<string, Body> = { ...namesOf(Object.entries(wanted)), email: change.key };
  if (password !== null) body.password = password;
  if (roles.length > 0) body.roles = roles.map((key) => ({ key }));
  const [taken] = usersWith(state, change.key, account);
  const operation = taken === undefined ? creationOf(roles, place.inDefault) : "user.createWithTakenMail";
  const elsewhere = operation === "accountUser.createOrgAdmin" ? change.address : account;
  return draft({
    operation,
    method: "POST",
    path: viewOf(place),
    body,
    // What nobody may is refused where it is so: the plan names the place.
    scope: taken?.address ?? elsewhere,
    changes: [change],
  });
}

/** Who may make a user depends on the roles that the user gets (§3d: a role above the own power is refused). */
function creationOf(roles: readonly string[], inDefault: boolean): Operation {
  const view = inDefault ? "organizationUser" : "accountUser";
  if (roles.includes(organizationAdmin)) return `${view}.createOrgAdmin`;
  return roles.length > 0 ? `${view}.createAdmin` : `${view}.create`;
}

function reactivation(place: Holder, live: Resource, wanted: Attributes): readonly CallDraft[] {
  const { more, less } = rolesFor(live, wanted);
  const taken = less.map((role) => taking(place, role));
  const back = patch(place, "reactivate", { active: true, ...namesOf(Object.entries(wanted)) });
  const granted = more.map((role) => giving(place, role));
  return inOrder(inOrder(taken, [back]), granted);
}

function update(place: Holder, live: Resource): readonly CallDraft[] {
  const { change } = place;
  const names = namesOf(change.attributes.map(({ name, after }) => [name, after]));
  const { more, less } = rolesFor(live, change.after ?? {});
  const roles = inOrder(
    more.map((role) => giving(place, role)),
    less.map((role) => taking(place, role)),
  );
  return Object.keys(names).length === 0 ? roles : [...roles, patch(place, "update", names)];
}

/** The roles to give and to take; where none are written, those that are live stay. */
function rolesFor(
  live: Resource,
  wanted: Attributes,
): { readonly more: readonly string[]; readonly less: readonly string[] } {
  const has = texts(live.attributes.roles);
  const roles = wanted.roles === undefined ? has : given(texts(wanted.roles));
  return {
    more: roles.filter((role) => !has.includes(role)),
    less: has.filter((role) => !roles.includes(role)),
  };
}

function patch(place: Holder, what: "update" | "deactivate" | "reactivate", body: Body): CallDraft {
  const { account, change, state } = place;
  return draft({
    operation: `${place.inDefault ? "organizationUser" : "accountUser"}.${what}`,
    method: "PATCH",
    path: [...viewOf(place), idOf(state, change.address)],
    body,
    scope: account,
    changes: [change],
  });
}

function namesOf(wanted: readonly (readonly [string, Value])[]): { readonly [name: string]: Value } {
  return Object.fromEntries(wanted.filter(([name]) => name === "firstName" || name === "lastName"));
}
