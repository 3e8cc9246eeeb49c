/** What a line of a journal must hold to be one: enough that nothing stumbles over it. What else is in it is left alone. */
import { isRecord } from "../../model/value.ts";
import type { RunEntry } from "../store.ts";

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === "string";
const number: Check = (value) => typeof value === "number";
const boolean: Check = (value) => typeof value === "boolean";
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
/** Older journals lack it. */
const perhaps =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const members =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isRecord(value) && Object.entries(checks).every(([name, check]) => check(value[name]));
const counts: Check = (value) => isRecord(value) && Object.values(value).every(number);

const change = members({ address: text, action: text, calls: list(text), waiting: perhaps(text) });

const section = members({
  connection: text,
  platform: text,
  actor: text,
  organizations: list(text),
  changes: perhaps(list(change)),
});

/** What is said of each outcome, by its status. */
const outcomes: Readonly<Record<string, Check>> = {
  applied: members({ address: text }),
  pending: members({ address: text, for: text }),
  waiting: members({ address: text, for: text }),
  failed: members({ address: text, message: text }),
  "not-attempted": members({ address: text, because: text }),
};

const outcome: Check = (value) =>
  isRecord(value) &&
  typeof value.status === "string" &&
  Object.hasOwn(outcomes, value.status) &&
  outcomes[value.status]?.(value) === true;

const entries: Readonly<Record<RunEntry["type"], Check>> = {
  started: members({ time: text, plan: text, version: text, by: perhaps(text), sections: list(section) }),
  sending: members({ time: text, call: text }),
  answered: members({ time: text, call: text, result: text, code: perhaps(text), message: perhaps(text) }),
  finished: members({
    time: text,
    outcomes: counts,
    changes: perhaps(list(outcome)),
    sent: number,
    verified: orNull(boolean),
    cancelled: boolean,
  }),
};

/** Reads one line; null where it is no entry. */
export function entryOf(line: string): RunEntry | null {
  try {
    const entry: unknown = JSON.parse(line);
    return isEntry(entry) ? entry : null;
  } catch {
    return null;
  }
}

function isEntry(entry: unknown): entry is RunEntry {
  if (!isRecord(entry) || typeof entry.type !== "string" || !Object.hasOwn(entries, entry.type)) return false;
  return entries[entry.type as RunEntry["type"]](entry);
}
