/** All of a collection: exactly what is written, with the guards of the engine. */

import { hash } from "node:crypto";
import { type Address, collectionOf } from "../../model/address.ts";
import { sameValue } from "../../model/attribute.ts";
import { attributesOf, isThere, type Kind } from "../../model/kind.ts";
import { type Plan, type Stop, stopsOf } from "../../model/plan.ts";
import type { Resource } from "../../model/resource.ts";
import type { StateView } from "../../model/state.ts";
import { shortened } from "../../model/text.ts";
import { order } from "../../model/value.ts";
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
import { mapAttribute, parentAttribute } from "../schema/names.ts";
import type { ResourceType } from "../schema/resources.ts";
import { type Attributes, isNested } from "../schema/types.ts";
import { hasError, ofFinding, ofStop, problem, warning } from "./diagnostics.ts";
import { readDocument, type Want } from "./document.ts";
import { draft } from "./engine.ts";
import { readKept, writeKept } from "./kept.ts";
import { filled, plannedObject } from "./planned.ts";
import { onlyOf } from "./queue.ts";
import type { Desk, Session } from "./session.ts";
import { allowancesOf } from "./settings.ts";
import { alsoGoes, basisOfOne, desiredIn, holderMissing, holderWarning, moved, unopened } from "./shared.ts";
import {
  blindAt,
  hasEnded,
  isExpired,
  type Standing,
  standingAfter,
  standingOf,
  statusAttributes,
} from "./status.ts";
import { keptOf, type Subject, subjectOf } from "./subject.ts";
import { attributesIn, emptyObject, fromLive, isObject, nulls, sameObject, textsOf } from "./values.ts";

function elementsOf(type: ResourceType, object: TfObject | null): TfObject | null {
  const map = object?.[mapAttribute(type.kind)] ?? null;
  return isObject(map) ? map : null;
}

function elementSchema({ kind, schema }: ResourceType): Attributes {
  const map = schema.attributes.get(mapAttribute(kind));
  if (map === undefined || !isNested(map)) throw new Error("a collection without a map");
  return map.attributes;
}

/** One of the collection as it is live. */
function elementOf(
  type: ResourceType,
  live: Resource,
  former: TfObject | null,
  standing: Standing,
): TfObject {
  return {
    ...nulls(elementSchema(type)),
    ...fromLive(type.kind, live.attributes, former),
    expires: former?.["expires"] ?? null,
    ...statusAttributes(standing),
  };
}

/** The former elements by address, with the keys as they are spelled. */
function formerly(
  subject: Subject,
  elements: TfObject | null,
): ReadonlyMap<Address, readonly [string, TfObject]> {
  return new Map(
    [...subject.entries].flatMap(([address, key]) => {
      const element = elements?.[key];
      return isObject(element) ? [[address, [key, element] as const] as const] : [];
    }),
  );
}

/**
 * | live | in the state | element |
 * | --- | --- | --- |
 * | yes | any | as it is live, under the key as it is spelled in the state |
 * | yes, not all as wanted | waiting | as it was |
 * | no | waiting, or expired and over | as it was |
 * | no | other | gone |
 */
function collect(
  type: ResourceType,
  subject: Subject,
  elements: TfObject | null,
  live: StateView,
  today: string,
): Record<string, TfValue> {
  const { kind } = type;
  const former = formerly(subject, elements);
  const map = emptyObject();
  const found = [...live.list(subject.address)].filter((each) => isThere(kind, each));
  for (const resource of found.sort((a, b) => order(a.address, b.address))) {
    const [key, element] = former.get(resource.address) ?? [resource.key, null];
    const waits = element !== null && element["status"] === "waiting" && !isAs(kind, element, resource);
    map[key] = waits ? element : elementOf(type, resource, element, standingOf(resource));
  }
  for (const [address, [key, element]] of former) {
    if (isThere(kind, live.get(address))) continue;
    if (hasEnded(element, today))
      map[key] = { ...element, ...statusAttributes({ status: "expired", waitsFor: null }) };
    else if (element["status"] === "waiting") map[key] = element;
  }
  return map;
}

function isAs(kind: Kind, element: TfObject, live: Resource): boolean {
  const wanted = attributesIn(kind, element);
  return [...attributesOf(kind)].every(
    ([name, of]) => wanted[name] === undefined || sameValue(of, wanted[name], live.attributes[name]),
  );
}

export async function readAll(
  type: ResourceType,
  state: TfObject,
  bytes: Uint8Array,
  session: Session,
): Promise<StateResponse> {
  const { kind, platform } = type;
  const desk = session.desk(platform);
  const subject = subjectOf(type, state);
  if (subject === null) throw new Error(`${type.name}: a state that does not say where it stands`);
  const kept = readKept(bytes);
  desk.ledger.learn(kept);
  const asIs: StateResponse = { state, private: bytes, diagnostics: [] };
  if (desk.account.open) return asIs;
  const seen = await desk.account.view(subject.interest);
  if (!("live" in seen)) return { ...asIs, diagnostics: seen.diagnostics };
  const { live } = seen;
  const blind = blindAt(live, subject.address);
  if (blind !== null) {
    return { ...asIs, diagnostics: [warning("Cannot be read", `${blind}. Its state is kept as it was.`)] };
  }
  if (holderMissing(subject, live, desk) !== null)
    return { state: null, private: new Uint8Array(), diagnostics: [] };
  const map = collect(type, subject, elementsOf(type, state), live.live, session.today());
  const now = { ...state, [mapAttribute(kind)]: map, id: subject.address };
  const ids = keptOf(platform, subjectOf(type, now) ?? subject, live.live, desk.ledger);
  return {
    state: now,
    // Whose a key was first counts until somebody says otherwise.
    private: writeKept({ ids: ids.ids, accounts: new Map([...ids.accounts, ...kept.accounts]), basis: null }),
    diagnostics: [],
  };
}

export async function planAll(
  type: ResourceType,
  request: PlanRequest,
  session: Session,
): Promise<PlanResponse> {
  const { prior, proposed, config } = request;
  const kept = readKept(request.private);
  if (proposed === null || config === null) {
    const address = prior === null ? null : subjectOf(type, prior)?.address;
    const forgotten = warning(
      "It is only forgotten",
      `Destroying ${address ?? "it"} removes nobody: that would lock everybody out. Terraform forgets the collection, and it stays ` +
        "as it is.",
    );
    return { planned: null, requiresReplace: [], private: request.private, diagnostics: [forgotten] };
  }
  const { kind, platform, schema } = type;
  const name = mapAttribute(kind);
  const desk = session.desk(platform);
  desk.ledger.learn(kept);
  const { want, diagnostics: wrong } = readDocument(type, config, session.today());
  const errors = wrong.filter(({ severity }) => severity === "error");
  const subject = subjectOf(type, config);
  const before = prior === null ? null : subjectOf(type, prior);
  const parent = parentAttribute(kind) ?? "";
  const planned: Record<string, TfValue> = emptyObject();
  for (const attribute of schema.attributes.keys()) planned[attribute] = config[attribute] ?? null;
  planned["id"] =
    subject === null ? (isKnownParent(config, parent) ? null : unknown) : collectionAddress(subject);
  const elements = elementsOf(type, config);
  const priorElements = elementsOf(type, prior);
  const flips = new Set<string>();
  if (elements !== null)
    planned[name] = plannedElements(type, elements, priorElements, subject, before, want, flips);

  const replaces = before !== null && !sameHolder(before, subject, desk);
  const respond = (
    more: readonly Diagnostic[],
    basis: string | null = null,
    ids = kept.ids,
  ): PlanResponse => ({
    planned,
    requiresReplace: replaces ? [[{ attribute: parent }]] : [],
    private: writeKept({ ids, accounts: kept.accounts, basis }),
    diagnostics: [...errors, ...more],
  });
  if (want === null || subject === null || replaces) return respond([]);
  const waits = Object.values(priorElements ?? {}).some(
    (each) => isObject(each) && each["status"] === "waiting",
  );
  const changed = prior === null || flips.size > 0 || !sameObject(schema.attributes, planned, prior);
  if (session.applying()) {
    if (waits && isObject(planned[name] ?? null))
      planned[name] = reopened(planned[name] as TfObject, isWaiting);
    return respond([]);
  }
  if (!changed && !waits && kept.accounts.size === 0) return respond([]);
  if (desk.account.open) return respond([unopened(platform.title)]);
  const look = await lookAll(type, want, subject, desk, session, config, prior === null);
  if (look.sendable.size > 0 && isObject(planned[name] ?? null)) {
    planned[name] = reopened(
      planned[name] as TfObject,
      (element, key) => isWaiting(element) && look.sendable.has(key),
    );
  }
  return respond(look.diagnostics, look.basis, look.ids ?? kept.ids);
}

function isKnownParent(config: TfObject, parent: string): boolean {
  return config[parent] !== unknown;
}

function collectionAddress({ holders, type }: Subject): Address {
  return collectionOf(holders.at(-1)?.address ?? "", type.kind.collection);
}

function isWaiting(element: TfObject): boolean {
  return element["status"] === "waiting";
}

/** Elements that get another status. */
function reopened(map: TfObject, which: (element: TfObject, key: string) => boolean): TfObject {
  const next = emptyObject();
  for (const [key, element] of Object.entries(map)) {
    next[key] =
      isObject(element) && which(element, key)
        ? { ...element, status: unknown, waits_for: unknown }
        : element;
  }
  return next;
}

function plannedElements(
  type: ResourceType,
  elements: TfObject,
  priorElements: TfObject | null,
  subject: Subject | null,
  before: Subject | null,
  want: Want | null,
  flips: Set<string>,
): TfObject {
  const schema = elementSchema(type);
  const former = before === null ? new Map() : formerly(before, priorElements);
  const addresses = new Map([...(subject?.entries ?? [])].map(([address, key]) => [key, address]));
  const map = emptyObject();
  for (const [key, element] of Object.entries(elements)) {
    if (!isObject(element)) {
      map[key] = element;
      continue;
    }
    const address = addresses.get(key) ?? "";
    const past: TfObject | null = former.get(address)?.[1] ?? null;
    const planned = plannedObject(type.kind, schema, element, past);
    const over = isExpired(want?.desired.resources.get(address));
    const flip = past !== null && want !== null && over !== (past["status"] === "expired");
    if (flip) flips.add(key);
    if (past === null || flip || !sameObject(schema, planned, past)) {
      planned["status"] = unknown;
      planned["waits_for"] = unknown;
    }
    map[key] = planned;
  }
  return map;
}

function sameHolder(before: Subject, subject: Subject | null, desk: Desk): boolean {
  const [was, is] = [before.holders.at(-1)?.address, subject?.holders.at(-1)?.address];
  if (was === is) return true;
  const id = was === undefined ? undefined : desk.ledger.ids.get(was);
  return id !== undefined && is !== undefined && desk.ledger.ids.get(is) === id;
}

interface Look {
  readonly diagnostics: readonly Diagnostic[];
  /** Keys of what can be sent. */
  readonly sendable: ReadonlySet<string>;
  readonly basis: string | null;
  readonly ids?: ReadonlyMap<Address, string>;
}

async function lookAll(
  type: ResourceType,
  want: Want,
  subject: Subject,
  desk: Desk,
  session: Session,
  config: TfObject,
  isNew: boolean,
): Promise<Look> {
  const { platform, kind } = type;
  const nothing: Look = { diagnostics: [], sendable: new Set(), basis: null };
  const seen = await desk.account.view(subject.interest);
  if (!("live" in seen)) return { ...nothing, diagnostics: seen.diagnostics };
  const { live } = seen;
  const ids = keptOf(platform, subject, live.live, desk.ledger).ids;
  const holder = holderMissing(subject, live, desk);
  if (holder !== null) {
    const path: Path = [{ attribute: parentAttribute(kind) ?? "" }];
    return { ...nothing, ids, diagnostics: holder.planned ? [] : [holderWarning(holder.address, path)] };
  }
  const section = await desk.account.section(desiredIn(want, subject));
  if (!("actor" in section)) return { ...nothing, diagnostics: section };
  const { guards, allow } = session.settings;
  const { plan, findings } = await draft(
    section,
    live,
    {
      only: new Set(onlyOf({ about: new Set(want.own.keys()), whole: subject.address }, live)),
      guards,
      allow: allowancesOf([...allow, ...textsOf(config["allow"] ?? null)]),
    },
    session.context(platform),
  );
  const diagnostics = findings.flatMap((finding) => ofFinding(finding, pathIn(want, finding.address)));
  if (plan === null) return { ...nothing, ids, diagnostics };
  for (const stop of stopsOf(plan)) diagnostics.push(stopAt(type, want, stop));
  if (isNew && !hasError(diagnostics)) diagnostics.push(...removalsOf(plan, subject));
  const along = alsoGoes(plan);
  if (along !== null) diagnostics.push(along);
  const sendable = plan.sections
    .flatMap(({ changes }) => changes)
    .filter(({ calls, waiting }) => calls.length > 0 || waiting === undefined)
    .flatMap(({ address }) => want.own.get(address)?.written ?? []);
  return { diagnostics, sendable: new Set(sendable), basis: basisOfAll(live, subject.address), ids };
}

/** Binds a plan to all that the collection held. */
function basisOfAll(live: Live, home: Address): string | null {
  if (blindAt(live, home) !== null) return null;
  const all = [...live.live.list(home)].map(({ address }) => `${address} ${basisOfOne(live, address)}`);
  return hash("sha256", all.sort(order).join("\n"), "hex").slice(0, 32);
}

/** The element that an address is, or the collection. */
function pathIn({ own, type }: Want, address: Address | undefined): Path {
  const entry = address === undefined ? undefined : own.get(address);
  return entry?.path ?? [{ attribute: mapAttribute(type.kind) }];
}

function stopAt(type: ResourceType, want: Want, stop: Stop): Diagnostic {
  return ofStop(stop, pathIn(want, stop.scope), `this ${type.name}`);
}

/** A new resource shows what it adds; what is live and not written goes without being shown. */
function removalsOf(plan: Plan, { address }: Subject): readonly Diagnostic[] {
  const gone = plan.sections.flatMap(({ changes }) =>
    changes.filter(({ action }) => action === "delete").map(({ key }) => key),
  );
  if (gone.length === 0) return [];
  return [
    warning(
      "What is not written is removed",
      `${address} holds ${gone.length} that are not written here, and applying removes them: ${shortened(gone, 10)}. Import it to see ` +
        "all changes in the plan.",
    ),
  ];
}

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
  const { want, diagnostics: wrong } = readDocument(type, config, session.today());
  const subject = subjectOf(type, config);
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
    check: (live) => checkAll(type, live, subject, kept.basis, desk),
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
  const actual = { ...planned, [name]: map, id: collectionAddress(subject) };
  const ids = after === null ? kept : keptOf(platform, subject, after.live, desk.ledger);
  return {
    state: filled(schema.attributes, planned, actual),
    private: writeKept({ ids: ids.ids, accounts: ids.accounts, basis: null }),
    diagnostics,
  };
}

function checkAll(
  type: ResourceType,
  live: Live,
  subject: Subject,
  basis: string | null,
  desk: Desk,
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
  if (basis === null || basisOfAll(live, subject.address) === basis) return [];
  const ours = [...desk.moved].some((address) => address.startsWith(`${subject.address}/`));
  return ours ? [] : [moved(subject.address)];
}
