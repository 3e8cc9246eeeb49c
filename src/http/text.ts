/**
 * Characters that move a cursor, ring a bell or turn the reading direction around: C0, DEL, C1, line and
 * paragraph separators, bidirectional controls, byte order mark.
 */
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;

/** One line of at most `limit` characters that a terminal, a log or a table can take. */
export function oneLine(text: string, limit = 1_000): string {
  const head = text.length > limit * 2 ? text.slice(0, limit * 2) : text;
  const clean = head.replace(unsafe, " ").replace(/ {2,}/g, " ").trim();
  return (clean.length > limit ? `${clean.slice(0, limit - 1)}…` : clean).toWellFormed();
}

/** The beginning of a body, for messages. */
export function excerpt(text: string): string {
  return oneLine(text, 160);
}

/** A duration as a person says it. */
export function seconds(milliseconds: number): string {
  return milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : `${Math.round(milliseconds / 100) / 10} s`;
}
