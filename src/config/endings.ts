/** Collections that would run out of those whom they cannot be without, since each of them ends some day. */
import { homeOf } from "../model/address.ts";
import type { Desired } from "../model/resource.ts";
import type { Walk } from "./walk.ts";

/** Whether somebody was meant to be here, today or until lately. */
function isMeant({ state, absentBecause }: Desired): boolean {
  return state !== "absent" || absentBecause === "expired";
}

/**
 * What must never run out (owners, administrators), where an authoritative list writes who they are:
 *
 * | those who are written | finding |
 * | --- | --- |
 * | none | no: what is live decides |
 * | one at least without an end | no |
 * | each with an end, passed or to come | yes: after the last day nobody would be left |
 */
export function checkEndings({ platform, resources, managed, findings }: Walk): void {
  for (const { kind, holds, title } of platform.rules.invariants) {
    const holders = [...resources.values()].filter(
      (each) =>
        each.kind === kind &&
        managed.get(homeOf(each.address) ?? "") === "authoritative" &&
        isMeant(each) &&
        holds(each),
    );
    for (const [home, group] of Map.groupBy(holders, ({ address }) => homeOf(address) ?? "")) {
      const [last] = group.toSorted((a, b) => ((a.expires ?? "") < (b.expires ?? "") ? 1 : -1));
      if (last?.expires === undefined || group.some(({ expires }) => expires === undefined)) continue;
      const { origin, at } = last.source;
      findings.add(
        "config/expires",
        { origin, at },
        `After ${last.expires} ${home} would be without ${title}: each that is written ends. Write one without an end, or a later day.`,
        { address: last.address },
      );
    }
  }
}
