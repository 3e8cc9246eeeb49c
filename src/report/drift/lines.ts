import type { AttributeChange } from "../../model/change.ts";
import type { DriftItem } from "../../model/drift.ts";
import { show } from "../escape.ts";
import { type Line, line } from "../plan/line.ts";
import { type Bounds, bounded, more, pad, widest, width } from "../text.ts";
import { showValue } from "../value.ts";
import { type DriftGroup, driftMarks } from "./groups.ts";

/** The items of a group, each with what differs and since when it is known. */
export function driftLines(group: DriftGroup, bounds: Bounds): readonly Line[] {
  const { shown, rest } = bounded(group.items, bounds.items);
  const columns = widest(
    shown.map((item) => nameOf(item)),
    60,
  );
  const lines = shown.flatMap((item) => itemLines(item, columns));
  return rest === 0 ? lines : [...lines, line(1, more(rest))];
}

function itemLines(item: DriftItem, columns: number): readonly Line[] {
  const attributes = item.attributes.map(attributeText);
  const together = attributes.join(", ");
  const onOneLine = item.attributes.length > 0 && width(together) <= 90;
  const mark = driftMarks[item.class];
  const text = onOneLine ? together : show(item.message, 500);
  const both = item.origin === "both" ? " (the configuration changed too)" : "";
  const head = `${pad(nameOf(item), columns)}  ${text}${both}  (since ${show(day(item.firstSeen))})`;
  return [line(1, head, mark), ...(onOneLine ? [] : attributes.map((each) => line(3, each)))];
}

function nameOf({ address, name }: DriftItem): string {
  return name === null ? show(address) : `${show(address)} (${show(name)})`;
}

/** `before` is what the configuration says, `after` what is live. */
function attributeText({ name, before, after }: AttributeChange): string {
  return `${show(name)}: ${showValue(before)} in the configuration, ${showValue(after)} live`;
}

/** To the minute: `2026-08-21 07:30`. Anything else than a time as it is. */
function day(time: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(time) ? `${time.slice(0, 10)} ${time.slice(11, 16)}` : time;
}
