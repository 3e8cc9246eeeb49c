/**
 * Text from files and servers is hostile until it went through here: one function for every place in which text can
 * be shown. All of them are total, and none cuts without saying how much it cut.
 */

/** Code points that move, hide or reorder what stands around them, on a terminal and in a browser alike. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}\u2800\ufffe\uffff]|(?! )\p{Zs}|\\(?=u\{)/gu;
const plain = /^[\x20-\x5b\x5d-\x7e]*$/;

/** So much of one name or value is shown where nothing else is said. */
export const nameLimit = 200;

/**
 * One line of text that is safe on a terminal: escape sequences, control characters, line breaks, invisible and
 * reordering characters become `\u{…}`.
 */
export function visible(text: string): string {
  return plain.test(text)
    ? text
    : text.replace(hidden, (found) => `\\u{${found.codePointAt(0)?.toString(16)}}`);
}

/** At most `max` characters of the text, and then how many more there are. */
export function limit(text: string, max: number): string {
  if (text.length <= max) return text;
  const code = text.charCodeAt(max - 1);
  const end = code >= 0xd800 && code <= 0xdbff ? max - 1 : max;
  return `${text.slice(0, end)}… (${text.length - end} more characters)`;
}

/** {@link visible}, bounded: for names, keys, addresses, messages. */
export function show(text: string, max: number = nameLimit): string {
  return visible(limit(text, max));
}

/**
 * A whole text for a terminal, once more: CI services read commands out of their logs, GitHub those that a line
 * begins with (`::`), older ones wherever `##[` stands. No text of ours does that, so nothing else is lost.
 */
export function forLog(text: string): string {
  return text.replace(/^[^\S\n]*:(?=:)|#(?=#\[)/gm, (found) =>
    found === "#" ? "\\u{23}" : `${found.slice(0, -1)}\\u{3a}`,
  );
}

/**
 * A word for a POSIX shell that can be copied from a terminal: bare where that is safe, else quoted; with `$'…'` where
 * it holds what {@link visible} would have to rewrite.
 */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_./:@%+=,-]+$/.test(text)) return text;
  if (visible(text) === text) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = text.replace(/[\\']/g, "\\$&").replace(hidden, (found) => {
    if (found === "\\") return found;
    const code = found.codePointAt(0) ?? 0;
    return code < 0x80 ? `\\x${hex(code, 2)}` : code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  });
  return `$'${escaped}'`;
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, "0");
}

/** Put between two characters so that GitHub and GitLab do not make a mention, a reference or a link of them. */
const joint = "&#8203;";

/** Prose in Markdown, inside a line: no markup, HTML, link, mention or reference of it survives. */
export function markdown(text: string, max: number = 2_000): string {
  return show(text, max)
    .replace(/[\\`*_{}[\]()#+!|~$^=]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", `@${joint}`)
    .replaceAll("\\#", `\\#${joint}`)
    .replace(/:(?=\/\/)/g, `:${joint}`)
    .replace(/(www)\./gi, `$1${joint}.`)
    .replace(/\b(GH)-(?=\d)/gi, `$1${joint}-`);
}

/** A code span in Markdown; inside it nothing is markup, HTML or a mention. */
export function code(text: string, max: number = nameLimit): string {
  const shown = show(text, max);
  if (shown.trim() === "") return shown === "" ? "(empty)" : `(${shown.length} spaces)`;
  const ticks = "`".repeat(longestRun(shown) + 1);
  const pad = /^[ `]|[ `]$/.test(shown) ? " " : "";
  return `${ticks}${pad}${shown}${pad}${ticks}`;
}

/** A code span for a cell of a Markdown table, where a bar would end the cell even inside of code. */
export function cell(text: string, max: number = nameLimit): string {
  return code(text, max).replaceAll("|", "\\|");
}

/** Text for HTML inside of Markdown (`<summary>`), as code: the one place where mentions are left alone. */
export function htmlCode(text: string, max: number = nameLimit): string {
  const shown = show(text, max)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
  return `<code>${shown}</code>`;
}

/** A fenced block whose fence is longer than any run of backticks in it. The lines must be {@link visible}. */
export function fence(lines: readonly string[], language: string): string {
  const body = lines.join("\n");
  const ticks = "`".repeat(Math.max(3, longestRun(body) + 1));
  return `${ticks}${language}\n${body}\n${ticks}`;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const run of text.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  return longest;
}
