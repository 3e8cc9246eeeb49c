/** Principals that a plan would bring in and that nothing live has shown to exist. */
import type { Change } from "../model/change.ts";
import type { DesiredState } from "../model/configuration.ts";
import type { Finding } from "../model/finding.ts";
import { kindOf, type Platform, type Presence } from "../model/platform.ts";
import type { Desired } from "../model/resource.ts";
import type { StateView } from "../model/state.ts";
import { order } from "../model/value.ts";

/** Name → the resources that need it to exist. What is live anywhere, or made by this plan, is not asked about. */
export function unseenNames(
  platform: Platform,
  changes: readonly Change[],
  desired: DesiredState,
  live: StateView,
): ReadonlyMap<string, readonly Desired[]> {
  const principals = platform.kinds.filter((kind) => kind.principal);
  const created = new Set(
    changes.filter((change) => change.action === "create").map((change) => change.address),
  );
  const unseen = new Map<string, Desired[]>();
  const seen = new Set<string>();
  for (const change of changes) {
    if (change.action !== "create") continue;
    const wanted = desired.resources.get(change.address);
    const kind = kindOf(platform, change.kind);
    const name = wanted === undefined ? undefined : kind.names?.(wanted);
    if (wanted === undefined || name === undefined || seen.has(name)) continue;
    const known = unseen.get(name);
    if (known !== undefined) {
      known.push(wanted);
      continue;
    }
    const refers = kind.refers?.(wanted) ?? [];
    const isKnown =
      live.withId(name) !== undefined ||
      refers.some((address) => created.has(address) || live.get(address) !== undefined) ||
      principals.some((each) => !live.named(each.name, name)[Symbol.iterator]().next().done);
    if (isKnown) seen.add(name);
    else unseen.set(name, [wanted]);
  }
  return unseen;
}

/** A finding for every place that names somebody who does not exist. */
export function missingNames(
  platform: Platform,
  wanted: ReadonlyMap<string, readonly Desired[]>,
  answers: ReadonlyMap<string, Presence>,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const name of [...wanted.keys()].sort(order)) {
    const answer = answers.get(name) ?? "unknown";
    if (answer === "exists" || typeof answer === "object") continue;
    for (const resource of wanted.get(name) ?? []) {
      const position = resource.source?.position();
      const excerpt = resource.source?.excerpt();
      findings.push({
        code: answer === "missing" ? "plan/no-such-principal" : "plan/unconfirmed-principal",
        severity: answer === "missing" ? "error" : "warning",
        message:
          answer === "missing"
            ? `${platform.title} knows no ${name}. Correct the spelling, or have it made first.`
            : `Whether ${platform.title} knows ${name} could not be found out; the apply may fail there.`,
        address: resource.address,
        ...(position === undefined ? {} : { position }),
        ...(excerpt === undefined ? {} : { excerpt }),
      });
    }
  }
  return findings;
}
