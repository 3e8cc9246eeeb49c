import { said } from "../support.ts";

/** The findings of a folder whose settings hold these policies, a line each. */
export function saidUnder(
  policies: string,
  files: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const indented = policies.trimEnd().replaceAll(/^(?=.)/gm, "  ");
  return said({ "charter.yaml": `policies:\n${indented}\n`, ...files });
}

/** An organization of the made-up platform. */
export function orbit(members: string, organization = "org-acme"): string {
  return `platform: orbit\norganization: ${organization}\n${members}`;
}

/** The keys of the entries at which a policy was broken, from the findings: what stands in quotes first. */
export function broken(lines: readonly string[]): readonly string[] {
  return lines.map((line) => /^\S+ (?:warning )?policy\/\S+: "([^"]*)"/.exec(line)?.[1] ?? line);
}
