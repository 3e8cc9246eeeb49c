/**
 * Membership needs three verbs (dnanexus.md §6.3), told by what is live when the call is sent:
 *
 * | live | wanted | call |
 * | --- | --- | --- |
 * | no | member | `invite`, one a person |
 * | yes | member | `setMemberAccess`, one for all of them (§6.5) |
 * | yes | none | `removeMember`, one a person |
 */
import { type Address, keyOf } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { Attributes } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import type { Value } from "../../../model/value.ts";
import { coreFlags, newerFlags } from "../levels.ts";
import { memberAttributes } from "../resources.ts";
import { draft } from "./draft.ts";

export function memberCalls(
  organization: Address,
  changes: readonly Change[],
  state: StateView,
): readonly CallDraft[] {
  const id = keyOf(organization);
  const calls: CallDraft[] = [];
  const settings: Change[] = [];
  const access: Record<string, Access> = Object.create(null);
  for (const change of changes) {
    const live = state.get(change.address);
    if (change.after === null) {
      if (live !== undefined) calls.push(removal(organization, id, change));
    } else if (live === undefined) {
      calls.push(invitation(organization, id, change, change.after));
    } else {
      settings.push(change);
      access[change.key] = accessOf(change, change.after, live);
    }
  }
  if (settings.length > 0) {
    calls.push(
      draft({
        operation: "org.setMemberAccess",
        path: [id, "setMemberAccess"],
        body: access,
        scope: organization,
        changes: settings,
      }),
    );
  }
  return calls;
}

type Access = { readonly [name: string]: Value };

/** An ADMIN takes no flags (§6.4); a MEMBER is sent all that every installation knows, and of the newer ones those set. */
function invitation(organization: Address, id: string, change: Change, wanted: Attributes): CallDraft {
  return draft({
    operation: "org.invite",
    path: [id, "invite"],
    body: {
      invitee: change.key,
      ...access(wanted, (name) => wanted[name] === true),
      suppressEmailNotification: true,
    },
    scope: organization,
    changes: [change],
  });
}

/**
 * The full set for a MEMBER: what is live, with what is configured in its place. A former ADMIN starts from the
 * defaults (its flags went with the level), with what its level gave taken back by name.
 */
function accessOf(
  change: Change,
  after: Attributes,
  live: { readonly attributes: Attributes; readonly facts?: Attributes },
): Access {
  const stays = live.attributes.level === after.level;
  const wanted =
    change.action === "update" && stays
      ? Object.fromEntries(change.attributes.map(({ name, after: value }) => [name, value]))
      : after;
  const known = { ...live.facts, ...live.attributes };
  return access(
    { ...(stays ? live.attributes : {}), ...wanted, level: after.level ?? "MEMBER" },
    (name) => wanted[name] === true || known[name] === true,
  );
}

/** The access to send; `says` picks the newer flags that are named. */
function access(wanted: Attributes, says: (name: string) => boolean): Access {
  if (wanted.level === "ADMIN") return { level: "ADMIN" };
  const full = memberAttributes("MEMBER", wanted);
  const body: Record<string, Value> = { level: "MEMBER" };
  for (const name of Object.keys(coreFlags)) body[name] = full[name] ?? null;
  for (const name of newerFlags) if (says(name)) body[name] = full[name] ?? false;
  return body;
}

/**
 * The least removal: both booleans are always said (they default to true, §6.18), and false, so that membership
 * ends and the person's own grants and app access stay, each of which has an entry of its own.
 */
function removal(organization: Address, id: string, change: Change): CallDraft {
  return draft({
    operation: "org.removeMember",
    path: [id, "removeMember"],
    body: { user: change.key, revokeProjectPermissions: false, revokeAppPermissions: false },
    scope: organization,
    changes: [change],
  });
}
