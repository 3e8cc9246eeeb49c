/** What later runs will do, and what a person should look at. */
import { keyOf } from "../model/address.ts";
import type { NextStep } from "../model/plan.ts";
import { shortened } from "../model/text.ts";
import type { PaperRun } from "./paper.ts";

/** What waits, and the gaps that somebody falls into. */
export function nextSteps(run: PaperRun): readonly NextStep[] {
  return [...waitingSteps(run), ...gapSteps(run), ...run.notes];
}

function waitingSteps(run: PaperRun): readonly NextStep[] {
  return run.changes
    .filter((change) => change.waiting !== undefined)
    .map((change) => ({
      address: change.address,
      step: `${change.calls.length === 0 ? change.action : "the rest"} waits for ${change.waiting}`,
    }));
}

/** Where one place must be given up before another can be taken, and the other begins with an acceptance. */
function gapSteps(run: PaperRun): readonly NextStep[] {
  return run.gaps.map(({ address, given }) => {
    const shown = shortened(given);
    return {
      address,
      step: `${keyOf(address)} gives up ${shown} first, and has neither until the invitation is accepted.`,
    };
  });
}
