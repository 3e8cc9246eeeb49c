/**
 * Members of organizations and of teams, told by what is live when the call is sent:
 *
 * | live | wanted | call |
 * | --- | --- | --- |
 * | no | a role | POST, one for all of them: all are added or none (marketplace.md §3.2 M2, §6.1) |
 * | yes | a role | PUT, one a person |
 * | yes | none | DELETE, one a person; of the actor itself it takes no role (§2.3) |
 */
import { type Address, keyOf, rootOf } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import { idOf } from "../../../model/drafts.ts";
import type { NextStep } from "../../../model/plan.ts";
import type { Actor, Drafts, Waiting } from "../../../model/platform.ts";
import type { StateView } from "../../../model/state.ts";
import { membershipOf } from "../kinds/keys.ts";
import { sharesOwnedBy } from "../owners.ts";
import type { Operation } from "../writes.ts";
import { pathOf } from "./paths.ts";

export function peopleCalls(
  kind: "member" | "team-member",
  home: Address,
  changes: readonly Change[],
  state: StateView,
  actor: Actor,
): Drafts {
  const path = [...pathOf(state, home), "members"];
  const calls: CallDraft[] = [];
  const added: Change[] = [];
  const waiting: Waiting[] = [];
  const notes: NextStep[] = [];
  const single = (change: Change, operation: Operation, method: "PUT" | "DELETE"): CallDraft => ({
    operation,
    method,
    path: [...path, idOf(state, change.address)],
    scope: change.address,
    changes: [change.address],
  });
  for (const change of changes) {
    const live = state.get(change.address) !== undefined;
    if (change.after === null) {
      if (!live) continue;
      const leaves = change.key === actor.id;
      calls.push(single(change, `${kind}.${leaves ? "leave" : "remove"}`, "DELETE"));
      if (kind === "member") notes.push(...leftBehind(state, change));
    } else if (live) {
      const body = { role: change.after.role ?? null };
      calls.push({ ...single(change, `${kind}.change`, "PUT"), body });
    } else if (kind === "team-member" && isStranger(state, change)) {
      waiting.push({
        address: change.address,
        for: `${change.key} to be a member of ${keyOf(rootOf(home))}`,
      });
    } else {
      added.push(change);
    }
  }
  if (added.length > 0) {
    calls.push({
      operation: `${kind}.add`,
      method: "POST",
      path,
      body: { members: added.map(({ key, after }) => ({ email: key, role: after?.role ?? null })) },
      scope: home,
      changes: added.map(({ address }) => address),
    });
  }
  return { calls, waiting, notes };
}

/** Teams are made of members of the organization (§5.7). Where those were not read, the platform will tell. */
function isStranger(state: StateView, seat: Change): boolean {
  const own = membershipOf(seat);
  return state.get(own) === undefined && state.count(own.slice(0, own.lastIndexOf("/"))) > 0;
}

/** Applications belong to people, and stay shared when their owner leaves (§5.8). */
function leftBehind(state: StateView, { address, key }: Change): readonly NextStep[] {
  return sharesOwnedBy(state, rootOf(address), key).map((share) => ({
    address: share.address,
    step: `stays shared although its owner ${key} leaves the organization. Unshare it where that is not meant.`,
  }));
}
