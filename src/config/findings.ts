/**
 * Everything that reading a configuration can have to say.
 *
 * | code | severity | said when |
 * | --- | --- | --- |
 * | `config/unreadable` | error | a folder or file cannot be read |
 * | `config/too-large` | error | a file is above the size limit (it is not read), or a value holds too many parts |
 * | `config/encoding` | error | a file is not UTF-8 |
 * | `config/syntax` | error | it is not YAML or JSON, or uses a part of YAML that has no meaning here |
 * | `config/depth` | error | it is nested too deeply |
 * | `config/alias` | error | aliases expand to too much, stand for themselves, or stand where a key belongs |
 * | `config/tag` | error | a YAML tag that does not belong to the core schema |
 * | `config/hidden-character` | error | a control character, a bidirectional mark or half a surrogate pair |
 * | `config/empty` | note, warning | a file of no bytes (note); a folder without an organization (warning) |
 * | `config/skipped` | note, warning | a symbolic link that leads out of the folder (note); `charter.yaml` below the root (warning) |
 * | `config/not-an-organization` | error | a document that looks like an organization (or like people) and is not quite one |
 * | `config/missing` | error | `platform`, `organization` or a required attribute is not written |
 * | `config/unknown-platform` | error | Charter knows no such platform |
 * | `config/unknown-key` | error | a name that nothing has |
 * | `config/unknown-value` | error | a value that is none of the allowed ones |
 * | `config/wrong-type` | error | a map where a list belongs, a number where text belongs, … |
 * | `config/wrong-value` | error | of the right type, but too long, too small, of the wrong form |
 * | `config/wrong-key` | error | a key that the platform could not have |
 * | `config/null` | error | nothing stands after the colon where something must |
 * | `config/lookalike` | warning | the key of a person mixes alphabets whose letters look alike |
 * | `config/duplicate-key` | error | the same key twice: in one map, over two files, or in two spellings of one principal |
 * | `config/expires` | error | not a day of the calendar; or all who must never run out end some day |
 * | `config/previously` | error | a former key that is claimed twice or still in use |
 * | `config/absent-parent` | error | something is written below what shall be absent |
 * | `config/connection` | error | a connection that is not configured, does not fit, or has to be chosen |
 * | `config/conflict` | error | one organization on two platforms or two connections; one handle or account of two people |
 * | `config/unknown-person` | error | `person:NAME` of somebody who is not in `people`, or has no handle there |
 * | `config/gone` | note | a line about somebody who has left, or whose time has run out |
 * | `config/code` | error | a TypeScript file cannot be run, or does not export a definition |
 * | `config/code-off` | error | a TypeScript definition where running code is switched off |
 * | `config/credential` | error | a credential or another secret stands in a file |
 * | `config/policy` | error, warning | a policy that could never apply (error); a pattern or an exception that means nothing written (warning) |
 * | `policy/NAME` | error, warning | what the files write breaks the policy of that name |
 * | `PLATFORM/…` | error | a rule of the platform, by the `check` of a kind or of the platform |
 */
import type { Finding, Position } from "../model/finding.ts";
import { order } from "../model/value.ts";
import type { Origin } from "./node.ts";

export type ConfigCode =
  | "config/unreadable"
  | "config/too-large"
  | "config/encoding"
  | "config/syntax"
  | "config/depth"
  | "config/alias"
  | "config/tag"
  | "config/hidden-character"
  | "config/empty"
  | "config/skipped"
  | "config/not-an-organization"
  | "config/missing"
  | "config/unknown-platform"
  | "config/unknown-key"
  | "config/unknown-value"
  | "config/wrong-type"
  | "config/wrong-value"
  | "config/wrong-key"
  | "config/null"
  | "config/lookalike"
  | "config/duplicate-key"
  | "config/expires"
  | "config/previously"
  | "config/absent-parent"
  | "config/connection"
  | "config/conflict"
  | "config/unknown-person"
  | "config/gone"
  | "config/code"
  | "config/code-off"
  | "config/credential"
  | "config/policy";

/** A place: what was read, and an offset that only its origin understands. */
export interface Place {
  readonly origin: Origin;
  readonly at: number;
}

interface FindingOptions {
  readonly severity?: Finding["severity"];
  readonly address?: string;
  /** The line may hold a secret: do not show it. */
  readonly hidden?: boolean;
}

/** Collects findings; nothing is said twice. */
export interface Findings {
  add(
    code: ConfigCode | `${string}/${string}`,
    place: Place,
    message: string,
    options?: FindingOptions,
  ): void;
  /** A finding about a whole file or folder. */
  file(code: ConfigCode, file: string | null, message: string, severity?: Finding["severity"]): void;
  push(finding: Finding): void;
  /** How many errors there are so far. */
  errors(): number;
  /** Sorted by file and position. */
  list(): readonly Finding[];
}

export function createFindings(): Findings {
  const found = new Map<string, Finding>();
  let errors = 0;
  const push = (finding: Finding): void => {
    const { file, line, column } = finding.position ?? { file: "", line: 0, column: 0 };
    const identity = `${file}\u0000${line}:${column}\u0000${finding.code}\u0000${finding.message}`;
    if (found.has(identity)) return;
    found.set(identity, finding);
    if (finding.severity === "error") errors += 1;
  };
  return {
    push,
    add: (code, place, message, options = {}) => {
      const inside = place.origin.path(place.at);
      const line = options.hidden ? undefined : place.origin.excerpt(place.at);
      const excerpt = line === undefined || looksSecret(line) ? undefined : line;
      push({
        code,
        severity: options.severity ?? "error",
        message: inside === "" ? message : `${message} (At ${inside} of the definition.)`,
        position: place.origin.position(place.at),
        ...(excerpt === undefined ? {} : { excerpt }),
        ...(options.address === undefined ? {} : { address: options.address }),
      });
    },
    file: (code, file, message, severity = "error") => {
      const position: Position | null = file === null ? null : { file, line: 1, column: 1 };
      push({ code, severity, message, ...(position === null ? {} : { position }) });
    },
    errors: () => errors,
    list: () => [...found.values()].sort(byPlace),
  };
}

/**
 * A name that secrets have, with something written after it that is no name of a source: somebody put one where none
 * belongs, and an excerpt would carry it into the log of a CI service.
 */
const secretLine =
  /(?:token|passw(?:or)?d|passphrase|secret|credential|api[-_]?key|private[-_]?key)s?["']?\s*:\s*(?!\{\s*(?:env|file)\s*:)[^\s#]/i;

function looksSecret(line: string): boolean {
  return secretLine.test(line);
}

const nowhere: Position = { file: "", line: 0, column: 0 };

function byPlace(a: Finding, b: Finding): number {
  const [left, right] = [a.position ?? nowhere, b.position ?? nowhere];
  return (
    order(left.file, right.file) ||
    left.line - right.line ||
    left.column - right.column ||
    order(a.code, b.code) ||
    order(a.message, b.message)
  );
}

/** `acme.yaml:12:3`, and the path inside a computed definition. */
export function placeText(place: Place): string {
  const inside = place.origin.path(place.at);
  return `${positionText(place.origin.position(place.at))}${inside === "" ? "" : ` (${inside})`}`;
}

function positionText({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`;
}
