import type { Address } from "../model/address.ts";
import { defaultGuards } from "../model/configuration.ts";
import { type Actor, kindOf, type Platform } from "../model/platform.ts";
import { fork, type StateView } from "../model/state.ts";
import { callIds, paperRun } from "./paper.ts";
import { removal } from "./removal.ts";

/**
 * Live state as it would be if the resource were removed, with all that the platform takes along by itself: who leaves
 * an organization may leave its teams too. What no call removes (an owner, say) is taken away alone.
 */
export function stateWithout(platform: Platform, live: StateView, address: Address, actor: Actor): StateView {
  const resource = live.get(address);
  if (resource === undefined) return live;
  const { final } = paperRun({
    platform,
    actor,
    live,
    desired: { resources: new Map(), managed: new Map() },
    changes: [removal(kindOf(platform, resource.kind), resource, "configured")],
    guards: defaultGuards,
    withoutForbidden: false,
    nextId: callIds(),
  });
  if (final.get(address) === undefined) return final;
  const less = fork(final);
  less.remove(address);
  return less;
}
