/**
 * Characters that make a file look different from what it says (Trojan Source, CVE-2021-42574), or that no name can
 * hold: control characters, bidirectional marks, line separators, half a surrogate pair.
 */
const hidden = /[[\p{Cc}--[\t\n]]\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/v;

/** The same, with tab and line break: what a key cannot hold. */
const hiddenInKey = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/v;

const titles: ReadonlyMap<number, string> = new Map([
  [0x0009, "tab"],
  [0x000a, "line break"],
  [0x000d, "carriage return"],
  [0x001b, "escape"],
  [0x061c, "Arabic letter mark"],
  [0x200e, "left-to-right mark"],
  [0x200f, "right-to-left mark"],
  [0x2028, "line separator"],
  [0x2029, "paragraph separator"],
  [0x202a, "left-to-right embedding"],
  [0x202b, "right-to-left embedding"],
  [0x202c, "pop directional formatting"],
  [0x202d, "left-to-right override"],
  [0x202e, "right-to-left override"],
  [0x2066, "left-to-right isolate"],
  [0x2067, "right-to-left isolate"],
  [0x2068, "first strong isolate"],
  [0x2069, "pop directional isolate"],
  [0xfeff, "byte order mark"],
]);

/** Where the first such character of a text is, or -1. */
export function hiddenIn(text: string, use: "value" | "key"): number {
  return text.search(use === "key" ? hiddenInKey : hidden);
}

/** Every place of such a character in the text of a file, whose line breaks and tabs are its own. */
export function* allHidden(text: string): Generator<number> {
  for (const match of text.matchAll(new RegExp(hidden, "gv"))) if (match[0] !== "\r") yield match.index;
}

/** `U+202E (right-to-left override)`. */
export function characterName(text: string, at: number): string {
  const code = text.charCodeAt(at);
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const title =
    titles.get(code) ?? (code >= 0xd800 && code <= 0xdfff ? "half a surrogate pair" : "control character");
  return `${hex} (${title})`;
}

/** Alphabets whose letters look like one another's. */
const lookalikes = ["Latin", "Cyrillic", "Greek"] as const;
const alphabets = lookalikes.map((name) => [name, new RegExp(`\\p{Script=${name}}`, "u")] as const);

/**
 * The alphabets that one word of the text mixes, where their letters look alike (`p` and `\u0440`): nobody writes so who
 * means no harm. Null: none does. Names in one alphabet, whichever, and Latin beside Chinese say nothing.
 */
export function mixedAlphabets(text: string): readonly string[] | null {
  if (/^[\x20-\x7e]*$/.test(text)) return null;
  for (const word of text.match(/\p{L}+/gu) ?? []) {
    const mixed = alphabets.filter(([, letter]) => letter.test(word)).map(([name]) => name);
    if (mixed.length > 1) return mixed;
  }
  return null;
}
