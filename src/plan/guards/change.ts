/** Stops that one change brings by itself: it takes from the actor, destroys a container, or cannot be made. */
import type { Change } from "../../model/change.ts";
import { isContainer } from "../../model/kind.ts";
import type { Stop } from "../../model/plan.ts";
import { type Actor, kindOf, type Platform } from "../../model/platform.ts";

/** One that is `idle`, since all of it waits, neither takes nor destroys anything yet. */
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
