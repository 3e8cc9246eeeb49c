/**
 * Patterns of addresses, as settings and flags write them: `*` stands for any text without `/`, `**` for any text at
 * all; everything else stands for itself.
 *
 * | pattern | `acme/members/ann` | `acme/projects/raw/grants/ann` |
 * | --- | --- | --- |
 * | `acme/members/ann` | yes | no |
 * | `acme/m*` followed by `/ann` | yes | no |
 * | `acme/m*` followed by `/ann` | yes | no |
 */
export type Pattern = string;

/** Whether an address is one of those that the pattern means. */
export function matcher(pattern: Pattern): (address: string) => boolean {
  if (!pattern.includes("*")) return (address) => address === pattern;
  const parts = pattern.split(/(\*\*|\*)/);
  const source = parts
    .map((part) => (part === "**" ? ".*" : part === "*" ? "[^/]*" : literal(part)))
    .join("");
  const expression = new RegExp(`^${source}$`, "su");
  return (address) => expression.test(address);
}

/** Whether any of the patterns means the address. */
export function anyOf(patterns: readonly Pattern[]): (address: string) => boolean {
  const matchers = patterns.map(matcher);
  return (address) => matchers.some((matches) => matches(address));
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
