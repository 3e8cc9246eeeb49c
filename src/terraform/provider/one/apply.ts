/** Creates or changes a single resource. */

import { attributesOf } from "../../../model/kind.ts";
import { differences } from "../../../plan/diff.ts";
import type { Live } from "../../../run/live.ts";
import type { ApplyRequest, Diagnostic, StateResponse, TfObject } from "../../contract.ts";
import { unknown } from "../../contract.ts";
import type { ResourceType } from "../../schema/resources.ts";
import { askedIn, desiredIn } from "../asked.ts";
import { hasError, moved, ofFinding, ofStop, problem, refusal } from "../diagnostics.ts";
import type { Want } from "../document.ts";
import { unheld } from "../holders.ts";
import { writeKept } from "../kept.ts";
import { filled } from "../planned.ts";
import type { Job } from "../queue.ts";
import type { Desk, Session } from "../session.ts";
import { guardsOfOne } from "../settings.ts";
import { blindAt, liveAt, type Standing, standingAfter, standingOf, statusAttributes } from "../status.ts";
import { keptOf, type Subject } from "../subject.ts";
import { holdsUnknown, nulls } from "../values.ts";
import { pathOfStop } from "./look.ts";
import { hasMoved, keyPath, learnId, objectOf } from "./object.ts";
import { applyRemoval } from "./removal.ts";
import { impostor, takenOver } from "./taken.ts";

export async function applyOne(
  type: ResourceType,
  request: ApplyRequest,
  session: Session,
): Promise<StateResponse> {
  const { prior, planned, config } = request;
  if (planned === null || config === null) return applyRemoval(type, prior, request.private, session);
  const { kind, platform, schema } = type;
  const { desk, kept, want, subject, diagnostics: wrong } = askedIn(type, config, request.private, session);
  const refused = (diagnostics: readonly Diagnostic[]): StateResponse => ({
    state: prior,
    private: request.private,
    diagnostics,
  });
  if (want === null || subject === null) return refused(wrong);
  learnId(desk, subject, prior ?? {});
  const desired = want.desired.resources.get(subject.address);
  // Nothing but what Terraform keeps for itself has changed.
  if (!holdsUnknown(planned) && prior !== null)
    return { state: planned, private: writeKept(kept), diagnostics: [] };
  const job: Job = {
    desired: desiredIn(want, subject),
    about: new Set([subject.address]),
    whole: null,
    guards: guardsOfOne(session.settings.guards),
    allow: session.settings.allow,
    secrets: want.secrets,
    check: (live) => checkOne(type, live, subject, { prior, config, want }, desk),
  };
  const result = await desk.queue.run(job);
  if (result.type === "refused") return refused(result.diagnostics);
  if (result.type === "stopped") {
    return refused([
      ...result.findings.flatMap((each) => ofFinding(each, keyPath)),
      ...result.stops.map((stop) => ofStop(stop, pathOfStop(kind, stop))),
    ]);
  }
  const live = result.after === null ? undefined : liveAt(kind, result.after.live, subject.address);
  const outcome = result.outcomes.get(subject.address);
  const change = result.changes.get(subject.address);
  const mismatch = result.mismatches.get(subject.address);
  const diagnostics: Diagnostic[] = result.findings.flatMap((each) => ofFinding(each, keyPath));
  const failure = refusal(outcome);
  if (failure !== null) diagnostics.push(failure);
  else if (mismatch !== undefined) diagnostics.push(problem("It is not as it was written", mismatch));
  const after = result.after?.live;
  const ids = after === undefined ? kept : keptOf(platform, subject, after, desk.ledger);
  if (live?.id !== undefined && kind.labelled !== undefined) desk.ledger.know(subject.address, live.id);
  const bytes = writeKept({ ids: ids.ids, accounts: ids.accounts });
  const actual = (standing: Standing): TfObject =>
    live === undefined
      ? { ...nulls(schema.attributes), ...statusAttributes(standing), id: subject.address }
      : objectOf(type, planned, subject, live, standing);
  if (hasError(diagnostics)) {
    // What was made must not be lost sight of; somebody who may be half in is found again by the next plan.
    const made = prior === null && live !== undefined && kind.labelled !== undefined;
    const state = made
      ? filled(schema.attributes, everythingUnknown(planned), actual(standingOf(live)))
      : prior;
    return { state, private: made ? bytes : request.private, diagnostics };
  }
  const standing = standingAfter(desired, change, outcome, live);
  return { state: filled(schema.attributes, planned, actual(standing)), private: bytes, diagnostics };
}

/** What is written by hand stays; what the platform says is as it is. */
function everythingUnknown(planned: TfObject): TfObject {
  const own = new Set(["key", "expires", "unset", "deletion_protection"]);
  return Object.fromEntries(
    Object.entries(planned).map(([name, value]) => [name, own.has(name) ? value : unknown]),
  );
}

interface Check {
  readonly prior: TfObject | null;
  readonly config: TfObject;
  readonly want: Want;
}

/** What was planned must still be what it was planned from, or be done already. */
function checkOne(
  type: ResourceType,
  live: Live,
  subject: Subject,
  { prior, config, want }: Check,
  desk: Desk,
): readonly Diagnostic[] {
  const { kind } = type;
  const { address } = subject;
  const adrift = unheld(subject, live, desk);
  if (adrift !== null) return [adrift];
  const found = liveAt(kind, live.live, address);
  const other = prior === null ? null : impostor(type, live, subject, prior);
  if (other !== null) return [other];
  if (prior === null) {
    const known = takenOver(type, live, subject, config);
    if (known?.severity === "error") return [known];
  }
  if (prior === null || desk.moved.has(address) || blindAt(live, address) !== null) return [];
  if (!hasMoved(type, prior, found)) return [];
  const wanted = want.desired.resources.get(address);
  const done =
    wanted !== undefined &&
    found !== undefined &&
    differences(kind, attributesOf(kind), wanted.attributes, found.attributes).length === 0;
  return done ? [] : [moved(address)];
}
