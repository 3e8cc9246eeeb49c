/** Plans all of a collection. */

import type { Diagnostic, PlanRequest, PlanResponse, TfObject, TfValue } from "../../contract.ts";
import { unknown } from "../../contract.ts";
import { mapAttribute, parentAttribute } from "../../schema/names.ts";
import type { ResourceType } from "../../schema/resources.ts";
import { askedIn } from "../asked.ts";
import { unopened, warning } from "../diagnostics.ts";
import type { Want } from "../document.ts";
import { twinLabel } from "../holders.ts";
import { idOfAll } from "../ids.ts";
import { readKept, writeKept } from "../kept.ts";
import { plannedObject } from "../planned.ts";
import type { Session } from "../session.ts";
import { isExpired } from "../status.ts";
import { type Subject, sameHolder, subjectOf } from "../subject.ts";
import { emptyObject, isObject, sameObject } from "../values.ts";
import { elementSchema, elementsOf, formerly } from "./elements.ts";
import { lookAll } from "./look.ts";

export async function planAll(
  type: ResourceType,
  request: PlanRequest,
  session: Session,
): Promise<PlanResponse> {
  const { prior, proposed, config } = request;
  if (proposed === null || config === null) return forgetting(type, request);
  const { kind, platform, schema } = type;
  const name = mapAttribute(kind);
  const { desk, kept, want, subject, diagnostics: wrong } = askedIn(type, config, request.private, session);
  const errors = wrong.filter(({ severity }) => severity === "error");
  const before = prior === null ? null : subjectOf(type, prior, desk.ledger.ids);
  const twin = subject === null ? null : twinLabel(subject, null, desk);
  const parent = parentAttribute(kind) ?? "";
  const planned: Record<string, TfValue> = emptyObject();
  for (const attribute of schema.attributes.keys()) planned[attribute] = config[attribute] ?? null;
  planned["id"] = subject === null ? (isKnownParent(config, parent) ? null : unknown) : idOfAll(subject);
  const elements = elementsOf(type, config);
  const priorElements = elementsOf(type, prior);
  const flips = new Set<string>();
  if (elements !== null)
    planned[name] = plannedElements(type, elements, priorElements, subject, before, want, flips);

  const replaces = before !== null && !sameHolder(before, subject, desk.ledger.ids);
  const respond = (more: readonly Diagnostic[], ids = kept.ids): PlanResponse => ({
    planned,
    requiresReplace: replaces ? [[{ attribute: parent }]] : [],
    private: writeKept({ ids, accounts: kept.accounts }),
    diagnostics: [...errors, ...(twin === null ? [] : [twin]), ...more],
  });
  const waits = Object.values(priorElements ?? {}).some(
    (each) => isObject(each) && each["status"] === "waiting",
  );
  const changed = prior === null || flips.size > 0 || !sameObject(schema.attributes, planned, prior);
  // Whatever is sent may let others go on, and a last day may pass before: all these are open, in both plans alike.
  const reopen = (): void => {
    const map = planned[name] ?? null;
    if (isObject(map)) planned[name] = reopened(map, (element) => isWaiting(element) || hasEnd(element));
  };
  if (changed || (waits && session.applying())) reopen();
  if (want === null || subject === null || replaces || session.applying()) return respond([]);
  if (!changed && !waits && kept.accounts.size === 0) return respond([]);
  if (desk.account.open) return respond([unopened(platform.title)]);
  const look = await lookAll(type, want, subject, desk, session, config, prior === null);
  if (look.sendable) reopen();
  return respond(look.diagnostics, look.ids ?? kept.ids);
}

function forgetting(type: ResourceType, { prior, private: kept }: PlanRequest): PlanResponse {
  const address = prior === null ? null : subjectOf(type, prior, readKept(kept).ids)?.address;
  const forgotten = warning(
    "It is only forgotten",
    `Destroying ${address ?? "it"} removes nobody: that would lock everybody out. Terraform forgets the collection, and it stays ` +
      "as it is.",
  );
  return { planned: null, requiresReplace: [], private: kept, diagnostics: [forgotten] };
}

function isKnownParent(config: TfObject, parent: string): boolean {
  return config[parent] !== unknown;
}

function isWaiting(element: TfObject): boolean {
  return element["status"] === "waiting";
}

function hasEnd(element: TfObject): boolean {
  return (element["expires"] ?? null) !== null;
}

/** Elements that get another status. */
function reopened(map: TfObject, which: (element: TfObject) => boolean): TfObject {
  const next = emptyObject();
  for (const [key, element] of Object.entries(map)) {
    next[key] =
      isObject(element) && which(element) ? { ...element, status: unknown, waits_for: unknown } : element;
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
    // Something else is not known yet: whether it is over is found out when it is.
    const open = want === null && (element["expires"] ?? null) !== null;
    if (past === null || flip || open || !sameObject(schema, planned, past)) {
      planned["status"] = unknown;
      planned["waits_for"] = unknown;
    }
    map[key] = planned;
  }
  return map;
}
