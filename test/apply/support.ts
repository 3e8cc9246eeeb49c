import { Type } from "typebox";
import type { ApplySection } from "../../src/apply/apply.ts";
import type { Connection } from "../../src/http/connection.ts";
import { optional, required } from "../../src/model/attribute.ts";
import type { Call } from "../../src/model/call.ts";
import { digestOf } from "../../src/model/digest.ts";
import { defineKind } from "../../src/model/kind.ts";
import type { PlannedChange, PlanSection } from "../../src/model/plan.ts";
import type { Platform } from "../../src/model/platform.ts";
import type { Failure, Protocol } from "../../src/model/protocol.ts";
import type { Attributes, Resource } from "../../src/model/resource.ts";
import { createState, type StateView } from "../../src/model/state.ts";
import { isRecord } from "../../src/model/value.ts";
import type { Run, RunEvent, StoreFailure } from "../../src/store/store.ts";
import { protocol } from "../http/support.ts";
import { section } from "../store/support.ts";

const organization = defineKind({
  name: "organization",
  description: "An organization.",
  parent: null,
  collection: "organizations",
  key: { description: "its name", example: "acme" },
  attributes: { name: optional(Type.String()) },
  can: { create: true, update: true, delete: false },
  omission: "keep",
  manage: "additive",
  principal: false,
});

const item = defineKind({
  name: "item",
  description: "An item.",
  parent: "organization",
  collection: "items",
  key: { description: "its name", example: "one" },
  attributes: {
    name: required(Type.String()),
    a: optional(Type.Number(), { default: 0 }),
    b: optional(Type.Number()),
    tags: optional(Type.Array(Type.String()), { unordered: true }),
    password: optional(Type.String(), { secret: true }),
    active: optional(Type.Boolean()),
  },
  can: { create: true, update: true, delete: true },
  omission: "remove",
  manage: "authoritative",
  principal: false,
  absent: (attributes) => attributes.active === false,
  implied: (desired, attribute) => attribute === "b" && desired.a === 99,
});

/** A platform that exists in this test only: items with a name and two numbers. */
export const madeUp: Platform = {
  name: "made-up",
  title: "Made Up",
  contract: { standing: "own", note: "Made up for tests." },
  kinds: [organization, item],
  protocol: itemProtocol(),
  reading: {
    identify: async () => ({ id: "user-actor" }),
    read: async () => null,
    discover: async () => [],
  },
  calls: () => ({ calls: [] }),
  effects: () => [],
  rules: { actions: {}, invariants: [] },
  access: {
    actions: [],
    rows: () => [],
    touched: () => [],
    targets: () => [],
    standing: () => new Set(),
    holders: () => [],
  },
};

export function itemProtocol(): Protocol {
  return protocol({
    reads: [{ method: "GET", path: /\/items(\/[^/]+)?/ }],
    writes: {
      "item.set": { repeat: "safe" },
      "item.replace": {
        repeat: "safe",
        current: async (reader, request) => {
          const read = await reader.read({ method: "GET", path: request.path });
          if (!read.ok) return read;
          return { ok: true, value: { tags: isRecord(read.body) ? (read.body["tags"] ?? []) : [] } };
        },
      },
      "item.charge": { repeat: "never" },
      "item.delete": { repeat: "safe" },
      "item.check": {
        repeat: "check",
        find: async (reader, request) => {
          const outcome = await reader.read({ method: "GET", path: request.path });
          if (!outcome.ok) return outcome.reason === "missing" ? null : outcome;
          const wanted = Object.entries(isRecord(request.body) ? request.body : {});
          const body = isRecord(outcome.body) ? outcome.body : {};
          return wanted.every(([name, value]) => body[name] === value) ? outcome : null;
        },
      },
      "item.create": {
        repeat: "check",
        find: async (reader, request, known) => {
          const outcome = await reader.read({ method: "GET", path: "/items" });
          if (!outcome.ok) return outcome;
          const name = isRecord(request.body) ? request.body.name : undefined;
          const items = isRecord(outcome.body) && Array.isArray(outcome.body.items) ? outcome.body.items : [];
          const made = items.find((each) => isRecord(each) && each.name === name && !known(String(each.id)));
          return made === undefined ? null : { ok: true, status: 200, body: { id: made.id } };
        },
      },
    },
  });
}

export function resource(key: string, attributes: Attributes = {}, more: Partial<Resource> = {}): Resource {
  return {
    address: `acme/items/${key}`,
    kind: "item",
    key,
    id: `id-${key}`,
    attributes: { name: key, ...attributes },
    ...more,
  };
}

/** The change of an item from what it is to what it shall be; null for not there. */
export function change(
  key: string,
  before: Attributes | null,
  after: Attributes | null,
  calls: readonly string[],
  more: Partial<PlannedChange> = {},
): PlannedChange {
  const names = Object.keys(after ?? {});
  return {
    address: `acme/items/${key}`,
    kind: "item",
    key,
    action: before === null ? "create" : after === null ? "delete" : "update",
    reason: "configured",
    direction: "neutral",
    id: before === null ? null : `id-${key}`,
    before,
    after,
    attributes: names.map((name) => ({ name, before: before?.[name] ?? null, after: after?.[name] ?? null })),
    calls,
    ...more,
  };
}

export function call(id: string, more: Partial<Call> = {}): Call {
  return {
    id,
    operation: "item.set",
    method: "PUT",
    path: ["items", `id-${id}`],
    body: { a: 1 },
    scope: "acme",
    changes: [`acme/items/${id}`],
    dependsOn: [],
    ...more,
  };
}

/** A section to apply on a connection. */
export function part(
  connection: Connection,
  live: StateView,
  reread: (created: ReadonlyMap<string, string>) => Promise<StateView | Failure>,
  changes: Omit<Partial<PlanSection>, "connection">,
): ApplySection {
  return {
    connection,
    live,
    reread: async (created) => {
      const again = await reread(created);
      return "ok" in again ? again : { live: again, unknown: [] };
    },
    platform: madeUp,
    section: section({ basis: basisOf(live), ...changes }),
  };
}

export function basisOf(live: StateView): Record<string, string> {
  const basis: Record<string, string> = {};
  for (const each of live.all()) basis[each.address] = digestOf(each);
  return basis;
}

/** A journal in memory, that refuses from the given event on. */
export function memoryRun(
  refuseFrom = Number.POSITIVE_INFINITY,
): Pick<Run, "id" | "write"> & { readonly events: RunEvent[] } {
  const events: RunEvent[] = [];
  const full: StoreFailure = {
    ok: false,
    code: "store/io",
    message: "Cannot write the journal (ENOSPC). Make room.",
  };
  return {
    id: "run-1",
    events,
    write: async (event) => {
      if (events.length >= refuseFrom) return full;
      events.push(event);
      return null;
    },
  };
}

export const stateOf = (...resources: readonly Resource[]): StateView => createState(resources);
