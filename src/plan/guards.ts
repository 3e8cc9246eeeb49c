/** Guards over the whole of a plan: what would be removed, and what concerns the actor or a container. */
import { type Address, homeOf } from "../model/address.ts";
import type { Change } from "../model/change.ts";
import type { GuardSettings } from "../model/configuration.ts";
import { isContainer } from "../model/kind.ts";
import type { Stop } from "../model/plan.ts";
import { type Actor, kindOf, type Platform } from "../model/platform.ts";
import type { StateView } from "../model/state.ts";
import { order } from "../model/value.ts";

export interface Removed {
  readonly address: Address;
  readonly expired: boolean;
}

/**
 * Removals by share and by number, collection by collection, cascades included. Expiries were announced in the
 * configuration: they are counted apart and stop nothing here.
 *
 * | removals (not expired) | collection before | stops |
 * | --- | --- | --- |
 * | fewer than `from` | would keep something | no |
 * | any number above one | would be empty | yes |
 * | at least `from` | share above `ratio` | yes |
 * | more than `count` | any | yes |
 */
export function removalStops(
  removed: Iterable<Removed>,
  live: StateView,
  settings: GuardSettings["removals"],
  platform: Platform,
): readonly Stop[] {
  const stops: Stop[] = [];
  for (const [home, group] of Map.groupBy(removed, ({ address }) => homeOf(address) ?? "")) {
    const planned = group.filter(({ expired }) => !expired).length;
    const expired = group.length - planned;
    const size = sizeOf(platform, live, home);
    const empties = planned > 1 && planned + expired >= size;
    const share = planned >= settings.from && planned > settings.ratio * size;
    if (!empties && !share && planned <= settings.count) continue;
    stops.push({
      guard: "removals",
      scope: home,
      message:
        `${planned} of ${size} in ${home} would be removed (${percent(planned / size)}${empties ? ": all of them" : ""}); ` +
        `the limit is ${percent(settings.ratio)} from ${settings.from} removals on, and ${settings.count} in any case.`,
      allow: `removals:${home}`,
      setting: "guards.removals",
    });
  }
  return stops.sort((a, b) => order(a.scope, b.scope));
}

/** How many of a collection are there: what counts as absent (deactivated) cannot be removed any more. */
function sizeOf(platform: Platform, live: StateView, home: Address): number {
  if (platform.kinds.every((kind) => kind.absent === undefined)) return live.count(home);
  let size = 0;
  for (const { kind, attributes } of live.list(home)) {
    if (kindOf(platform, kind).absent?.(attributes) !== true) size += 1;
  }
  return size;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/**
 * Stops that one change brings by itself: it takes from the actor, or destroys a container. One that is `idle`, since
 * all of it waits, does neither yet.
 */
export function changeStops(platform: Platform, change: Change, actor: Actor, idle = false): readonly Stop[] {
  if (idle) return unsupported(platform, change);
  const kind = kindOf(platform, change.kind);
  const stops: Stop[] = [];
  const takes = change.direction === "lowering" || change.action === "delete";
  if (kind.principal && change.key === actor.id && takes) {
    const what = change.action === "delete" ? "removes" : "lowers";
    stops.push({
      guard: "actor",
      scope: change.address,
      message:
        `The plan ${what} ${actor.id} at ${change.address}, the account that it runs as. ` +
        `Write it into the configuration as it is, or run as somebody else.`,
      allow: `actor:${change.address}`,
      setting: null,
    });
  }
  if (change.action === "delete" && isContainer(kind, platform.kinds)) {
    stops.push({
      guard: "destroy",
      scope: change.address,
      message: `The plan destroys ${change.address}${change.id === null ? "" : ` (${change.id})`} and everything in it. This cannot be undone.`,
      allow: `destroy:${change.address}`,
      setting: null,
    });
  }
  return [...stops, ...unsupported(platform, change)];
}

function unsupported(platform: Platform, change: Change): readonly Stop[] {
  const { can } = kindOf(platform, change.kind);
  const offered = {
    create: can.create,
    update: can.update,
    delete: can.delete,
    replace: can.create && can.delete,
  }[change.action];
  if (offered) return [];
  const advice = {
    create: "Make it on the platform first, or correct the name.",
    update: `Write it as it is on the platform (${change.attributes.map(({ name }) => name).join(", ")}), or leave that out.`,
    delete: "Take `state: absent` out and empty it instead.",
    replace: "Write it as it is on the platform.",
  }[change.action];
  return [
    {
      guard: "unsupported",
      scope: change.address,
      message: `${platform.title} offers no way to ${change.action} ${change.address} (kind ${change.kind}). ${advice}`,
      allow: null,
      setting: null,
    },
  ];
}
