/** Takes secrets out of text that leaves: messages, events, journals. */
export interface Redactor {
  readonly redact: (text: string) => string;
  /** Adds one more secret: a session token, a value that a body needs. */
  readonly hide: (secret: string) => void;
}

const mark = "[redacted]";

/**
 * Replaces every secret, and what it looks like inside JSON, URLs, HTML, hexadecimal and base64 (also as a part of a
 * longer base64 text, as in Basic authorization), by `[redacted]`: in any case, since some write `%2B` and others `%2b`.
 * A text that breaks off in the middle of one loses its beginning too.
 */
export function redactor(secrets: Iterable<string> = []): Redactor {
  const forms = new Set<string>();
  let pattern: RegExp | null = null;
  const hide = (secret: string): void => {
    const before = forms.size;
    for (const form of formsOf(secret)) forms.add(form);
    if (forms.size > before) pattern = null;
  };
  for (const secret of secrets) hide(secret);
  return {
    hide,
    redact: (text) => {
      if (forms.size === 0) return text;
      // Longest first, so that a secret that begins with another one goes whole.
      pattern ??= new RegExp(
        [...forms]
          .sort((a, b) => b.length - a.length)
          .map(literal)
          .join("|"),
        "gi",
      );
      return withoutBeginning(text.replace(pattern, mark), forms);
    },
  };
}

/** So much of a secret at the end of a text is its beginning, and no chance. */
const shortestBeginning = 8;

/** Answers break off, and messages are cut by others: what is left of a secret at the very end goes too. */
function withoutBeginning(text: string, forms: ReadonlySet<string>): string {
  // Quotes and dots of whoever cut it.
  const end = text.replace(/["'…\s.]+$/, "");
  let longest = 0;
  for (const form of forms) {
    for (let length = Math.min(form.length - 1, end.length); length >= shortestBeginning; length -= 1) {
      if (length <= longest) break;
      if (end.endsWith(form.slice(0, length))) longest = length;
    }
  }
  return longest === 0 ? text : end.slice(0, -longest) + mark + text.slice(end.length);
}

/** Shorter ones would match by chance once they are encoded. */
const shortestEncoded = 6;

function* formsOf(secret: string): Iterable<string> {
  const trimmed = secret.trim();
  if (trimmed === "") return;
  yield secret;
  yield trimmed;
  if (trimmed.length < shortestEncoded) return;
  yield JSON.stringify(trimmed).slice(1, -1);
  yield encodeURIComponent(trimmed);
  yield new URLSearchParams([["", trimmed]]).toString().slice(1);
  yield inHtml(trimmed);
  yield inHtml(trimmed).replaceAll("'", "&#39;");
  yield Buffer.from(trimmed).toString("hex");
  for (const shift of [0, 1, 2]) {
    const text = inBase64(trimmed, shift);
    yield text;
    yield text.replaceAll("+", "-").replaceAll("/", "_");
    yield encodeURIComponent(text);
  }
}

function inHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** The characters that base64 gives a text whatever stands before and after it, where `shift` bytes go before. */
function inBase64(text: string, shift: number): string {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
  const first = Math.ceil((shift * 8) / 6);
  const last = Math.floor((bytes.length * 8) / 6);
  return bytes.toString("base64").slice(first, last);
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
