import type { PlanSection } from "../../model/plan.ts";
import { placeOf } from "../../model/resource.ts";
import { show } from "../escape.ts";
import { expiringLines } from "../expiring.ts";
import { type Bounds, bounded, more, pad, widest } from "../text.ts";
import type { ChangeContext } from "./changes.ts";
import { type Line, line, type Mark } from "./line.ts";

/** A titled list of a plan beside its changes. */
export interface Note {
  readonly title: string;
  readonly lines: readonly Line[];
}

interface Item {
  readonly mark?: Mark;
  readonly name: string;
  readonly text: string;
}

/** All lists of a section that have something in them, in the order in which a reader wants them. */
export function notes(section: PlanSection, context: ChangeContext, bounds: Bounds): readonly Note[] {
  return [
    note("What the platform does by itself:", effects(section, context), bounds),
    note("Pending, waiting for a person (nothing to do here):", pending(section), bounds),
    note("Next steps:", next(section), bounds),
    note("Live, and not in the configuration (left as it is):", unmanaged(section), bounds),
    { title: "Ends soon (last day):", lines: expiringLines(section.expiring, bounds) },
    note("Unknown, because it could not be read (not the same as empty):", unknown(section), bounds),
  ].filter(({ lines }) => lines.length > 0);
}

function note(title: string, items: readonly Item[], bounds: Bounds): Note {
  const { shown, rest } = bounded(items, bounds.items);
  const columns = widest(
    shown.map(({ name }) => name),
    60,
  );
  const lines = shown.map(({ mark, name, text }) =>
    line(1, text === "" ? name : `${pad(name, columns)}  ${text}`, mark ?? ""),
  );
  return { title, lines: rest === 0 ? lines : [...lines, line(1, more(rest))] };
}

const effectMarks = { appears: "+", changes: "~", goes: "-" } as const;

function effects(section: PlanSection, context: ChangeContext): readonly Item[] {
  return section.effects.map(({ address, effect, call }) => {
    const cause = context.cause(call);
    const text = cause === undefined || cause === address ? effect : `${effect}, with ${show(cause)}`;
    return { mark: effectMarks[effect], name: show(address), text };
  });
}

function pending(section: PlanSection): readonly Item[] {
  return section.pending.map((each) => ({ name: show(each.address), text: show(each.for, 500) }));
}

function next(section: PlanSection): readonly Item[] {
  return section.next.map(({ address, step }) => ({ name: show(address), text: show(step, 500) }));
}

function unmanaged(section: PlanSection): readonly Item[] {
  return section.unmanaged.map(({ address, name }) => ({
    name: show(address),
    text: name === null ? "" : `named ${show(name)}`,
  }));
}

function unknown(section: PlanSection): readonly Item[] {
  return section.unknown.map((each) => ({
    mark: "?",
    name: show(placeOf(each)),
    text: show(each.why, 500),
  }));
}

/** Why each thing of a section happens: the change for which a call is sent. */
export function contextOf(section: PlanSection, verbose: boolean): ChangeContext {
  const causes = new Map(section.calls.map((call) => [call.id, call.changes[0] ?? call.scope]));
  return { verbose, cause: (call) => causes.get(call) };
}
