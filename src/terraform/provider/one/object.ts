/** A single resource as Terraform holds it. */

import type { Resource } from "../../../model/resource.ts";
import type { Live } from "../../../run/live.ts";
import type { Path, TfObject } from "../../contract.ts";
import { kindAttributes } from "../../schema/attributes.ts";
import { isProtected, type ResourceType } from "../../schema/resources.ts";
import { idOfLive } from "../ids.ts";
import type { Kept } from "../kept.ts";
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
  { platform, kind }: ResourceType,
  prior: TfObject,
  live: Resource | undefined,
): boolean {
  if (live === undefined) return prior["status"] === "active" || prior["status"] === "pending";
  if (prior["status"] === "waiting") return false;
  const now = fromLive(kind, live.attributes, prior);
  return [...kindAttributes(platform, kind)].some(
    ([name, of]) => !same(of, now[name] ?? null, prior[name] ?? null),
  );
}

export function learn(desk: Desk, kept: Kept, subject: Subject, state: TfObject): void {
  desk.ledger.learn(kept);
  const id = textOf(state["platform_id"] ?? null);
  if (id !== null) desk.ledger.learn({ ids: new Map([[subject.address, id]]), accounts: new Map() });
}
