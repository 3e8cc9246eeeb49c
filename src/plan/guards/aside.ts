/** What the platform does by itself, where a person would want to be asked: the same guards, one call further on. */
import { type Address, coveredBy, keyOf, parentOf, rootOf } from "../../model/address.ts";
import { direction, isContainer, isThere } from "../../model/kind.ts";
import type { Stop } from "../../model/plan.ts";
import { type Actor, kindOf, type Platform } from "../../model/platform.ts";
import type { StateView } from "../../model/state.ts";
import { shortened } from "../../model/text.ts";
import type { PaperRun } from "../paper.ts";
import { destroyStop } from "./change.ts";
import { destroyedBy } from "./gone.ts";

interface Place {
  readonly platform: Platform;
  readonly actor: Actor;
  readonly live: StateView;
}

/** Containers that go along with something else, and what the actor loses along with something else. */
export function asideStops({ platform, actor, live }: Place, run: PaperRun): readonly Stop[] {
  const stops: Stop[] = [];
  const destroyed = destroyedBy(platform, run);
  const calls = new Map(run.calls.map((call) => [call.id, call]));
  for (const { address, call, kind: name, effect } of run.effects) {
    const before = live.get(address);
    const kind = kindOf(platform, name);
    if (before === undefined || !isThere(kind, before)) continue;
    if (coveredBy(parentOf(address) ?? "", destroyed) !== null) continue;
    if (effect === "goes" && isContainer(kind, platform.kinds)) {
      stops.push(destroyStop(address, before.id ?? null));
    }
    if (!kind.principal || before.key !== actor.id) continue;
    const after = run.final.get(address);
    const lost = direction(kind, before.attributes, after?.attributes ?? null) === "lowering";
    // Where the call takes from the actor anyway, that has been said.
    if (lost && calls.get(call)?.changes.every((each) => keyOf(each) !== actor.id)) {
      stops.push(actorStop(address, actor.id, `${address} goes or is lowered along with ${call}`));
    }
  }
  return stops;
}

/**
 * What the actor may do in an organization, by whatever gives it: a role that becomes poorer takes from it too.
 * `said` are the stops so far: where one says that the plan takes from the actor, that is enough.
 */
export function standingStops(
  { platform, actor, live }: Place,
  run: PaperRun,
  said: readonly Stop[],
): readonly Stop[] {
  const told = new Set(said.filter(({ guard }) => guard === "actor").map(({ scope }) => rootOf(scope)));
  const stops: Stop[] = [];
  for (const root of new Set([...run.touched].map(rootOf))) {
    if (told.has(root) || live.get(root) === undefined || run.final.get(root) === undefined) continue;
    const before = platform.access.standing(live, actor.id, root);
    const after = platform.access.standing(run.final, actor.id, root);
    const lost = [...before].filter((role) => !after.has(role));
    // Who has another role instead was changed as such: that has been judged.
    if (lost.length === 0 || [...after].some((role) => !before.has(role))) continue;
    stops.push(actorStop(root, actor.id, `it loses ${shortened(lost)} at ${root}`));
  }
  return stops;
}

function actorStop(scope: Address, actor: string, what: string): Stop {
  return {
    guard: "actor",
    scope,
    message: `The plan takes from ${actor}, the account that it runs as: ${what}. Leave that as it is, or run as somebody else.`,
    allow: `actor:${scope}`,
    setting: null,
  };
}
