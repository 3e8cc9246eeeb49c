import { type At, bool, entries, field, nullable, oneOf, text } from "../shape.ts";

/** How each known policy of an org is read (dnanexus.md §2.3). */
const readers: ReadonlyMap<string, (at: At) => unknown> = new Map<string, (at: At) => unknown>([
  ["memberListVisibility", (at) => oneOf(at, ["ADMIN", "MEMBER", "PUBLIC"])],
  // Not PUBLIC, which the CLI refuses too.
  ["restrictProjectTransfer", (at) => oneOf(at, ["ADMIN", "MEMBER"])],
  ["jobReuse", bool],
  ["detailedJobMetricsCollectDefault", bool],
]);

/** The policies that `at` gives. More exist than are known: those are kept as they are. */
export function readPolicies(at: At): Record<string, unknown> {
  return Object.fromEntries(
    entries(at).map(([name, value]) => [name, (readers.get(name) ?? (() => value.value))(value)]),
  );
}

/** Where an org sends the logs of its jobs; null switches it off. */
export function readJobLogsForwarding(at: At): Record<string, unknown> | null {
  return nullable(at, (one) => ({ url: text(field(one, "url")), token: text(field(one, "token")) }));
}
