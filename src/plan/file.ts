/** Plan files: versioned JSON, bound to its content by a digest. */
import type { Finding } from "../model/finding.ts";
import type { Plan } from "../model/plan.ts";
import { isDeeper, isRecord } from "../model/value.ts";
import { planDigest } from "./plan.ts";

/** The text of a plan file. */
export function serializePlan(plan: Plan): string {
  return `${JSON.stringify(plan, null, 1)}\n`;
}

/** No plan is nested like that: values in files are at most a hundred levels deep. */
const deepest = 1_000;

/** Reads a plan file. Anything but an untouched file of this format is a finding. */
export function parsePlan(text: string): { readonly plan: Plan } | { readonly finding: Finding } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse("plan/syntax", "The plan file is not JSON. Make it again with charter plan -o FILE.");
  }
  if (
    !isRecord(value) ||
    typeof value["format"] !== "string" ||
    !value["format"].startsWith("charter-plan/")
  ) {
    return refuse("plan/format", "This is not a plan file of Charter. Make one with charter plan -o FILE.");
  }
  if (value["format"] !== "charter-plan/1") {
    return refuse(
      "plan/version",
      "The plan file has a format that this version of Charter does not know. Make it again with this version.",
    );
  }
  if (!isPlan(value) || isDeeper(value, deepest) || planDigest(value) !== value.digest) {
    return refuse(
      "plan/digest",
      "The plan file was changed after it was made. Make it again with charter plan -o FILE.",
    );
  }
  return { plan: value };
}

/** Enough shape to compute the digest; the digest then vouches for the rest. */
function isPlan(value: Record<string, unknown>): value is Record<string, unknown> & Plan {
  return (
    typeof value["digest"] === "string" &&
    Array.isArray(value["sections"]) &&
    Array.isArray(value["targets"]) &&
    isRecord(value["summary"])
  );
}

function refuse(code: string, message: string): { readonly finding: Finding } {
  return { finding: { code, severity: "error", message } };
}
