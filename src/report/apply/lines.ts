import type { Address } from "../../model/address.ts";
import type { ApplyResult, ChangeOutcome } from "../../model/outcome.ts";
import type { Plan } from "../../model/plan.ts";
import { order } from "../../model/value.ts";
import { show } from "../escape.ts";
import { type Line, line, type Mark, marks } from "../plan/line.ts";
import { type Bounds, bounded, more, pad, plural, widest } from "../text.ts";
import { outcomeCounts, statusTitles } from "./summary.ts";

export interface OutcomeGroup {
  readonly title: string;
  readonly number: number;
  readonly lines: readonly Line[];
}

const statuses = ["applied", "pending", "waiting", "failed", "not-attempted"] as const;

/** The outcomes by status, failures last: what is read first at a terminal is what stands lowest. */
export function outcomeGroups(plan: Plan, result: ApplyResult, bounds: Bounds): readonly OutcomeGroup[] {
  const marksOf = new Map(
    plan.sections.flatMap(({ changes }) =>
      changes.map(({ address, action }) => [address, marks[action]] as const),
    ),
  );
  const numbers = outcomeCounts(result);
  const groups = statuses
    .filter((status) => numbers[status] > 0)
    .map((status) => {
      const own = result.outcomes.filter((outcome) => outcome.status === status);
      return group(statusTitles[status], own, bounds, (address) => marksOf.get(address) ?? "");
    });
  const mismatches = unsaid(result);
  if (mismatches.length === 0) return groups;
  const { shown, rest } = bounded(mismatches, bounds.items);
  const lines = shown.map(({ address, message }) => line(1, `${show(address)}  ${show(message, 500)}`, "?"));
  return [
    ...groups,
    {
      title: "not verified by reading again",
      number: mismatches.length,
      lines: rest === 0 ? lines : [...lines, line(1, more(rest))],
    },
  ];
}

/** The mismatches that no failed change says already, those of the same message together. */
function unsaid(result: ApplyResult): readonly { readonly address: string; readonly message: string }[] {
  const said = new Set(
    result.outcomes.flatMap((each) => (each.status === "failed" ? [`${each.address}\n${each.message}`] : [])),
  );
  const byMessage = new Map<string, Address[]>();
  for (const { address, message } of result.mismatches) {
    if (said.has(`${address}\n${message}`)) continue;
    const addresses = byMessage.get(message);
    if (addresses === undefined) byMessage.set(message, [address]);
    else addresses.push(address);
  }
  return [...byMessage].map(([message, [first = "", ...others]]) => ({
    address: others.length === 0 ? first : `${first} and ${plural(others.length, "other")}`,
    message,
  }));
}

function group(
  title: string,
  outcomes: readonly ChangeOutcome[],
  bounds: Bounds,
  mark: (address: string) => Mark,
): OutcomeGroup {
  const { shown, rest } = bounded(
    [...outcomes].sort((a, b) => order(a.address, b.address)),
    bounds.items,
  );
  const columns = widest(
    shown.map(({ address }) => show(address)),
    60,
  );
  const lines = shown.map((outcome) => {
    const why = reason(outcome);
    const name = show(outcome.address);
    return line(1, why === "" ? name : `${pad(name, columns)}  ${why}`, mark(outcome.address));
  });
  return { title, number: outcomes.length, lines: rest === 0 ? lines : [...lines, line(1, more(rest))] };
}

function reason(outcome: ChangeOutcome): string {
  switch (outcome.status) {
    case "applied":
      return "";
    case "pending":
    case "waiting":
      return `for ${show(outcome.for, 500)}`;
    case "failed":
      return show(outcome.message, 1_000);
    case "not-attempted":
      return show(outcome.because, 500);
  }
}
