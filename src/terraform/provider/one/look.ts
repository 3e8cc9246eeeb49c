/** What the engine says of one resource while it is planned. */

import { attributesOf, type Kind } from "../../../model/kind.ts";
import type { Stop } from "../../../model/plan.ts";
import { stopsOf } from "../../../model/plan.ts";
import type { Diagnostic, Path, TfObject } from "../../contract.ts";
import type { ResourceType } from "../../schema/resources.ts";
import { desiredIn } from "../asked.ts";
import { alsoGoes, hasError, ofFinding, ofStop } from "../diagnostics.ts";
import type { Want } from "../document.ts";
import { draft, strangers } from "../engine.ts";
import type { Kept } from "../kept.ts";
import { groundOf } from "../looks.ts";
import type { Desk, Session } from "../session.ts";
import { allowancesOf, guardsOfOne } from "../settings.ts";
import type { Subject } from "../subject.ts";
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
  const { kind } = type;
  const { address } = subject;
  const ground = await groundOf(desk, subject);
  if (!("live" in ground)) return { sendable: false, ...ground };
  const { live, ids } = ground;
  const nothing = (diagnostics: readonly Diagnostic[]): Look => ({ diagnostics, sendable: false, ids });
  const diagnostics: Diagnostic[] = [];
  if (prior === null) {
    const known = takenOver(type, live, subject, config);
    if (known !== null) diagnostics.push(known);
  } else {
    const other = impostor(type, live, subject, prior);
    if (other !== null) diagnostics.push(other);
  }
  if (hasError(diagnostics)) return nothing(diagnostics);
  const section = await desk.account.section(desiredIn(want, subject));
  if (!("actor" in section)) return { diagnostics: section, sendable: false };
  const { guards, allow } = session.settings;
  const ask = { only: new Set([address]), guards: guardsOfOne(guards), allow: allowancesOf(allow) };
  if (!changes) {
    const others = strangers(section, live, ask, desk).map((stop) => ofStop(stop, keyPath));
    return nothing([...diagnostics, ...others]);
  }
  const { plan, findings } = await draft(section, live, ask, desk);
  for (const finding of findings) diagnostics.push(...ofFinding(finding, keyPath));
  if (plan === null) return nothing(diagnostics);
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
