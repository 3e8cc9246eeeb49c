/** Takes secrets out of text that leaves: messages, events, journals. */
export interface Redactor {
  readonly redact: (text: string) => string;
  /** Adds one more secret: a session token, a value that a body needs. */
  readonly hide: (secret: string) => void;
}

const mark = "[redacted]";

/**
 * Replaces every secret, and what it looks like inside JSON, URLs, HTML, hex and base64 (also as a part of a longer
 * base64 text, as in Basic authorization), by `[redacted]`; and, where a text breaks off in the middle of one, its
 * beginning.
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

/** Shorter ones would match by chance once they are encoded. */
const shortestEncoded = 6;

/** A shorter beginning of a secret tells little, and may well be a word. */
const shortestBeginning = 6;

function* formsOf(secret: string): Iterable<string> {
  const trimmed = secret.trim();
  if (trimmed === "") return;
  yield secret;
  yield trimmed;
  if (trimmed.length < shortestEncoded) return;
  yield* inJson(trimmed);
  yield* inUrl(trimmed);
  yield* inHtml(trimmed);
  const hex = Buffer.from(trimmed).toString("hex");
  yield hex;
  yield hex.toUpperCase();
  for (const shift of [0, 1, 2]) {
    const text = inBase64(trimmed, shift);
    yield text;
    yield text.replaceAll("+", "-").replaceAll("/", "_");
    yield encodeURIComponent(text);
  }
}

/** As we write it; with slashes escaped, as PHP does; what is special in HTML escaped, as Go does; all in ASCII, as Python does. */
function* inJson(text: string): Iterable<string> {
  const json = JSON.stringify(text).slice(1, -1);
  yield json;
  yield json.replaceAll("/", "\\/");
  yield json.replace(/[<>&]/g, escaped);
  yield json.replace(/[^ -~]/g, escaped);
  // A server that tells of a request tells JSON in JSON, and its gateway once more.
  const twice = JSON.stringify(json).slice(1, -1);
  yield twice;
  yield JSON.stringify(twice).slice(1, -1);
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function* inUrl(text: string): Iterable<string> {
  for (const url of [encodeURIComponent(text), new URLSearchParams([["", text]]).toString().slice(1)]) {
    yield url;
    yield url.replace(/%../g, (code) => code.toLowerCase());
  }
}

/** The quotes have two spellings each. */
function* inHtml(text: string): Iterable<string> {
  const html = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  yield html;
  yield html.replaceAll('"', "&quot;");
  yield html.replaceAll('"', "&quot;").replaceAll("'", "&#39;");
  yield html.replaceAll('"', "&#34;").replaceAll("'", "&#39;");
  yield html.replaceAll('"', "&quot;").replaceAll("'", "&#x27;");
}

/** The characters that base64 gives a text whatever stands before and after it, where `shift` bytes go before. */
function inBase64(text: string, shift: number): string {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
  const first = Math.ceil((shift * 8) / 6);
  const last = Math.floor((bytes.length * 8) / 6);
  return bytes.toString("base64").slice(first, last);
}

/** The text without the beginning of a secret that it ends in, but for the quotes and dots of whoever cut it. */
function withoutBeginning(text: string, forms: Iterable<string>): string {
  const shortened = text.replace(/["'…\s.]+$/, "");
  const end = text.slice(shortened.length);
  for (const [part, rest] of [
    [text, ""],
    [shortened, end],
  ] as const) {
    const cut = beginningAt(part, forms);
    if (cut > 0) return `${part.slice(0, -cut)}${mark}${rest}`;
  }
  return text;
}

/** Characters at the end of a text that are the beginning of a secret. */
function beginningAt(text: string, forms: Iterable<string>): number {
  let cut = 0;
  for (const form of forms) {
    for (let length = Math.min(form.length - 1, text.length); length >= shortestBeginning; length -= 1) {
      if (length <= cut) break;
      if (text.endsWith(form.slice(0, length))) cut = length;
    }
  }
  return cut;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

/**
 * Members whose name says that their value is a secret: an answer may bring one that nobody asked for, or that is not
 * known yet. Also where the text breaks off in the middle of it.
 */
const telling =
  /("[\w-]*(?:token|secret|password|passwd|api[-_]?key|private[-_]?key)"\s*:\s*")(?:[^"\\]|\\.)*\\?("|$)/gi;

/** The text of an answer that is about to be shown, without the values of members that are secrets by their name. */
export function withoutTelling(text: string): string {
  return text.replace(telling, `$1${mark}"`);
}

/** Words as tokens are: an answer to a sign-in may hold a new one that nobody has been told of, however it is broken. */
const token = /(?=[\w.~+/=-]*\d)[\w.~+/=-]{16,}/g;

/** The text without all that may be a token. */
export function withoutTokens(text: string): string {
  return text.replace(token, mark);
}
