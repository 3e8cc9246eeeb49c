/** What the engine says of one resource while it is planned. */

import { attributesOf, type Kind } from "../../../model/kind.ts";
import type { Stop } from "../../../model/plan.ts";
import { stopsOf } from "../../../model/plan.ts";
import type { Diagnostic, Path, TfObject } from "../../contract.ts";
import { parentAttribute } from "../../schema/names.ts";
import type { ResourceType } from "../../schema/resources.ts";
import { ofFinding, ofStop } from "../diagnostics.ts";
import type { Want } from "../document.ts";
import { draft, strangers } from "../engine.ts";
import type { Kept } from "../kept.ts";
import type { Desk, Session } from "../session.ts";
import { allowancesOf, guardsOfOne } from "../settings.ts";
import { alsoGoes, desiredIn, holderMissing, holderWarning } from "../shared.ts";
import { keptOf, type Subject } from "../subject.ts";
import { pathAt } from "../values.ts";

import { keyPath } from "./object.ts";
import { impostor, takenOver } from "./taken.ts";

interface Look {
  readonly diagnostics: readonly Diagnostic[];
  /** There is something that can be sent. */
  readonly sendable: boolean;
  readonly ids?: Kept["ids"];
}

interface LookRequest {
  readonly prior: TfObject | null;
  readonly config: TfObject;
  /** Whether anything may have to be done; if not, only whose it is matters. */
  readonly changes: boolean;
}

/** Guards that say something of more than one resource are asked when it is applied, when all that came before is done. */
export const later: ReadonlySet<string> = new Set(["admins", "removals", "expiries", "shrink"]);

/** What one resource can decide while it is planned: the actor, protection, preflight, who it is. */
export async function lookOne(
  type: ResourceType,
  want: Want,
  subject: Subject,
  desk: Desk,
  session: Session,
  { prior, config, changes }: LookRequest,
): Promise<Look> {
  const { platform, kind } = type;
  const { address } = subject;
  const nothing: Look = { diagnostics: [], sendable: false };
  const seen = await desk.account.view(subject.interest);
  if (!("live" in seen)) return { ...nothing, diagnostics: seen.diagnostics };
  const { live } = seen;
  const ids = keptOf(platform, subject, live.live, desk.ledger).ids;
  const holder = holderMissing(subject, live, desk);
  if (holder !== null) {
    const path: Path = [{ attribute: parentAttribute(kind) ?? "key" }];
    return { ...nothing, ids, diagnostics: holder.planned ? [] : [holderWarning(holder.address, path)] };
  }
  const diagnostics: Diagnostic[] = [];
  if (prior === null) {
    const known = takenOver(type, live, subject, config);
    if (known !== null) diagnostics.push(known);
  } else {
    const other = impostor(type, live, subject, prior);
    if (other !== null) diagnostics.push(other);
  }
  if (diagnostics.some(({ severity }) => severity === "error")) return { ...nothing, ids, diagnostics };
  const section = await desk.account.section(desiredIn(want, subject));
  if (!("actor" in section)) return { ...nothing, diagnostics: section };
  const { guards } = session.settings;
  const allow = allowancesOf(session.settings.allow);
  const ask = {
    accounts: desk.ledger.accounts,
    only: new Set([address]),
    guards: guardsOfOne(guards),
    allow,
  };
  if (!changes) {
    const others = strangers(section, live, ask).map((stop) => ofStop(stop, keyPath));
    return { ...nothing, ids, diagnostics: [...diagnostics, ...others] };
  }
  const { plan, findings } = await draft(section, live, ask, session.context(platform));
  for (const finding of findings) diagnostics.push(...ofFinding(finding, keyPath));
  if (plan === null) return { ...nothing, ids, diagnostics };
  for (const stop of stopsOf(plan)) {
    if (!later.has(stop.guard)) diagnostics.push(ofStop(stop, pathOfStop(kind, stop)));
  }
  const along = alsoGoes(plan);
  if (along !== null) diagnostics.push(along);
  const change = plan.sections.flatMap(({ changes }) => changes).find((each) => each.address === address);
  const sendable = change !== undefined && (change.calls.length > 0 || change.waiting === undefined);
  return { diagnostics, sendable, ids };
}

export function pathOfStop(kind: Kind, { guard }: Stop): Path {
  return guard === "immutable" || guard === "incomplete" ? firstOf(kind, guard) : keyPath;
}

function firstOf(kind: Kind, guard: string): Path {
  const found = [...attributesOf(kind)].find(([, of]) => (guard === "immutable" ? of.immutable : of.needed));
  return found === undefined ? keyPath : pathAt(found[0]);
}
