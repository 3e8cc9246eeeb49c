import { type Address, isWithin } from "../../../model/address.ts";
import { type CallDraft, plain } from "../../../model/call.ts";
import { put, remove } from "../../../model/delta.ts";
import type { Actor } from "../../../model/platform.ts";
import { type Attributes, emptyAttributes, type Resource } from "../../../model/resource.ts";
import type { Delta, StateView } from "../../../model/state.ts";
import { isRecord, text, type Value } from "../../../model/value.ts";
import { memberAddress, memberAttributes, memberResource, organizationAddress } from "../resources.ts";

/** A new organization has its creator as its only ADMIN, and nobody pays for it yet (dnanexus.md §3.2, §5). */
export function created(call: CallDraft, actor: Actor): readonly Delta[] {
  const body = plain(call.body);
  const handle = text(body.handle);
  if (handle === undefined) return [];
  const id = `org-${handle.toLowerCase()}`;
  const address = organizationAddress(id);
  const attributes = settingsOf(
    { name: handle, "policies.memberListVisibility": "ADMIN", "policies.restrictProjectTransfer": "ADMIN" },
    body,
  );
  return [
    put({
      address,
      kind: "organization",
      key: id,
      id,
      attributes,
      facts: { level: "ADMIN", billable: false },
    }),
    put(memberResource(address, actor.id, memberAttributes("ADMIN", {}))),
  ];
}

/** What is not in the body stays as it is, policies one by one (§2.3). */
export function updated(state: StateView, call: CallDraft): readonly Delta[] {
  const live = state.get(call.scope);
  if (live === undefined) return [];
  return [put({ ...live, attributes: settingsOf(live.attributes, plain(call.body)) })];
}

function settingsOf(base: Attributes, body: Readonly<Record<string, Value>>): Attributes {
  const attributes = Object.assign(emptyAttributes(), base);
  if (body.name !== undefined) attributes.name = body.name;
  if (body.samlIdP === null) delete attributes.samlIdP;
  else if (body.samlIdP !== undefined) attributes.samlIdP = body.samlIdP;
  if (isRecord(body.policies)) {
    for (const [name, value] of Object.entries(plain(body.policies))) attributes[`policies.${name}`] = value;
  }
  return attributes;
}

/** Effective at once. What it does to a member is not known (§8.1), and no call is made for one. */
export function invited(state: StateView, call: CallDraft): readonly Delta[] {
  const body = plain(call.body);
  const user = text(body.invitee);
  if (user === undefined || state.get(memberAddress(call.scope, user)) !== undefined) return [];
  return [put(memberResource(call.scope, user, memberAttributes(text(body.level) ?? "MEMBER", body)))];
}

/** A switch of level starts from the new level's set; a MEMBER that stays one keeps what is left out (§3.3). */
export function accessSet(state: StateView, call: CallDraft): readonly Delta[] {
  const deltas: Delta[] = [];
  for (const [user, access] of Object.entries(plain(call.body))) {
    const live = state.get(memberAddress(call.scope, user));
    if (live === undefined || !isRecord(access)) continue;
    const given = plain(access);
    const level = text(given.level) ?? text(live.attributes.level) ?? "MEMBER";
    const kept = live.attributes.level === level ? live.attributes : {};
    if (level === "ADMIN" && live.attributes.level === "ADMIN") continue;
    // What was said of the flags of an ADMIN is no longer true of anybody else.
    const { facts: _facts, ...rest } = live;
    deltas.push(put({ ...rest, attributes: memberAttributes(level, { ...kept, ...given }) }));
  }
  return deltas;
}

/**
 * Membership ends, and what came with it. Where the call does not say no, also the person's own grants in projects
 * billed to the organization, and places in the lists of its apps; both are on by default (§5, §6.18).
 */
export function memberRemoved(state: StateView, call: CallDraft): readonly Delta[] {
  const body = plain(call.body);
  const user = text(body.user);
  if (user === undefined) return [];
  const own = memberAddress(call.scope, user);
  if (state.get(own) === undefined) return [];
  const deltas: Delta[] = [remove(own)];
  if (body.revokeProjectPermissions !== false)
    for (const delta of heldIn(state, "grant", user, call.scope)) deltas.push(delta);
  if (body.revokeAppPermissions !== false) {
    for (const delta of heldIn(state, "authorized-user", user, call.scope)) deltas.push(delta);
    for (const delta of heldIn(state, "developer", user, call.scope)) deltas.push(delta);
  }
  return deltas;
}

function* heldIn(state: StateView, kind: string, user: string, organization: Address): Iterable<Delta> {
  const held: Resource[] = [...state.named(kind, user)];
  for (const { address } of held) if (isWithin(address, organization)) yield remove(address);
}
