import { homeOf, keyOf } from "../../model/address.ts";
import type { DesiredState } from "../../model/configuration.ts";
import type { NextStep, SideEffect, Stop } from "../../model/plan.ts";
import { kindOf, type Platform } from "../../model/platform.ts";

/**
 * What the platform adds by itself to a collection that the configuration speaks for, and that is not written
 * there: the next plan would remove it again, and where it is the actor's own, lock the actor out.
 */
export function uninvitedGuard(
  platform: Platform,
  actor: string,
  desired: DesiredState,
  effects: readonly SideEffect[],
): { readonly stops: readonly Stop[]; readonly next: readonly NextStep[] } {
  const stops: Stop[] = [];
  const next: NextStep[] = [];
  for (const effect of effects) {
    if (effect.effect !== "appears") continue;
    const mode = desired.managed.get(homeOf(effect.address) ?? "");
    if (mode !== "authoritative" || kindOf(platform, effect.kind).omission !== "remove") continue;
    if (keyOf(effect.address) === actor) {
      stops.push({
        guard: "actor",
        scope: effect.address,
        message:
          `${platform.title} gives ${actor} ${effect.address} by itself (${effect.call}), and the configuration ` +
          `does not list it: the next plan would lock ${actor} out. Write it into the configuration.`,
        allow: `actor:${effect.address}`,
        setting: null,
      });
    }
    next.push({
      address: effect.address,
      step: "appears by itself and is not configured: the next plan removes it.",
    });
  }
  return { stops, next };
}
