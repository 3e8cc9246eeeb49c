/** A single resource: read, planned and applied by itself, beside whatever else is there. */

import { sameValue } from "../../model/attribute.ts";
import { attributesOf, type Kind } from "../../model/kind.ts";
import type { Stop } from "../../model/plan.ts";
import { stopsOf } from "../../model/plan.ts";
import type { Resource } from "../../model/resource.ts";
import { differences } from "../../plan/diff.ts";
import type { Live } from "../../run/live.ts";
import type {
  ApplyRequest,
  Diagnostic,
  Path,
  PlanRequest,
  PlanResponse,
  StateResponse,
  TfObject,
  TfValue,
} from "../contract.ts";
import { unknown } from "../contract.ts";
import { parentAttribute } from "../schema/names.ts";
import { isProtected, type ResourceType } from "../schema/resources.ts";
import { ofFinding, ofStop, problem, warning } from "./diagnostics.ts";
import { readDocument, type Want } from "./document.ts";
import { draft } from "./engine.ts";
import { type Kept, readKept, writeKept } from "./kept.ts";
import { filled, plannedObject } from "./planned.ts";
import type { Job } from "./queue.ts";
import type { Desk, Session } from "./session.ts";
import { allowancesOf, guardsOfOne } from "./settings.ts";
import { alsoGoes, basisOfOne, desiredIn, holderMissing, holderWarning, moved, unopened } from "./shared.ts";
import {
  blindAt,
  hasEnded,
  isExpired,
  liveAt,
  type Standing,
  standingAfter,
  standingOf,
  statusAttributes,
} from "./status.ts";
import { keptOf, type Subject, subjectOf } from "./subject.ts";
import {
  at,
  attributesIn,
  fromLive,
  holdsUnknown,
  nulls,
  pathAt,
  sameObject,
  textOf,
  toModel,
} from "./values.ts";

const keyPath: Path = [{ attribute: "key" }];

function must(type: ResourceType, object: TfObject): Subject {
  const subject = subjectOf(type, object);
  if (subject === null) throw new Error(`${type.name}: a state that does not say where it stands`);
  return subject;
}

/** The object that the state means; another one of the same name is another one. */
function ownAt(
  type: ResourceType,
  live: Live["live"],
  subject: Subject,
  id: string | null,
): Resource | undefined {
  const resource = liveAt(type.kind, live, subject.address);
  if (resource === undefined || type.kind.labelled === undefined || id === null) return resource;
  return resource.id === id ? resource : undefined;
}

/**
 * | live | state | result |
 * | --- | --- | --- |
 * | cannot be read | any | as it was, with a warning |
 * | no | waiting, or expired and over | as it was |
 * | no | other | gone |
 * | yes, another object of the same name | any | gone |
 * | yes, not all as wanted | waiting | as it was |
 * | yes | other | as it is |
 */
export async function readOne(
  type: ResourceType,
  state: TfObject,
  bytes: Uint8Array,
  session: Session,
): Promise<StateResponse> {
  const { kind, platform } = type;
  const desk = session.desk(platform);
  const subject = must(type, state);
  const kept = readKept(bytes);
  learn(desk, kept, subject, state);
  const asIs: StateResponse = { state, private: bytes, diagnostics: [] };
  if (desk.account.open) return asIs;
  const seen = await desk.account.view(subject.interest);
  if (!("live" in seen)) return { ...asIs, diagnostics: seen.diagnostics };
  const { live } = seen;
  const blind = blindAt(live, subject.address);
  if (blind !== null) {
    return { ...asIs, diagnostics: [warning("Cannot be read", `${blind}. Its state is kept as it was.`)] };
  }
  const found = ownAt(type, live.live, subject, textOf(state["platform_id"] ?? null));
  const ids = keptOf(platform, subject, live.live, desk.ledger);
  const next = (accounts: Kept["accounts"]) => writeKept({ ids: ids.ids, accounts, basis: null });
  const keep = (attributes: { readonly [name: string]: TfValue } = {}): StateResponse => ({
    state: { ...state, ...attributes },
    private: next(kept.accounts),
    diagnostics: [],
  });
  if (found === undefined) {
    if (hasEnded(state, session.today()))
      return keep(statusAttributes({ status: "expired", waitsFor: null }));
    return state["status"] === "waiting"
      ? keep()
      : { state: null, private: new Uint8Array(), diagnostics: [] };
  }
  if (state["status"] === "waiting" && !isAs(kind, state, found)) return keep();
  const accounts = kept.accounts.size === 0 ? ids.accounts : kept.accounts;
  return {
    state: objectOf(type, state, subject, found, standingOf(found)),
    private: next(accounts),
    diagnostics: [],
  };
}

/** Whether what is live has all that the state says. */
function isAs(kind: Kind, state: TfObject, live: Resource): boolean {
  const wanted = attributesIn(kind, state);
  return [...attributesOf(kind)].every(
    ([name, of]) =>
      wanted[name] === undefined || of.secret || sameValue(of, wanted[name], live.attributes[name]),
  );
}

/** A live resource as a state. */
function objectOf(
  type: ResourceType,
  former: TfObject,
  subject: Subject,
  live: Resource,
  standing: Standing,
): TfObject {
  const { kind, schema } = type;
  return {
    ...nulls(schema.attributes),
    ...former,
    ...fromLive(kind, live.attributes, former),
    ...(kind.labelled === undefined ? {} : { platform_id: live.id ?? null }),
    ...(isProtected(kind) ? { deletion_protection: former["deletion_protection"] ?? true } : {}),
    ...statusAttributes(standing),
    id: subject.address,
  };
}

function learn(desk: Desk, kept: Kept, subject: Subject, state: TfObject): void {
  desk.ledger.learn(kept);
  const id = textOf(state["platform_id"] ?? null);
  if (id !== null) desk.ledger.learn({ ids: new Map([[subject.address, id]]), accounts: new Map() });
}

export async function planOne(
  type: ResourceType,
  request: PlanRequest,
  session: Session,
): Promise<PlanResponse> {
  const { prior, proposed, config } = request;
  if (proposed === null || config === null) return planRemoval(type, prior, request.private, session);
  const { kind, platform, schema } = type;
  const desk = session.desk(platform);
  const kept = readKept(request.private);
  const { want, diagnostics: wrong } = readDocument(type, config, session.today());
  const diagnostics: Diagnostic[] = wrong.filter(({ severity }) => severity === "error");
  const subject = subjectOf(type, config);
  const before = prior === null ? null : subjectOf(type, prior);
  if (prior !== null && before !== null) learn(desk, kept, before, prior);

  const planned = plannedObject(kind, schema.attributes, config, prior);
  planned["id"] = subject === null ? unknown : subject.address;
  naming(kind, config, planned);
  if (isProtected(kind)) planned["deletion_protection"] = config["deletion_protection"] ?? true;
  for (const name of config["unset"] === undefined ? [] : unsetIn(config)) planned[name] = null;

  const requiresReplace =
    prior === null || before === null ? [] : replacements(type, prior, config, before, subject, desk);
  if (requiresReplace.length > 0 && isProtected(kind) && prior?.["deletion_protection"] !== false) {
    diagnostics.push(stillProtected(before?.address ?? "", "replaced", requiresReplace[0] ?? []));
  }
  const changed = prior === null || !sameObject(schema.attributes, ignoring(planned, prior), prior);
  const local = prior !== null && !changed && !sameObject(schema.attributes, planned, prior);
  const respond = (more: readonly Diagnostic[], basis: string | null, ids = kept.ids): PlanResponse => ({
    planned,
    requiresReplace,
    private: writeKept({ ids, accounts: kept.accounts, basis }),
    diagnostics: [...diagnostics, ...more],
  });
  if (changed) {
    planned["status"] = unknown;
    planned["waits_for"] = unknown;
  }
  if (subject !== null) desk.ledger.plan(subject.address);
  if (want === null || subject === null || requiresReplace.length > 0) return respond([], null);

  const desired = want.desired.resources.get(subject.address);
  const flips = prior !== null && isExpired(desired) !== (prior["status"] === "expired");
  const waits = prior?.["status"] === "waiting";
  if (flips || (waits && session.applying())) {
    planned["status"] = unknown;
    planned["waits_for"] = unknown;
  }
  if (!changed && !flips && !waits && kept.accounts.size === 0) return respond([], null);
  if (session.applying() || (local && !waits)) return respond([], null);
  if (desk.account.open) return respond([unopened(platform.title)], null);

  const look = await lookOne(type, want, subject, desk, session, prior, config);
  if (look.sendable && waits) {
    planned["status"] = unknown;
    planned["waits_for"] = unknown;
  }
  return respond(look.diagnostics, look.basis, look.ids ?? kept.ids);
}

/** What is left out of a name defaults to the label, as in files. */
function naming(kind: Kind, config: TfObject, planned: Record<string, TfValue>): void {
  const attribute = kind.labelled?.nameAttribute;
  if (attribute === undefined) return;
  const [step] = pathAt(attribute);
  if (step !== undefined && (config[step.attribute] ?? null) === null)
    planned[step.attribute] = config["key"] ?? unknown;
}

function unsetIn(config: TfObject): readonly string[] {
  const names = config["unset"] ?? null;
  return Array.isArray(names) ? names.filter((each): each is string => typeof each === "string") : [];
}

/** The planned object with what concerns Terraform alone as it was: no difference to the platform. */
function ignoring(planned: TfObject, prior: TfObject): TfObject {
  return "deletion_protection" in planned
    ? { ...planned, deletion_protection: prior["deletion_protection"] ?? null }
    : planned;
}

/**
 * | changed | replaces |
 * | --- | --- |
 * | what holds it | yes, unless it is the same object under another label |
 * | key | yes, unless it is the same in another spelling, or a label |
 * | the platform's own id | yes |
 * | an attribute that cannot change | yes, where it can be removed and made anew |
 */
function replacements(
  type: ResourceType,
  prior: TfObject,
  config: TfObject,
  before: Subject,
  subject: Subject | null,
  desk: Desk,
): readonly Path[] {
  const { kind } = type;
  const paths: Path[] = [];
  const parent = parentAttribute(kind);
  if (parent !== null) {
    const [was, is] = [before.holders.at(-1)?.address, subject?.holders.at(-1)?.address];
    const id = was === undefined ? undefined : desk.ledger.ids.get(was);
    const isSame = was === is || (id !== undefined && is !== undefined && desk.ledger.ids.get(is) === id);
    if (!isSame && (config[parent] === unknown || is !== undefined)) paths.push([{ attribute: parent }]);
  }
  const keyOf = (each: Subject): string | undefined => each.interest.resources.get(each.address)?.key;
  if (kind.labelled === undefined && (subject === null || keyOf(before) !== keyOf(subject))) {
    // Where only what holds it is not known, the key may still be the same.
    if (config["key"] === unknown || subject !== null) paths.push(keyPath);
  }
  const id = config["platform_id"] ?? null;
  if (kind.labelled !== undefined && id !== null && id !== prior["platform_id"]) {
    paths.push([{ attribute: "platform_id" }]);
  }
  if (kind.can.create && kind.can.delete) {
    for (const [name, of] of attributesOf(kind)) {
      if (!of.immutable) continue;
      const written = at(config, name);
      const had = toModel(of, at(prior, name));
      if (written === null || had === undefined) continue;
      if (holdsUnknown(written) || !sameValue(of, toModel(of, written), had)) paths.push(pathAt(name));
    }
  }
  return paths;
}

interface Look {
  readonly diagnostics: readonly Diagnostic[];
  /** There is something that can be sent. */
  readonly sendable: boolean;
  readonly basis: string | null;
  readonly ids?: Kept["ids"];
}

/** Guards that say something of more than one resource are asked when it is applied, when all that came before is done. */
const later: ReadonlySet<string> = new Set(["admins", "removals", "expiries", "shrink"]);

/** What one resource can decide while it is planned: the actor, protection, preflight, who it is. */
async function lookOne(
  type: ResourceType,
  want: Want,
  subject: Subject,
  desk: Desk,
  session: Session,
  prior: TfObject | null,
  config: TfObject,
): Promise<Look> {
  const { platform, kind } = type;
  const { address } = subject;
  const nothing: Look = { diagnostics: [], sendable: false, basis: null };
  const seen = await desk.account.view(subject.interest);
  if (!("live" in seen)) return { ...nothing, diagnostics: seen.diagnostics };
  const { live } = seen;
  const ids = keptOf(platform, subject, live.live, desk.ledger).ids;
  const holder = holderMissing(subject, live, desk);
  if (holder !== null) {
    const path: Path = [{ attribute: parentAttribute(kind) ?? "key" }];
    return { ...nothing, ids, diagnostics: holder.planned ? [] : [holderWarning(holder.address, path)] };
  }
  const basis = blindAt(live, address) === null ? basisOfOne(live, address) : null;
  const diagnostics: Diagnostic[] = [];
  if (prior === null) {
    const known = takenOver(type, live, subject, config);
    if (known !== null) diagnostics.push(known);
  } else {
    const other = impostor(type, live, subject, prior);
    if (other !== null) diagnostics.push(other);
  }
  if (diagnostics.some(({ severity }) => severity === "error"))
    return { ...nothing, ids, diagnostics, basis };
  const section = await desk.account.section(desiredIn(want, subject));
  if (!("actor" in section)) return { ...nothing, diagnostics: section };
  const { guards, allow } = session.settings;
  const { plan, findings } = await draft(
    section,
    live,
    { only: new Set([address]), guards: guardsOfOne(guards), allow: allowancesOf(allow) },
    session.context(platform),
  );
  for (const finding of findings) diagnostics.push(...ofFinding(finding, keyPath));
  if (plan === null) return { ...nothing, ids, diagnostics, basis };
  for (const stop of stopsOf(plan)) {
    if (!later.has(stop.guard)) diagnostics.push(ofStop(stop, pathOfStop(kind, stop)));
  }
  const along = alsoGoes(plan);
  if (along !== null) diagnostics.push(along);
  const change = plan.sections.flatMap(({ changes }) => changes).find((each) => each.address === address);
  const sendable = change !== undefined && (change.calls.length > 0 || change.waiting === undefined);
  return { diagnostics, sendable, basis, ids };
}

function pathOfStop(kind: Kind, { guard }: Stop): Path {
  return guard === "immutable" || guard === "incomplete" ? firstOf(kind, guard) : keyPath;
}

function firstOf(kind: Kind, guard: string): Path {
  const found = [...attributesOf(kind)].find(([, of]) => (guard === "immutable" ? of.immutable : of.needed));
  return found === undefined ? keyPath : pathAt(found[0]);
}

/**
 * Something is there already that a create would take over.
 *
 * | kind | written id | |
 * | --- | --- | --- |
 * | has a label, can be made | no | error: a name does not say that it is the one that is meant |
 * | cannot be made | any | nothing: taking over is all that can be done |
 * | other | | a warning |
 */
function takenOver(
  { kind, name }: ResourceType,
  live: Live,
  subject: Subject,
  config: TfObject,
): Diagnostic | null {
  const found = liveAt(kind, live.live, subject.address);
  if (found === undefined || !kind.can.create || typeof config["platform_id"] === "string") return null;
  if (kind.labelled === undefined) {
    return warning(
      "It is there already",
      `${subject.address} is live. Applying takes it over and makes it as it is written here; import it to see first what changes.`,
      keyPath,
    );
  }
  return problem(
    "It is there already",
    `${subject.address} is live (${found.id ?? found.key}). If it is the one that is meant, import it: ` +
      `terraform import ${name}.NAME '${subject.address}?id=${found.id ?? ""}', or write platform_id = "${found.id ?? ""}". ` +
      "If it is not, choose another name.",
    keyPath,
  );
}

/** Another object has the name now. */
function impostor(type: ResourceType, live: Live, subject: Subject, prior: TfObject): Diagnostic | null {
  const id = textOf(prior["platform_id"] ?? null);
  const found = liveAt(type.kind, live.live, subject.address);
  if (type.kind.labelled === undefined || id === null || found === undefined || found.id === id) return null;
  return problem(
    "It is another one",
    `${subject.address} was ${id} and is not live any more; ${found.id} has its name. Refresh the state and plan again.`,
    keyPath,
  );
}

function stillProtected(address: string, what: "destroyed" | "replaced", path: Path): Diagnostic {
  return problem(
    `It would be ${what}`,
    `${address} would be ${what}, with everything in it. Apply deletion_protection = false first, if that is what you want.`,
    path,
  );
}

async function planRemoval(
  type: ResourceType,
  prior: TfObject | null,
  bytes: Uint8Array,
  session: Session,
): Promise<PlanResponse> {
  const { kind, platform } = type;
  const respond = (diagnostics: readonly Diagnostic[], basis: string | null = null): PlanResponse => {
    const kept = readKept(bytes);
    return { planned: null, requiresReplace: [], private: writeKept({ ...kept, basis }), diagnostics };
  };
  const subject = prior === null ? null : subjectOf(type, prior);
  if (prior === null || subject === null) return respond([]);
  const desk = session.desk(platform);
  learn(desk, readKept(bytes), subject, prior);
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
  const { plan, findings } = await draft(
    section,
    live,
    {
      only: new Set([subject.address]),
      guards: guardsOfOne(session.settings.guards),
      allow: allowancesOf([...session.settings.allow, `destroy:${subject.address}`]),
    },
    session.context(platform),
  );
  const diagnostics = findings.flatMap((each) => ofFinding(each));
  for (const stop of plan === null ? [] : stopsOf(plan))
    if (!later.has(stop.guard)) diagnostics.push(ofStop(stop));
  const along = plan === null ? null : alsoGoes(plan);
  return respond(along === null ? diagnostics : [...diagnostics, along], basisOfOne(live, subject.address));
}

/** The same subject as something that shall not be there. */
function removalOf({ interest, address }: Subject) {
  const own = interest.resources.get(address);
  const resources = new Map(interest.resources);
  if (own !== undefined) resources.set(address, { ...own, state: "absent", absentBecause: "configured" });
  return { resources, managed: interest.managed };
}

export async function applyOne(
  type: ResourceType,
  request: ApplyRequest,
  session: Session,
): Promise<StateResponse> {
  const { prior, planned, config } = request;
  if (planned === null || config === null) return applyRemoval(type, prior, request.private, session);
  const { kind, platform, schema } = type;
  const desk = session.desk(platform);
  const kept = readKept(request.private);
  const { want, diagnostics: wrong } = readDocument(type, config, session.today());
  const subject = subjectOf(type, config);
  const refused = (diagnostics: readonly Diagnostic[]): StateResponse => ({
    state: prior,
    private: request.private,
    diagnostics,
  });
  if (want === null || subject === null) return refused(wrong);
  learn(desk, kept, subject, prior ?? {});
  const desired = want.desired.resources.get(subject.address);
  // Nothing but what Terraform keeps for itself has changed.
  if (!holdsUnknown(planned) && prior !== null)
    return { state: planned, private: writeKept({ ...kept, basis: null }), diagnostics: [] };
  const job: Job = {
    desired: desiredIn(want, subject),
    about: new Set([subject.address]),
    whole: null,
    guards: guardsOfOne(session.settings.guards),
    allow: session.settings.allow,
    secrets: want.secrets,
    check: (live) => checkOne(type, live, subject, { prior, config, basis: kept.basis, want }, desk),
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
  if (outcome?.status === "failed") diagnostics.push(problem("The platform refused it", outcome.message));
  else if (outcome?.status === "not-attempted")
    diagnostics.push(problem("It was not attempted", outcome.because));
  else if (mismatch !== undefined) diagnostics.push(problem("It is not as it was written", mismatch));
  const after = result.after?.live;
  const ids = after === undefined ? kept : keptOf(platform, subject, after, desk.ledger);
  if (live?.id !== undefined && kind.labelled !== undefined) desk.ledger.know(subject.address, live.id);
  const bytes = writeKept({ ids: ids.ids, accounts: ids.accounts, basis: null });
  const actual = (standing: Standing): TfObject =>
    live === undefined
      ? { ...nulls(schema.attributes), ...statusAttributes(standing), id: subject.address }
      : objectOf(type, planned, subject, live, standing);
  if (diagnostics.some(({ severity }) => severity === "error")) {
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
  readonly basis: string | null;
  readonly want: Want;
}

/** What was planned must still be what it was planned from, or be done already. */
function checkOne(
  type: ResourceType,
  live: Live,
  subject: Subject,
  { prior, config, basis, want }: Check,
  desk: Desk,
): readonly Diagnostic[] {
  const { kind } = type;
  const { address } = subject;
  const holder = holderMissing(subject, live, desk);
  if (holder !== null) {
    const path: Path = [{ attribute: parentAttribute(kind) ?? "key" }];
    return [
      problem(
        "What holds it is not there",
        `${holder.address} is not live. Create it first, or correct the address.`,
        path,
      ),
    ];
  }
  const found = liveAt(kind, live.live, address);
  const other = prior === null ? null : impostor(type, live, subject, prior);
  if (other !== null) return [other];
  if (prior === null) {
    const known = takenOver(type, live, subject, config);
    if (known?.severity === "error") return [known];
  }
  if (basis === null || desk.moved.has(address) || blindAt(live, address) !== null) return [];
  if (basisOfOne(live, address) === basis) return [];
  const wanted = want.desired.resources.get(address);
  const done =
    wanted !== undefined &&
    found !== undefined &&
    differences(kind, attributesOf(kind), wanted.attributes, found.attributes).length === 0;
  return done ? [] : [moved(address)];
}

async function applyRemoval(
  type: ResourceType,
  prior: TfObject | null,
  bytes: Uint8Array,
  session: Session,
): Promise<StateResponse> {
  const { kind, platform } = type;
  const gone: StateResponse = { state: null, private: new Uint8Array(), diagnostics: [] };
  const subject = prior === null ? null : subjectOf(type, prior);
  if (prior === null || subject === null || !kind.can.delete) return gone;
  const desk = session.desk(platform);
  const kept = readKept(bytes);
  learn(desk, kept, subject, prior);
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
      if (found === undefined) return "nothing";
      const stale =
        kept.basis !== null &&
        !desk.moved.has(subject.address) &&
        basisOfOne(live, subject.address) !== kept.basis;
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
  if (outcome?.status === "failed") return stay([problem("The platform refused it", outcome.message)]);
  if (outcome?.status === "not-attempted") return stay([problem("It was not attempted", outcome.because)]);
  if (outcome?.status === "waiting" || outcome?.status === "pending") {
    return stay([problem("It is not gone yet", `It waits for ${outcome.for}. Destroy it again afterwards.`)]);
  }
  const mismatch = result.mismatches.get(subject.address);
  if (mismatch !== undefined) return stay([problem("It is not gone", mismatch)]);
  desk.ledger.forget(subject.address);
  return gone;
}
