/**
 * From owner or admin to member. What was granted before still stands, and counts again with the demotion (datica.md
 * §5.8): so that nobody has access that nobody wrote, it is taken away first. What is written is granted after it, since
 * there is nothing to grant before.
 *
 * | granted before | written | calls, in this order |
 * | --- | --- | --- |
 * | yes | no | the access is taken away |
 * | | | the role is set |
 * | yes | yes | none: it counts again |
 * | no | yes, and planned | the access is given |
 */
import { type Address, addressOf } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { Actor, Batch } from "../../../model/platform.ts";
import type { Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { isOwner } from "../access/standing.ts";
import { accountOf, environmentsOf, memberFacts } from "../facts.ts";
import { granting, revoking } from "./grant.ts";
import { roleSetting } from "./role.ts";

export function demotion(
  organization: Address,
  change: Change,
  live: Resource,
  batch: Batch,
  state: StateView,
  actor: Actor,
): readonly CallDraft[] {
  const stored = new Set(memberFacts(live).stored);
  const user = accountOf(live);
  const before: CallDraft[] = [];
  const returning: Address[] = [];
  const missing: Address[] = [];
  // Nothing is taken away for a role that the actor cannot set.
  const mayGoOn = isOwner(state, actor, organization);
  // A plan of some addresses only leaves the others as they are.
  const isPlanned = (grant: Address) => batch.planned === undefined || batch.planned(grant) !== undefined;
  for (const { address, id } of environmentsOf(state, organization)) {
    const grant = addressOf(address, "grants", change.key);
    const isWritten = batch.written?.(grant) !== undefined;
    const isStored = id !== undefined && stored.has(id);
    if (mayGoOn && isStored && !isWritten) before.push(revoking(state, address, user, [change.address]));
    if (isWritten && isPlanned(grant)) (isStored ? returning : missing).push(grant);
  }
  const set = roleSetting(organization, live, "member", [change.address, ...returning], state);
  const calls = [...before, { ...set, after: before.map((_, index) => index) }];
  const isSet = [calls.length - 1];
  return [...calls, ...missing.map((grant) => ({ ...granting(state, grant, user), after: isSet }))];
}
