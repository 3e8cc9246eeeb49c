/** The check that the actor may do a call, by the role × action table and the actor's standing at that point. */
import { keyOf } from "../model/address.ts";
import type { CallDraft } from "../model/call.ts";
import type { Stop } from "../model/plan.ts";
import type { Actor, Platform } from "../model/platform.ts";
import type { StateView } from "../model/state.ts";
import { shortened } from "../model/text.ts";

/** Why the actor may not do a call; or the role by which it may, null where it takes none. */
export type Verdict = { readonly stop: Stop } | { readonly stop: null; readonly as: string | null };

/** Whether the actor may do the call in this state. */
export function preflight(platform: Platform, state: StateView, call: CallDraft, actor: Actor): Verdict {
  const rule = platform.rules.actions[call.operation];
  if (rule === undefined) throw new Error(`${platform.name}: no rule for ${call.operation}`);
  if (rule.never !== undefined) {
    const message = `${platform.title} lets nobody ${rule.title} at ${call.scope}. ${rule.never}`;
    return { stop: { ...stop(call, message, []), guard: "unsupported" } };
  }
  if (rule.notSelf && call.changes.some((address) => keyOf(address) === actor.id)) {
    const message = `${platform.title} does not let ${actor.id} ${rule.title} for itself at ${call.scope}.`;
    return { stop: stop(call, message, []) };
  }
  if (rule.roles.length === 0) return { stop: null, as: null };
  const standing = platform.access.standing(state, actor.id, call.scope);
  const as = rule.roles.find((role) => standing.has(role));
  if (as !== undefined) return { stop: null, as };
  const who = platform.access.holders(state, call.scope, rule.roles);
  const has = standing.size === 0 ? "no role there" : [...standing].join(", ");
  const message = `${actor.id} may not ${rule.title} at ${call.scope}: it takes ${rule.roles.join(" or ")}, and ${actor.id} has ${has}.`;
  return { stop: stop(call, message, who) };
}

function stop(call: CallDraft, message: string, who: readonly string[]): Stop {
  const others = shortened(who, 5);
  return {
    guard: "forbidden",
    scope: call.scope,
    message: who.length === 0 ? message : `${message} Who may: ${others}.`,
    allow: null,
    setting: null,
  };
}
