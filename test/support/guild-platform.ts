/**
 * A platform that exists only in tests and has what the smallest one (the club) has not: organizations and halls
 * under labels, invitations, places that exclude each other, keys that are labels of others, lists written whole.
 */
import { Type } from "typebox";
import { addressOf, isWithin, keyOf, parentOf, rootOf } from "../../src/model/address.ts";
import { optional, required } from "../../src/model/attribute.ts";
import type { CallDraft } from "../../src/model/call.ts";
import type { Change } from "../../src/model/change.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Batch, Drafts, Platform, Waiting } from "../../src/model/platform.ts";
import type { Delta, StateView } from "../../src/model/state.ts";
import { clubPlatform } from "./club-platform.ts";

type Sort = "container" | "person";

function kind(name: string, parent: string | null, sort: Sort, more: Partial<Kind> = {}): Kind {
  const named = { name: optional(Type.String()) };
  const labelled = { natural: (of: { name?: unknown }) => String(of.name), nameAttribute: "name" };
  return {
    name,
    description: `A ${name}.`,
    parent,
    collection: `${name}s`,
    key: { description: "A word.", example: "ann" },
    attributes: sort === "container" ? named : {},
    can: { create: true, update: true, delete: true },
    omission: sort === "container" ? "keep" : "remove",
    manage: "authoritative",
    principal: sort === "person",
    ...(sort === "container" ? { labelled } : {}),
    ...more,
  };
}

const inGuild = (collection: string) => (of: { readonly address: string; readonly key: string }) => [
  addressOf(rootOf(of.address), collection, of.key),
];

const kinds: readonly Kind[] = [
  kind("guild", null, "container"),
  // Invited as an apprentice at most; an invitation cannot be changed.
  kind("fellow", "guild", "person", {
    attributes: {
      rank: required(Type.Enum(["apprentice", "master"]), { ranks: ["apprentice", "master"] }),
      skills: optional(Type.Array(Type.String()), { unordered: true, ranks: "elements" }),
    },
    shorthand: "rank",
    invitation: true,
    replaced: (live) => live.pending !== undefined,
  }),
  // Nobody with a seat in a circle can be one.
  kind("warden", "guild", "person", {
    invitation: true,
    excludes: ({ address, key }, live) =>
      [...live.named("seat", key)].map((seat) => seat.address).filter((at) => isWithin(at, rootOf(address))),
  }),
  kind("hall", "guild", "container", {
    attributes: {
      name: optional(Type.String()),
      region: optional(Type.String(), { needed: true, immutable: true }),
    },
    labelled: {
      natural: ({ name }) => String(name),
      nameAttribute: "name",
      distinguishedBy: ["region"],
    },
  }),
  kind("circle", "guild", "container"),
  kind("seat", "circle", "person", { refers: inGuild("fellows") }),
  kind("use", "circle", "person", {
    key: { description: "A hall.", example: "north", of: "hall" },
    refers: inGuild("halls"),
  }),
  // All notices of a guild are one list on the platform, though each stands in a circle.
  kind("notice", "circle", "person", { rewrites: rootOf }),
];

function draft(operation: string, changes: readonly Change[], scope: string): CallDraft {
  const body = changes.map(({ action, address, after }) => ({ action, address, after: { ...after } }));
  return {
    operation,
    method: "POST",
    path: [operation],
    scope,
    changes: changes.map(({ address }) => address),
    body,
  };
}

function calls({ kind: of, parent, changes }: Batch, state: StateView): Drafts {
  if (of.rewrites !== undefined) return { calls: [draft("notice.write", changes, parent ?? "")] };
  const drafts: CallDraft[] = [];
  const waiting: Waiting[] = [];
  for (const change of changes) {
    const scope = parentOf(change.address) ?? change.address;
    const call = (verb: string): CallDraft => draft(`${of.name}.${verb}`, [change], scope);
    const invited = state.get(change.address)?.pending;
    if (change.action === "replace")
      drafts.push(call("delete"), { ...call("create"), after: [drafts.length] });
    else if (invited === undefined) drafts.push(call(change.action));
    const isNew = state.get(change.address) === undefined || change.action === "replace";
    if (of.name === "fellow" && isNew && change.after?.rank === "master") {
      waiting.push({ address: change.address, for: `${change.key} to accept the invitation` });
    }
  }
  return { calls: drafts, waiting };
}

function effects(state: StateView, call: CallDraft): readonly Delta[] {
  const changes = JSON.parse(JSON.stringify(call.body)) as {
    action: string;
    address: string;
    after: object;
  }[];
  return changes.map(({ action, address, after }): Delta => {
    if (action === "delete" || call.operation.endsWith(".delete")) return { type: "remove", address };
    const collection = address.includes("/") ? address.split("/").at(-2) : "guilds";
    const of = kinds.find((each) => each.collection === collection);
    if (of === undefined) throw new Error(`nothing stands in ${collection}`);
    const fresh = state.get(address) === undefined;
    const attributes = of.name === "fellow" && fresh ? { ...after, rank: "apprentice" } : { ...after };
    const pending = of.invitation && fresh ? { pending: `${keyOf(address)} to accept the invitation` } : {};
    return { type: "put", resource: { address, kind: of.name, key: keyOf(address), attributes, ...pending } };
  });
}

const operations = [
  ...kinds.flatMap(({ name }) => ["create", "update", "delete"].map((verb) => `${name}.${verb}`)),
  "notice.write",
];

export const guildPlatform: Platform = {
  ...clubPlatform,
  name: "guild",
  title: "Guild",
  kinds,
  calls,
  effects,
  rules: {
    actions: Object.fromEntries(operations.map((title) => [title, { title, roles: [], source: "" }])),
    invariants: [],
  },
  access: {
    actions: [],
    rows: () => [],
    touched: () => [],
    targets: () => [],
    standing: () => new Set(),
    holders: () => [],
  },
};
