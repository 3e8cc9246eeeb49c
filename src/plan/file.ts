/** Plan files: versioned JSON, bound to its content by a digest. */
import type { Finding } from "../model/finding.ts";
import type { Plan } from "../model/plan.ts";
import { canonical, isDeeper, isRecord } from "../model/value.ts";
import { planDigest, summarize } from "./plan.ts";
import { isPlan, whyNoPlan } from "./shape.ts";

/** The text of a plan file. */
export function serializePlan(plan: Plan): string {
  return `${JSON.stringify(plan, null, 1)}\n`;
}

const again = "Make it again with charter plan -o FILE.";

/**
 * Reads a plan file. Anything but an untouched file of this format is a finding. That a file has its digest says
 * that nobody slipped, not that nobody forged it: `apply` makes the plan again, and goes by what comes out.
 */
export function parsePlan(text: string): { readonly plan: Plan } | { readonly finding: Finding } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse("plan/syntax", `The plan file is not JSON. ${again}`);
  }
  if (
    !isRecord(value) ||
    typeof value["format"] !== "string" ||
    !value["format"].startsWith("charter-plan/")
  ) {
    return refuse("plan/format", "This is not a plan file of Charter. Make one with charter plan -o FILE.");
  }
  if (value["format"] !== "charter-plan/1") {
    const message =
      "The plan file has a format that this version of Charter does not know. Make it again with this version.";
    return refuse("plan/version", message);
  }
  if (isDeeper(value, deepest))
    return refuse("plan/shape", `The plan file is nested deeper than any plan. ${again}`);
  const { digest, ...bound } = value;
  if (digest !== planDigest(bound)) {
    return refuse("plan/digest", `The plan file was changed after it was made. ${again}`);
  }
  if (!isPlan(value)) {
    const why = whyNoPlan(value);
    const message = `The plan file does not have the form of a plan: ${why}. It was edited, or made by another version of Charter. ${again}`;
    return refuse("plan/shape", message);
  }
  if (canonical({ ...summarize(value.sections, value.stops) }) !== canonical({ ...value.summary })) {
    const message = `The summary of the plan file is not that of its changes: it was edited. ${again}`;
    return refuse("plan/shape", message);
  }
  return { plan: value };
}

/** Far above any plan, and far below what exhausts the stack of those who walk through it. */
const deepest = 200;

function refuse(code: string, message: string): { readonly finding: Finding } {
  return { finding: { code, severity: "error", message } };
}
