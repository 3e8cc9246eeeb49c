/** What two runs that went different ways must have in common in the end. */
import { canonical, isRecord, order, type Value } from "../../../src/model/value.ts";
import type { Desk, DeskWorld } from "./desk.ts";
import { journals } from "./journal.ts";

/** Everything stored, without what differs each time: ids that were made up, and the order of what is no list. */
export function endOf({ sandbox }: Desk): string {
  return canonical(plain(sandbox.dump() as Value));
}

const madeUp = /^(?:project-[0-9A-Za-z]{24}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|\d+)$/;

function plain(value: Value): Value {
  if (Array.isArray(value)) return value.map(plain).sort((a, b) => order(canonical(a), canonical(b)));
  if (typeof value === "string" && madeUp.test(value)) return "(id)";
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      name === "id" && typeof each === "number" ? 0 : plain(each as Value),
    ]),
  );
}

/** Everything that was carried out and that may not be sent twice: how often to whom, where. */
export async function onceOf({ platform }: DeskWorld, on: Desk): Promise<readonly string[]> {
  const unsafe = new Set<string>();
  for (const { entries } of await journals(on.directory)) {
    for (const entry of entries) {
      if (entry.type !== "sending" || platform.protocol.writes[entry.operation]?.repeat === "safe") continue;
      unsafe.add(`${entry.method} ${entry.path}`);
    }
  }
  return on
    .writes()
    .filter(({ status }) => status < 400)
    .map(({ method, target, body }) => ({ what: `${method} ${target.replace(/\?.*/, "")}`, body }))
    .filter(({ what }) => unsafe.has(what))
    .map(
      ({ what, body }) =>
        `${what
          .split("/")
          .map((part) => plain(part))
          .join("/")} ${canonical(plain(body as Value))}`,
    )
    .sort(order);
}
