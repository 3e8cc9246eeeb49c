/** Takes secrets out of text that leaves: messages, events, journals. */
export interface Redactor {
  readonly redact: (text: string) => string;
  /** Adds one more secret: a session token, a value that a body needs. */
  readonly hide: (secret: string) => void;
}

const mark = "[redacted]";

/**
 * Replaces every secret, and what it looks like inside JSON, URLs, HTML and base64 (also as a part of a longer
 * base64 text, as in Basic authorization), by `[redacted]`.
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
        "g",
      );
      return text.replace(pattern, mark);
    },
  };
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
  yield Buffer.from(trimmed).toString("hex");
  for (const shift of [0, 1, 2]) {
    const text = inBase64(trimmed, shift);
    yield text;
    yield text.replaceAll("+", "-").replaceAll("/", "_");
    yield encodeURIComponent(text);
  }
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
