/** A single resource as Terraform holds it. */

import type { Resource } from "../../../model/resource.ts";
import type { Live } from "../../../run/live.ts";
import type { Path, TfObject } from "../../contract.ts";
import { isProtected, type ResourceType } from "../../schema/resources.ts";
import { idOfLive } from "../ids.ts";
import type { Desk } from "../session.ts";
import { liveAt, type Standing, statusAttributes } from "../status.ts";
import type { Subject } from "../subject.ts";
import { fromLive, nulls, same, textOf } from "../values.ts";

export const keyPath: Path = [{ attribute: "key" }];

/** The object that the state means; another one of the same name is another one. */
export function ownAt(
  type: ResourceType,
  live: Live["live"],
  subject: Subject,
  id: string | null,
): Resource | undefined {
  const resource = liveAt(type.kind, live, subject.address);
  if (resource === undefined || type.kind.labelled === undefined || id === null) return resource;
  return resource.id === id ? resource : undefined;
}

/** A live resource as a state. */
export function objectOf(
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
    id: idOfLive(subject, live, former["id"] ?? null),
  };
}

/** Whether what is live is no longer what the plan was made from, which is the state as it was read for it. */
export function hasMoved(
  { kind, schema }: ResourceType,
  prior: TfObject,
  live: Resource | undefined,
): boolean {
  if (live === undefined) return prior["status"] === "active" || prior["status"] === "pending";
  if (prior["status"] === "waiting") return false;
  const now = fromLive(kind, live.attributes, prior);
  return Object.entries(now).some(([name, value]) => {
    const of = schema.attributes.get(name);
    return of !== undefined && !same(of, value, prior[name] ?? null);
  });
}

/** What has a label is known by the id in its state. */
export function learnId(desk: Desk, subject: Subject, state: TfObject): void {
  const id = textOf(state["platform_id"] ?? null);
  if (id !== null) desk.ledger.learn({ ids: new Map([[subject.address, id]]), accounts: new Map() });
}
