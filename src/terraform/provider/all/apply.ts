/** Makes a collection what is written. */

import type { Live } from "../../../run/live.ts";
import type { ApplyRequest, Diagnostic, StateResponse, TfObject } from "../../contract.ts";
import { mapAttribute } from "../../schema/names.ts";
import type { ResourceType } from "../../schema/resources.ts";
import { askedIn, desiredIn } from "../asked.ts";
import { hasError, moved, ofFinding, problem, refusal } from "../diagnostics.ts";
import { unheld } from "../holders.ts";
import { idOfAll } from "../ids.ts";
import { writeKept } from "../kept.ts";
import { filled } from "../planned.ts";
import type { Desk, Session } from "../session.ts";
import { liveAt, standingAfter, statusAttributes } from "../status.ts";
import { keptOf, type Subject, subjectOf } from "../subject.ts";
import { emptyObject, isObject, nulls, textsOf } from "../values.ts";
import { collect, elementOf, elementSchema, elementsOf, hasMoved } from "./elements.ts";
import { pathIn, stopAt } from "./look.ts";

export async function applyAll(
  type: ResourceType,
  request: ApplyRequest,
  session: Session,
): Promise<StateResponse> {
  const { prior, planned, config } = request;
  const gone: StateResponse = { state: null, private: new Uint8Array(), diagnostics: [] };
  if (planned === null || config === null) return gone;
  const { kind, platform, schema } = type;
  const name = mapAttribute(kind);
  const { desk, kept, want, subject, diagnostics: wrong } = askedIn(type, config, request.private, session);
  const refused = (diagnostics: readonly Diagnostic[], state = prior): StateResponse => ({
    state,
    private: state === null ? new Uint8Array() : request.private,
    diagnostics,
  });
  if (want === null || subject === null) return refused(wrong);
  const result = await desk.queue.run({
    desired: desiredIn(want, subject),
    about: new Set(want.own.keys()),
    whole: subject.address,
    guards: session.settings.guards,
    allow: [...session.settings.allow, ...textsOf(config["allow"] ?? null)],
    secrets: want.secrets,
    check: (live) => checkAll(type, live, subject, prior, desk, session.today()),
  });
  if (result.type === "refused") return refused(result.diagnostics);
  if (result.type === "stopped") {
    return refused([
      ...result.findings.flatMap((finding) => ofFinding(finding, pathIn(want, finding.address))),
      ...result.stops.map((stop) => stopAt(type, want, stop)),
    ]);
  }
  const diagnostics: Diagnostic[] = result.findings.flatMap((each) =>
    ofFinding(each, pathIn(want, each.address)),
  );
  for (const outcome of result.outcomes.values()) {
    const refused = refusal(outcome, pathIn(want, outcome.address), `${outcome.address}: `);
    if (refused !== null) diagnostics.push(refused);
  }
  if (!hasError(diagnostics)) {
    for (const [address, message] of result.mismatches) {
      diagnostics.push(problem("It is not as it was written", message, pathIn(want, address)));
    }
  }
  const { after } = result;
  const elements = elementsOf(type, planned) ?? emptyObject();
  if (hasError(diagnostics)) {
    if (prior === null || after === null) return refused(diagnostics);
    const now = collect(type, subject, elementsOf(type, prior), after.live, session.today());
    return refused(diagnostics, { ...prior, [name]: now });
  }
  const map = emptyObject();
  for (const [address, { written }] of want.own) {
    const element = elements[written];
    if (!isObject(element)) continue;
    const there = after === null ? undefined : liveAt(kind, after.live, address);
    const standing = standingAfter(
      want.desired.resources.get(address),
      result.changes.get(address),
      result.outcomes.get(address),
      there,
    );
    map[written] =
      there === undefined
        ? { ...nulls(elementSchema(type)), ...statusAttributes(standing) }
        : elementOf(type, there, element, standing);
  }
  const actual = { ...planned, [name]: map, id: idOfAll(subject) };
  const ids = after === null ? kept : keptOf(platform, subject, after.live, desk.ledger);
  return {
    state: filled(schema.attributes, planned, actual),
    private: writeKept({ ids: ids.ids, accounts: ids.accounts }),
    diagnostics,
  };
}

function checkAll(
  type: ResourceType,
  live: Live,
  subject: Subject,
  prior: TfObject | null,
  desk: Desk,
  today: string,
): readonly Diagnostic[] {
  const adrift = unheld(subject, live, desk);
  if (adrift !== null) return [adrift];
  if (prior === null || !hasMoved(type, subjectOf(type, prior, desk.ledger.ids), prior, live.live, today))
    return [];
  const ours = [...desk.moved].some((address) => address.startsWith(`${subject.address}/`));
  return ours ? [] : [moved(subject.address)];
}
