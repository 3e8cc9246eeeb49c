/**
 * Patterns of addresses, as settings and flags write them: `*` stands for any text without `/`, `**` for any text at
 * all; everything else stands for itself.
 *
 * | pattern | `acme/members/ann` | `acme/projects/raw/grants/ann` |
 * | --- | --- | --- |
 * | `acme/members/ann` | yes | no |
 * | `acme/m*` followed by `/ann` | yes | no |
 * | `acme/**` | yes | yes |
 */
export type Pattern = string;

/**
 * Whether an address is one of those that the pattern means. Patterns can be hostile: whatever they hold, the time is
 * bounded by the address squared times the pattern.
 */
export function matcher(pattern: Pattern): (address: string) => boolean {
  if (!pattern.includes("*")) return (address) => address === pattern;
  const tokens = pattern.split(/(\*+)/);
  return (address) => matches(tokens, address);
}

/** Whether any of the patterns means the address. */
export function anyOf(patterns: readonly Pattern[]): (address: string) => boolean {
  const matchers = patterns.map(matcher);
  return (address) => matchers.some((matches) => matches(address));
}

/** Where a wildcard stands among the tokens, and up to where it takes what it stands for. */
interface Wildcard {
  readonly token: number;
  readonly to: number;
}

/**
 * Wildcards first take nothing, and one character more whenever what follows does not fit. Only the last `*` and the
 * last `**` need be tried again: what fits behind an earlier one at its least, fits in no better way behind more.
 */
function matches(tokens: readonly string[], address: string): boolean {
  let inPart: Wildcard | null = null;
  let anywhere: Wildcard | null = null;
  let at = 0;
  for (let token = 0; ; token += 1) {
    const text = tokens[token];
    if (text?.startsWith("*")) {
      const wildcard = { token, to: at };
      inPart = text === "*" ? wildcard : null;
      anywhere = text === "*" ? anywhere : wildcard;
    } else if (text !== undefined && address.startsWith(text, at)) {
      at += text.length;
    } else if (text === undefined && at === address.length) {
      return true;
    } else {
      if (inPart !== null && inPart.to < address.length && address[inPart.to] !== "/") {
        inPart = { token: inPart.token, to: inPart.to + 1 };
      } else if (anywhere !== null && anywhere.to < address.length) {
        inPart = null;
        anywhere = { token: anywhere.token, to: anywhere.to + 1 };
      } else {
        return false;
      }
      const again: Wildcard = inPart ?? anywhere ?? { token, to: at };
      token = again.token;
      at = again.to;
    }
  }
}
