// `--allow GUARD:SCOPE` overrides one guard at one place. In a scope `*` stands for any text without `/`, so that one
// flag can name a family of places (removals:acme-*/members). The organization is never left open: a flag for
// everything would outlive its reason. `/` alone means the limit of the whole run, and no other stop.
import type { Finding } from "../model/finding.ts";
import { matcher } from "../model/pattern.ts";
import type { Stop } from "../model/plan.ts";
import { wholeRun } from "./guards/removals.ts";

export interface Allowance {
  readonly text: string;
  readonly covers: (stop: Stop) => boolean;
}

/** Reads the texts of `--allow`; what is not `GUARD:SCOPE` is a finding. */
export function parseAllow(texts: readonly string[]): {
  readonly allowances: readonly Allowance[];
  readonly findings: readonly Finding[];
} {
  const allowances: Allowance[] = [];
  const findings: Finding[] = [];
  for (const text of texts) {
    const colon = text.indexOf(":");
    const [guard, scope] = [text.slice(0, colon), text.slice(colon + 1)];
    const open = scope !== wholeRun && (!/^[^/]*[^*/]/.test(scope) || scope.includes("**"));
    if (colon <= 0 || open) {
      findings.push({
        code: "plan/allow",
        severity: "error",
        message: `--allow ${text} names no place. Write GUARD:SCOPE as the plan prints it, for example removals:acme/members.`,
      });
      continue;
    }
    const matches = matcher(scope);
    allowances.push({
      text,
      covers: (stop) => {
        const own = stop.allow?.indexOf(":") ?? -1;
        return (
          stop.allow !== null && stop.allow.slice(0, own) === guard && matches(stop.allow.slice(own + 1))
        );
      },
    });
  }
  return { allowances, findings };
}
