import type { Source } from "../../model/finding.ts";
import type { ConfigCode, Findings } from "../findings.ts";

/** Something that is wrong with a policy itself: it would never apply, or nobody could keep to it. */
export interface Problem {
  readonly code: ConfigCode;
  readonly message: string;
  readonly source: Source;
  /** Default: error, since a policy that silently never applies protects nobody. */
  readonly severity?: "error" | "warning";
}

export function reportProblem(
  { code, message, source, severity = "error" }: Problem,
  findings: Findings,
): void {
  const excerpt = source.excerpt();
  findings.push({
    code,
    severity,
    message,
    position: source.position(),
    ...(excerpt === undefined ? {} : { excerpt }),
  });
}
