/** Findings, stops and failures as Terraform shows them. */
import type { Finding } from "../../model/finding.ts";
import type { Stop } from "../../model/plan.ts";
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

export function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
