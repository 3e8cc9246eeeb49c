/** Destroys a single resource. */

import { stopsOf } from "../../../model/plan.ts";
import type { Diagnostic, Path, PlanResponse, StateResponse, TfObject } from "../../contract.ts";
import { isProtected, type ResourceType } from "../../schema/resources.ts";
import { alsoGoes, moved, ofFinding, ofStop, problem, refusal, warning } from "../diagnostics.ts";
import { draft } from "../engine.ts";
import { holderMissing, isElsewhere, isHeld } from "../holders.ts";
import { readKept, writeKept } from "../kept.ts";
import type { Session } from "../session.ts";
import { allowancesOf, guardsOfOne } from "../settings.ts";
import { blindAt } from "../status.ts";
import { type Subject, subjectOf } from "../subject.ts";
import { textOf } from "../values.ts";
import { later } from "./look.ts";
import { hasMoved, learnId, ownAt } from "./object.ts";

export function stillProtected(address: string, what: "destroyed" | "replaced", path: Path): Diagnostic {
  return problem(
    `It would be ${what}`,
    `${address} would be ${what}, with everything in it. Apply deletion_protection = false first, if that is what you want.`,
    path,
  );
}

export async function planRemoval(
  type: ResourceType,
  prior: TfObject | null,
  bytes: Uint8Array,
  session: Session,
): Promise<PlanResponse> {
  const { kind, platform } = type;
  const kept = readKept(bytes);
  const respond = (diagnostics: readonly Diagnostic[]): PlanResponse => ({
    planned: null,
    requiresReplace: [],
    private: writeKept(kept),
    diagnostics,
  });
  const desk = session.desk(platform);
  desk.ledger.learn(kept);
  const subject = prior === null ? null : subjectOf(type, prior, desk.ledger.ids);
  if (prior === null || subject === null) return respond([]);
  learnId(desk, subject, prior);
  if (!kind.can.delete) {
    return respond([
      warning(
        "It is only forgotten",
        `${platform.title} offers no way to delete ${subject.address}. Terraform forgets it, and it stays as it is.`,
      ),
    ]);
  }
  if (isProtected(kind) && prior["deletion_protection"] !== false) {
    return respond([stillProtected(subject.address, "destroyed", [{ attribute: "deletion_protection" }])]);
  }
  if (session.applying() || desk.account.open) return respond([]);
  const seen = await desk.account.view(subject.interest);
  if (!("live" in seen)) return respond(seen.diagnostics);
  const { live } = seen;
  const found = ownAt(type, live.live, subject, textOf(prior["platform_id"] ?? null));
  if (found === undefined || holderMissing(subject, live, desk) !== null) return respond([]);
  const section = await desk.account.section(removalOf(subject));
  if (!("actor" in section)) return respond(section);
  const ask = {
    only: new Set([subject.address]),
    guards: guardsOfOne(session.settings.guards),
    allow: allowancesOf([...session.settings.allow, `destroy:${subject.address}`]),
  };
  const { plan, findings } = await draft(section, live, ask, desk);
  const diagnostics = findings.flatMap((each) => ofFinding(each));
  for (const stop of plan === null ? [] : stopsOf(plan))
    if (!later.has(stop.guard)) diagnostics.push(ofStop(stop));
  const along = plan === null ? null : alsoGoes(plan);
  return respond(along === null ? diagnostics : [...diagnostics, along]);
}

/** The same subject as something that shall not be there. */
function removalOf({ interest, address }: Subject) {
  const own = interest.resources.get(address);
  const resources = new Map(interest.resources);
  if (own !== undefined) resources.set(address, { ...own, state: "absent", absentBecause: "configured" });
  return { resources, managed: interest.managed };
}

export async function applyRemoval(
  type: ResourceType,
  prior: TfObject | null,
  bytes: Uint8Array,
  session: Session,
): Promise<StateResponse> {
  const { kind, platform } = type;
  const gone: StateResponse = { state: null, private: new Uint8Array(), diagnostics: [] };
  const desk = session.desk(platform);
  desk.ledger.learn(readKept(bytes));
  const subject = prior === null ? null : subjectOf(type, prior, desk.ledger.ids);
  if (prior === null || subject === null || !kind.can.delete) return gone;
  learnId(desk, subject, prior);
  const stay = (diagnostics: readonly Diagnostic[]): StateResponse => ({
    state: prior,
    private: bytes,
    diagnostics,
  });
  if (isProtected(kind) && prior["deletion_protection"] !== false) {
    return stay([stillProtected(subject.address, "destroyed", [{ attribute: "deletion_protection" }])]);
  }
  const result = await desk.queue.run({
    desired: removalOf(subject),
    about: new Set([subject.address]),
    whole: null,
    guards: guardsOfOne(session.settings.guards),
    allow: [...session.settings.allow, `destroy:${subject.address}`],
    secrets: new Map(),
    check: (live) => {
      const blind = blindAt(live, subject.address);
      if (blind !== null) return [problem("Cannot be read", `${blind}. Whether it is there is not known.`)];
      const found = ownAt(type, live.live, subject, textOf(prior["platform_id"] ?? null));
      // Nothing of what is gone is left; what is live under another label is not looked at here.
      if (!isHeld(subject, live)) return isElsewhere(subject, live) ? [moved(subject.address)] : "nothing";
      if (found === undefined) return "nothing";
      const stale = !desk.moved.has(subject.address) && hasMoved(type, prior, found);
      return stale ? [moved(subject.address)] : [];
    },
  });
  if (result.type === "refused") return stay(result.diagnostics);
  if (result.type === "stopped") {
    return stay([
      ...result.findings.flatMap((each) => ofFinding(each)),
      ...result.stops.map((stop) => ofStop(stop)),
    ]);
  }
  const outcome = result.outcomes.get(subject.address);
  const failure = refusal(outcome);
  if (failure !== null) return stay([failure]);
  if (outcome?.status === "waiting" || outcome?.status === "pending") {
    return stay([problem("It is not gone yet", `It waits for ${outcome.for}. Destroy it again afterwards.`)]);
  }
  const mismatch = result.mismatches.get(subject.address);
  if (mismatch !== undefined) return stay([problem("It is not gone", mismatch)]);
  desk.ledger.forget(subject.address);
  return gone;
}
