/** Makes a collection what is written. */

import { isThere } from "../../../model/kind.ts";
import type { Live } from "../../../run/live.ts";
import type { ApplyRequest, Diagnostic, Path, StateResponse, TfObject } from "../../contract.ts";
import { mapAttribute, parentAttribute } from "../../schema/names.ts";
import type { ResourceType } from "../../schema/resources.ts";
import { hasError, ofFinding, problem } from "../diagnostics.ts";
import { readDocument } from "../document.ts";
import { idOfAll } from "../ids.ts";
import { readKept, writeKept } from "../kept.ts";
import { filled } from "../planned.ts";
import type { Desk, Session } from "../session.ts";
import { desiredIn, holderMissing, isHeld, moved } from "../shared.ts";
import { standingAfter, statusAttributes } from "../status.ts";
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
  const desk = session.desk(platform);
  const kept = readKept(request.private);
  desk.ledger.learn(kept);
  const { want, diagnostics: wrong } = readDocument(type, config, session.today(), desk.ledger.ids);
  const subject = subjectOf(type, config, desk.ledger.ids);
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
    const path = pathIn(want, outcome.address);
    if (outcome.status === "failed") {
      diagnostics.push(problem("The platform refused it", `${outcome.address}: ${outcome.message}`, path));
    } else if (outcome.status === "not-attempted") {
      diagnostics.push(problem("It was not attempted", `${outcome.address}: ${outcome.because}`, path));
    }
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
    const live = after?.live.get(address);
    const there = live !== undefined && isThere(kind, live) ? live : undefined;
    const standing = standingAfter(
      want.desired.resources.get(address),
      result.changes.get(address),
      result.outcomes.get(address),
      there,
    );
    map[written] =
      there === undefined
        ? { ...nulls(elementSchema(type)), ...statusAttributes(standing) }
        : { ...elementOf(type, there, element, standing) };
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
  const holder = holderMissing(subject, live, desk);
  if (holder !== null) {
    const path: Path = [{ attribute: parentAttribute(type.kind) ?? "" }];
    return [
      problem(
        "What holds it is not there",
        `${holder.address} is not live. Create it first, or correct the address.`,
        path,
      ),
    ];
  }
  if (!isHeld(subject, live)) return [moved(subject.address)];
  if (prior === null || !hasMoved(type, subjectOf(type, prior, desk.ledger.ids), prior, live.live, today))
    return [];
  const ours = [...desk.moved].some((address) => address.startsWith(`${subject.address}/`));
  return ours ? [] : [moved(subject.address)];
}
