/** Findings, stops and failures as Terraform shows them. */
import type { Finding } from "../../model/finding.ts";
import type { ChangeOutcome } from "../../model/outcome.ts";
import type { Plan, Stop } from "../../model/plan.ts";
import { shortened } from "../../model/text.ts";
import type { Diagnostic, Path } from "../contract.ts";

export function problem(summary: string, detail: string, path?: Path): Diagnostic {
  return { severity: "error", summary, detail, ...(path === undefined ? {} : { path }) };
}

export function warning(summary: string, detail: string, path?: Path): Diagnostic {
  return { severity: "warning", summary, detail, ...(path === undefined ? {} : { path }) };
}

const titles: Readonly<Record<string, string>> = {
  config: "Invalid value",
  connection: "Connection failed",
  plan: "Cannot be planned",
  access: "Access cannot be told",
  policy: "Policy",
};

/** Notes are left out: Terraform has no such thing. */
export function ofFinding(finding: Finding, path?: Path): readonly Diagnostic[] {
  if (finding.severity === "note") return [];
  const area = finding.code.split("/")[0] ?? "";
  const summary = `${titles[area] ?? "Against a rule of the platform"} (${finding.code})`;
  return [
    { severity: finding.severity, summary, detail: finding.message, ...(path === undefined ? {} : { path }) },
  ];
}

export function ofStop(stop: Stop, path?: Path, where = "the provider"): Diagnostic {
  const way =
    stop.allow === null
      ? ""
      : ` To go on all the same, write allow = [${JSON.stringify(stop.allow)}] for ${where}.`;
  return problem(`Stopped by a guard (${stop.guard})`, `${stop.message}${way}`, path);
}

/** What else a plan takes away, in a sentence; null where nothing. */
export function alsoGoes(plan: Plan): Diagnostic | null {
  const gone = plan.sections.flatMap(({ effects }) =>
    effects.filter(({ effect }) => effect === "goes").map(({ address }) => address),
  );
  if (gone.length === 0) return null;
  return warning("More goes along with it", `The platform also removes ${shortened(gone, 5)}.`);
}

export const unopened = (platform: string): Diagnostic =>
  warning(
    "Nothing is checked against the platform yet",
    `Some of what the provider "charter" needs to connect to ${platform} is known only after apply. What the plan says is what ` +
      "the configuration says; guards and permissions are checked when it is applied.",
  );

export function moved(address: string): Diagnostic {
  return problem("The plan is stale", `${address} is not as it was when the plan was made. Plan again.`);
}

/** What became of a change that was not carried out; null where it was, or waits. `of`: which one, where there are many. */
export function refusal(outcome: ChangeOutcome | undefined, path?: Path, of = ""): Diagnostic | null {
  if (outcome?.status === "failed") return problem("The platform refused it", of + outcome.message, path);
  if (outcome?.status === "not-attempted") return problem("It was not attempted", of + outcome.because, path);
  return null;
}

export function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
