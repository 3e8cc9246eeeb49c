/**
 * A made-up platform: clubs have people and rooms; people have keys to rooms. Founding a club makes the founder its
 * keeper, opening a room hands its maker a key, a guest must accept an invitation, and who leaves a club
 * loses every key. It exists to show that the core needs no edit for a platform that it has never heard of.
 */
import { Type } from "typebox";
import { collectionOf, keyOf } from "../../src/model/address.ts";
import { optional, required } from "../../src/model/attribute.ts";
import type { CallDraft, Segment } from "../../src/model/call.ts";
import { defineKind } from "../../src/model/kind.ts";
import type { Batch, Drafts, Observation, Platform } from "../../src/model/platform.ts";
import type { Failure, Outcome, Reader } from "../../src/model/protocol.ts";
import type { Resource } from "../../src/model/resource.ts";
import type { Delta, StateView } from "../../src/model/state.ts";
import { isRecord } from "../../src/model/value.ts";

const club = defineKind({
  name: "club",
  description: "A club.",
  parent: null,
  collection: "clubs",
  key: { description: "The club's handle.", pattern: "[a-z][a-z0-9-]*", example: "chess" },
  attributes: { motto: optional(Type.String(), { default: "" }) },
  can: { create: true, update: true, delete: false },
  omission: "keep",
  manage: "authoritative",
  principal: false,
});

const person = defineKind({
  name: "person",
  description: "Somebody in a club.",
  parent: "club",
  collection: "people",
  key: {
    description: "The person's name.",
    pattern: "[A-Za-z][a-z]*",
    example: "ann",
    fold: (key) => key.toLowerCase(),
    person: true,
  },
  attributes: {
    rank: required(Type.Enum(["GUEST", "KEEPER"]), { ranks: ["GUEST", "KEEPER"] }),
    nickname: optional(Type.String(), { default: "" }),
  },
  shorthand: "rank",
  can: { create: true, update: true, delete: true },
  omission: "remove",
  manage: "authoritative",
  principal: true,
  names: (resource) => resource.key,
  together: ({ action }) => (action === "update" ? "ranks" : undefined),
});

const room = defineKind({
  name: "room",
  description: "A room of a club.",
  parent: "club",
  collection: "rooms",
  key: { description: "A label.", pattern: "[a-z][a-z0-9-]*", example: "library" },
  attributes: {
    name: optional(Type.String()),
    floor: optional(Type.Integer(), { immutable: true, default: 0 }),
    sealed: optional(Type.Boolean(), { default: false, oneWay: true }),
  },
  can: { create: true, update: true, delete: true },
  omission: "keep",
  manage: "authoritative",
  principal: false,
  labelled: {
    nameAttribute: "name",
    natural: ({ name }) => (typeof name === "string" ? name : undefined),
  },
});

const key = defineKind({
  name: "key",
  description: "A key to a room.",
  parent: "room",
  collection: "keys",
  key: {
    description: "Who holds it.",
    pattern: "[A-Za-z][a-z]*",
    example: "ann",
    fold: (name) => name.toLowerCase(),
    person: true,
  },
  attributes: { opens: required(Type.Enum(["DOOR", "SAFE"]), { ranks: ["DOOR", "SAFE"] }) },
  shorthand: "opens",
  can: { create: true, update: true, delete: true },
  omission: "remove",
  manage: "authoritative",
  principal: true,
  unlocks: true,
  names: (resource) => resource.key,
});

export const clubKinds = [club, person, room, key] as const;

function idOf(state: StateView, address: string): Segment {
  return state.get(address)?.id ?? { $ref: "id", address };
}

function parentAddress(batch: Batch): string {
  if (batch.parent === null) throw new Error("no parent");
  return batch.parent;
}

function calls(batch: Batch, state: StateView): Drafts {
  const drafts: CallDraft[] = [];
  for (const change of batch.changes) {
    const base = { scope: batch.parent ?? change.address, changes: [change.address] };
    const removing = change.action === "delete";
    switch (change.kind) {
      case "club":
        drafts.push({
          ...base,
          operation: change.action === "create" ? "club.found" : "club.update",
          method: "PUT",
          path: ["clubs", change.key],
          body: { motto: change.after?.["motto"] ?? "" },
        });
        break;
      case "person": {
        const parent = parentAddress(batch);
        const operation = removing
          ? "person.remove"
          : change.action === "create"
            ? "person.invite"
            : "person.rank";
        drafts.push({
          ...base,
          operation,
          method: removing ? "DELETE" : "PUT",
          path: ["clubs", keyOf(parent), "people", change.key],
          ...(removing ? {} : { body: { ...change.after } }),
        });
        break;
      }
      case "room":
        drafts.push({
          ...base,
          operation: removing ? "room.close" : change.action === "create" ? "room.open" : "room.update",
          method: removing ? "DELETE" : change.action === "create" ? "POST" : "PUT",
          path:
            change.action === "create"
              ? ["clubs", keyOf(parentAddress(batch)), "rooms"]
              : ["rooms", idOf(state, change.address)],
          ...(removing ? {} : { body: { ...change.after } }),
          ...(change.action === "create" ? { yields: { address: change.address, pointer: "/id" } } : {}),
        });
        break;
      default:
        drafts.push({
          ...base,
          operation: removing ? "key.take" : "key.hand",
          method: removing ? "DELETE" : "PUT",
          path: ["rooms", idOf(state, parentAddress(batch)), "keys", change.key],
          lane: `room ${parentAddress(batch)}`,
          ...(removing ? {} : { body: { opens: change.after?.["opens"] ?? "DOOR" } }),
        });
    }
  }
  return { calls: drafts };
}

function put(resource: Resource): Delta {
  return { type: "put", resource };
}

function effects(state: StateView, call: CallDraft, actor: string): readonly Delta[] {
  const address = call.changes[0] ?? "";
  const who = keyOf(address);
  const body: Record<string, unknown> = isRecord(call.body) ? call.body : {};
  const now = state.get(address);
  switch (call.operation) {
    case "club.found":
      return [
        put({ address, kind: "club", key: who, id: who, attributes: { motto: String(body["motto"]) } }),
        put(personOf(`${address}/people/${actor}`, actor, "KEEPER")),
      ];
    case "club.update":
      return now === undefined ? [] : [put({ ...now, attributes: { motto: String(body["motto"]) } })];
    case "person.invite":
      return [
        put({
          ...personOf(address, who, String(body["rank"]), String(body["nickname"] ?? "")),
          pending: `${who} to accept the invitation`,
        }),
      ];
    case "person.rank":
      return [put(personOf(address, who, String(body["rank"]), String(body["nickname"] ?? "")))];
    case "person.remove": {
      const club = call.scope;
      const keys = [...state.named("key", who)].filter((each) => each.address.startsWith(`${club}/`));
      return [address, ...keys.map((each) => each.address)].map((each) => ({
        type: "remove",
        address: each,
      }));
    }
    case "room.open":
    case "room.update": {
      const attributes = {
        name: String(body["name"] ?? who),
        floor: Number(body["floor"] ?? 0),
        sealed: body["sealed"] === true,
      };
      const made = put({ ...(now ?? { address, kind: "room", key: who }), attributes });
      return call.operation === "room.update"
        ? [made]
        : [made, put(keyFor(`${address}/keys/${actor}`, actor, "SAFE"))];
    }
    case "room.close":
    case "key.take":
      return [{ type: "remove", address }];
    case "key.hand":
      return [put(keyFor(address, who, String(body["opens"])))];
    default:
      throw new Error(`no such operation: ${call.operation}`);
  }
}

function personOf(address: string, who: string, rank: string, nickname = ""): Resource {
  return { address, kind: "person", key: who, attributes: { rank, nickname } };
}

function keyFor(address: string, who: string, opens: string): Resource {
  return { address, kind: "key", key: who, attributes: { opens } };
}

function rankOf(state: StateView, clubAddress: string, who: string): string | undefined {
  const found = state.get(`${clubAddress}/people/${who}`);
  return found?.pending === undefined ? String(found?.attributes["rank"] ?? "") || undefined : undefined;
}

const rooted = (address: string): string => address.split("/", 1)[0] ?? address;
const anybody = { title: "act", roles: [] as string[], source: "made up" };
const keepers = { title: "keep", roles: ["club:KEEPER"], source: "made up" };

async function list(reader: Reader, path: string): Promise<readonly Record<string, unknown>[] | Failure> {
  const outcome: Outcome = await reader.read({ method: "GET", path });
  if (!outcome.ok) return outcome;
  return Array.isArray(outcome.body) ? outcome.body.filter(isRecord) : [];
}

export const clubPlatform: Platform = {
  name: "club",
  title: "Club House",
  contract: { standing: "own", note: "Made up for tests." },
  kinds: clubKinds,
  protocol: {
    hosts: { api: { url: "http://127.0.0.1:1", description: "the club house" } },
    credentials: { token: { env: "CHARTER_CLUB_TOKEN", description: "a door code" } },
    authorize: async ({ credentials }) => ({ authorization: `Bearer ${credentials.get("token") ?? ""}` }),
    reads: [{ method: "GET", path: /.*/ }],
    outcome: (answer) => {
      const body = answer.text === "" ? null : JSON.parse(answer.text);
      if (answer.status < 300) return { ok: true, status: answer.status, body };
      const reason = { 401: "unauthenticated", 403: "forbidden", 404: "missing" } as const;
      return {
        ok: false,
        status: answer.status,
        reason: answer.status in reason ? reason[answer.status as keyof typeof reason] : "invalid",
        code: String(answer.status),
        message: isRecord(body) ? String(body["error"]) : "no reason given",
      };
    },
    writes: Object.fromEntries(
      [
        "club.found",
        "club.update",
        "person.invite",
        "person.rank",
        "person.remove",
        "room.open",
        "room.update",
        "room.close",
        "key.hand",
        "key.take",
      ].map((operation) => [operation, { repeat: operation === "room.open" ? "never" : "safe" } as const]),
    ),
    limits: { concurrency: 8 },
  },
  reading: {
    identify: async (reader) => {
      const outcome = await reader.read({ method: "GET", path: "/me" });
      if (!outcome.ok) return outcome;
      return { id: isRecord(outcome.body) ? String(outcome.body["id"]) : "" };
    },
    discover: async (reader) => {
      const clubs = await list(reader, "/clubs");
      return "ok" in clubs ? clubs : clubs.map((each) => String(each["id"]));
    },
    lookup: async (reader, names) => {
      const answers = new Map<string, "exists" | "missing">();
      for (const name of names) {
        const outcome = await reader.read({ method: "GET", path: `/known/${name}` });
        answers.set(name, outcome.ok ? "exists" : "missing");
      }
      return answers;
    },
    read: async (reader, request, emit) => {
      const resource = (each: Resource): void =>
        emit({ type: "resource", resource: each } satisfies Observation);
      for (const { key: root } of request.organizations) {
        const outcome = await reader.read({ method: "GET", path: `/clubs/${root}` });
        if (!outcome.ok && outcome.reason !== "missing") return outcome;
        if (!outcome.ok || !isRecord(outcome.body)) continue;
        const found: Resource = {
          address: root,
          kind: "club",
          key: root,
          id: root,
          attributes: { motto: String(outcome.body["motto"]) },
        };
        resource(found);
        if (request.wants(found, "person")) {
          const people = await list(reader, `/clubs/${root}/people`);
          if ("ok" in people)
            emit({ type: "unreadable", address: root, collection: "people", why: people.message });
          else
            for (const each of people) {
              const who = String(each["id"]);
              const base = personOf(
                `${root}/people/${who}`,
                who,
                String(each["rank"]),
                String(each["nickname"] ?? ""),
              );
              resource(
                each["pending"] === true ? { ...base, pending: `${who} to accept the invitation` } : base,
              );
            }
        }
        if (!request.wants(found, "room")) continue;
        const rooms = await list(reader, `/clubs/${root}/rooms`);
        if ("ok" in rooms) return rooms;
        for (const each of rooms) {
          const id = String(each["id"]);
          const at: Resource = {
            address: `${collectionOf(root, "rooms")}/${id}`,
            kind: "room",
            key: id,
            id,
            attributes: {
              name: String(each["name"]),
              floor: Number(each["floor"]),
              sealed: each["sealed"] === true,
            },
          };
          resource(at);
          if (!request.wants(at, "key")) continue;
          const keys = await list(reader, `/rooms/${id}/keys`);
          if ("ok" in keys)
            emit({ type: "unreadable", address: at.address, collection: "keys", why: keys.message });
          else
            for (const held of keys)
              resource(keyFor(`${at.address}/keys/${held["id"]}`, String(held["id"]), String(held["opens"])));
        }
      }
      return null;
    },
  },
  calls,
  effects: (state, call, actor) => effects(state, call, actor.id),
  rules: {
    actions: {
      "club.found": anybody,
      "club.update": keepers,
      "person.invite": { ...keepers, title: "invite people", notSelf: true },
      "person.rank": keepers,
      "person.remove": keepers,
      "room.open": { ...keepers, title: "open rooms" },
      "room.update": keepers,
      "room.close": keepers,
      "key.hand": { ...keepers, title: "hand out keys" },
      "key.take": keepers,
    },
    invariants: [
      {
        name: "last-keeper",
        kind: "person",
        holds: (resource) => resource.attributes["rank"] === "KEEPER" && resource.pending === undefined,
        minimum: 1,
        admins: true,
        title: "keepers",
      },
    ],
  },
  access: {
    actions: ["ENTER", "OPEN_SAFE", "KEEP"],
    targets: (state) => [...state.all()].filter((each) => each.kind === "room").map((each) => each.address),
    touched: (_state, resource) => {
      if (resource.kind === "key")
        return [{ target: resource.address.split("/keys/")[0] ?? "", who: resource.key }];
      return resource.kind === "room" ? [{ target: resource.address, who: null }] : [];
    },
    rows: (state, target, who) =>
      [...state.list(`${target}/keys`)]
        .filter((each) => who === null || each.key === who)
        .map((each) => ({
          who: each.key,
          target,
          level: String(each.attributes["opens"]),
          actions: each.attributes["opens"] === "SAFE" ? ["ENTER", "OPEN_SAFE"] : ["ENTER"],
          via: ["direct"],
        })),
    standing: (state, actor, address) => {
      const rank = rankOf(state, rooted(address), actor);
      return new Set(rank === undefined ? [] : [`club:${rank}`]);
    },
    holders: (state, address, roles) =>
      [...state.list(`${rooted(address)}/people`)]
        .filter((each) => roles.includes(`club:${each.attributes["rank"]}`))
        .map((each) => each.key)
        .sort(),
  },
};

/** The same, where nobody may be without a key to the safe: a room too has something that must never run out in it. */
export const safeClub: Platform = {
  ...clubPlatform,
  rules: {
    ...clubPlatform.rules,
    invariants: [
      ...clubPlatform.rules.invariants,
      {
        name: "last-safe",
        kind: "key",
        holds: ({ attributes }) => attributes["opens"] === "SAFE",
        minimum: 1,
        admins: false,
        title: "keys to the safe",
      },
    ],
  },
};
