/** Diagnostics and paths as messages. */
import type { Diagnostic, Path } from "../contract.ts";
import type { Sent } from "./table.ts";

const severities = { error: 1, warning: 2 } as const;

export function diagnosticMessage(diagnostic: Diagnostic): Sent<"Diagnostic"> {
  const { severity, summary, detail, path } = diagnostic;
  return {
    severity: severities[severity],
    summary,
    detail,
    ...(path === undefined || path.length === 0 ? {} : { attribute: pathMessage(path) }),
  };
}

/** Exactly one selector a step, an index of 0 too. */
export function pathMessage(path: Path): Sent<"AttributePath"> {
  return {
    steps: path.map((step): Sent<"AttributePathStep"> => {
      if ("attribute" in step) return { attribute_name: step.attribute };
      if ("key" in step) return { element_key_string: step.key };
      return { element_key_int: step.index };
    }),
  };
}
