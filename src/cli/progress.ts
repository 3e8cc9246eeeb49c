import type { Progress } from "../run/options.ts";
import type { Output } from "./io.ts";

/** A single line on a terminal that says what is under way; not there unless it takes over a second. */
export interface ProgressLine {
  readonly update: (progress: Progress) => void;
  /** Takes the line away, so that something else can be written; the next update brings it back. */
  readonly clear: () => void;
  /** Takes it away for good. */
  readonly stop: () => void;
}

const patience = 1_000;
const interval = 100;

const phases: Readonly<Record<Progress["phase"], string>> = {
  read: "Reading live state",
  check: "Checking that the plan is still true",
  apply: "Applying",
  verify: "Reading again what was changed",
};

const none: ProgressLine = { update: () => {}, clear: () => {}, stop: () => {} };

export function progressLine(output: Output, enabled: boolean, now: () => number = Date.now): ProgressLine {
  if (!enabled || !output.isTerminal) return none;
  const started = now();
  let last: Progress | null = null;
  let shownAt = Number.NEGATIVE_INFINITY;
  let visible = false;

  const clear = (): void => {
    if (visible) output.write("\r\u001b[K");
    visible = false;
  };
  const paint = (): void => {
    const time = now();
    if (last === null || time - started < patience || time - shownAt < interval) return;
    shownAt = time;
    output.write(`\r${progressText(last, time - started).slice(0, Math.max(0, output.columns - 1))}\u001b[K`);
    visible = true;
  };
  // Also while nothing is reported: a wait must not look like a hang.
  const timer = setInterval(paint, 1_000);
  timer.unref();
  return {
    update: (progress) => {
      last = progress;
      paint();
    },
    clear,
    stop: () => {
      clearInterval(timer);
      clear();
      last = null;
    },
  };
}

export function progressText({ phase, done, total }: Progress, milliseconds: number): string {
  const of = total === null ? `${done}` : `${done} of ${total}`;
  return `${phases[phase]}: ${of} (${Math.floor(milliseconds / 1_000)} s)`;
}
