/** Plans a single resource: what Terraform is told, and what the engine says of it. */

import type { Kind } from "../../../model/kind.ts";
import type { Diagnostic, PlanRequest, PlanResponse, TfObject, TfValue } from "../../contract.ts";
import { unknown } from "../../contract.ts";
import { isProtected, type ResourceType } from "../../schema/resources.ts";
import { askedIn } from "../asked.ts";
import { unopened } from "../diagnostics.ts";
import { twinLabel } from "../holders.ts";
import { idOfOne } from "../ids.ts";
import { writeKept } from "../kept.ts";
import { plannedObject } from "../planned.ts";
import type { Session } from "../session.ts";
import { isExpired } from "../status.ts";
import { type Subject, subjectOf } from "../subject.ts";
import { pathAt, sameObject, textsOf } from "../values.ts";
import { lookOne } from "./look.ts";
import { learnId } from "./object.ts";
import { planRemoval, stillProtected } from "./removal.ts";
import { replacements } from "./replacements.ts";

export async function planOne(
  type: ResourceType,
  request: PlanRequest,
  session: Session,
): Promise<PlanResponse> {
  const { prior, proposed, config } = request;
  if (proposed === null || config === null) return planRemoval(type, prior, request.private, session);
  const { kind, platform, schema } = type;
  const { desk, kept, want, subject, diagnostics: wrong } = askedIn(type, config, request.private, session);
  const diagnostics: Diagnostic[] = wrong.filter(({ severity }) => severity === "error");
  const before = prior === null ? null : subjectOf(type, prior, desk.ledger.ids);
  if (prior !== null && before !== null) learnId(desk, before, prior);
  const twin = subject === null ? null : twinLabel(subject, prior?.["platform_id"] ?? null, desk);
  if (twin !== null) diagnostics.push(twin);
  // Under another label it is still the same object.
  if (prior !== null && subject !== null) learnId(desk, subject, prior);

  const planned = plannedObject(kind, schema.attributes, config, prior);
  naming(kind, config, planned);
  planned["id"] = subject === null ? unknown : plannedId(subject, planned, prior);
  if (isProtected(kind)) planned["deletion_protection"] = config["deletion_protection"] ?? true;
  for (const name of textsOf(config["unset"] ?? null)) planned[name] = null;

  const requiresReplace =
    prior === null || before === null ? [] : replacements(type, prior, config, before, subject, desk);
  if (requiresReplace.length > 0 && isProtected(kind) && prior?.["deletion_protection"] !== false) {
    diagnostics.push(stillProtected(before?.address ?? "", "replaced", requiresReplace[0] ?? []));
  }
  const changed = prior === null || !sameObject(schema.attributes, ignoring(planned, prior), prior);
  const local = prior !== null && !changed && !sameObject(schema.attributes, planned, prior);
  const respond = (more: readonly Diagnostic[], ids = kept.ids): PlanResponse => ({
    planned,
    requiresReplace,
    private: writeKept({ ids, accounts: kept.accounts }),
    diagnostics: [...diagnostics, ...more],
  });
  const reopen = (): void => {
    planned["status"] = unknown;
    planned["waits_for"] = unknown;
  };
  if (changed) reopen();
  if (subject !== null) desk.ledger.plan(subject.address);
  if (subject !== null && requiresReplace.length > 0) desk.replaced.add(subject.address);
  if (want === null || subject === null || requiresReplace.length > 0) return respond([]);
  // Planned once more as what comes after it.
  if (prior === null && desk.replaced.has(subject.address)) return respond([]);

  const desired = want.desired.resources.get(subject.address);
  const flips = prior !== null && isExpired(desired) !== (prior["status"] === "expired");
  const waits = prior?.["status"] === "waiting";
  if (flips || (waits && session.applying())) reopen();
  if (!changed && !flips && !waits && kept.accounts.size === 0) return respond([]);
  if (session.applying() || (local && !waits)) return respond([]);
  if (desk.account.open) return respond([unopened(platform.title)]);

  const look = await lookOne(type, want, subject, desk, session, {
    prior,
    config,
    changes: changed || flips || waits,
  });
  if (look.sendable && waits) reopen();
  return respond(look.diagnostics, look.ids ?? kept.ids);
}

function plannedId(subject: Subject, planned: TfObject, prior: TfObject | null): TfValue {
  const { labelled } = subject.type.kind;
  const [step] = labelled === undefined ? [] : pathAt(labelled.nameAttribute);
  const name = step === undefined ? null : (planned[step.attribute] ?? null);
  const id = idOfOne(subject, name, planned["platform_id"] ?? null);
  // What still waits to be made has none, and must not look as if it changed.
  return id === unknown && prior !== null && prior["platform_id"] === null ? (prior["id"] ?? null) : id;
}

/** What is left out of a name defaults to the label, as in files. */
function naming(kind: Kind, config: TfObject, planned: Record<string, TfValue>): void {
  const attribute = kind.labelled?.nameAttribute;
  if (attribute === undefined) return;
  const [step] = pathAt(attribute);
  if (step !== undefined && (config[step.attribute] ?? null) === null)
    planned[step.attribute] = config["key"] ?? unknown;
}

/** The planned object with what concerns Terraform alone as it was: no difference to the platform. */
function ignoring(planned: TfObject, prior: TfObject): TfObject {
  return "deletion_protection" in planned
    ? { ...planned, deletion_protection: prior["deletion_protection"] ?? null }
    : planned;
}
