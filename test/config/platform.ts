import { Type } from "typebox";
import { optional, required } from "../../src/model/attribute.ts";
import { defineKind } from "../../src/model/kind.ts";
import type { Platform } from "../../src/model/platform.ts";

/** A platform that exists only here: the core names none, and these tests shall not depend on a real one. */
export const kinds = [
  defineKind({
    name: "organization",
    description: "An orbit organization.",
    parent: null,
    collection: "organizations",
    key: {
      description: "An organization is org- and a handle.",
      pattern: "^org-[A-Za-z0-9._-]+$",
      example: "org-acme",
      fold: (key) => key.toLowerCase(),
    },
    attributes: {
      name: optional(Type.String({ description: "Display name.", minLength: 1 })),
      policies: {
        visibility: optional(Type.Enum(["ADMIN", "MEMBER", "PUBLIC"]), { default: "ADMIN" }),
        reuse: optional(Type.Boolean()),
      },
    },
    can: { create: true, update: true, delete: false },
    omission: "keep",
    manage: "authoritative",
    principal: false,
  }),
  defineKind({
    name: "member",
    description: "A person in an organization.",
    parent: "organization",
    collection: "members",
    key: {
      description: "A person is user- and a handle.",
      pattern: "^user-[A-Za-z0-9._]+$",
      example: "user-alice",
      fold: (key) => key.toLowerCase(),
    },
    attributes: {
      level: required(Type.Enum(["ADMIN", "MEMBER"]), { ranks: ["MEMBER", "ADMIN"] }),
      billing: optional(Type.Boolean({ description: "May spend money." }), { default: false }),
      access: optional(Type.Enum(["NONE", "VIEW", "EDIT"]), {
        default: "EDIT",
        ranks: ["NONE", "VIEW", "EDIT"],
      }),
    },
    shorthand: "level",
    can: { create: true, update: true, delete: true },
    omission: "remove",
    manage: "authoritative",
    principal: true,
    implied: (desired, attribute) => desired["level"] === "ADMIN" && attribute !== "level",
    check: (written) =>
      written["level"] === "ADMIN" && written["billing"] === false
        ? [
            {
              code: "admin-billing",
              message: "An ADMIN always has billing; take it out.",
              attribute: "billing",
            },
          ]
        : [],
  }),
  defineKind({
    name: "label",
    description: "A label that projects can carry.",
    parent: "organization",
    collection: "labels",
    key: { description: "A label is a word in small letters.", pattern: "^[a-z0-9-]+$", example: "raw" },
    attributes: {},
    can: { create: true, update: false, delete: true },
    omission: "remove",
    manage: "additive",
    principal: false,
  }),
  defineKind({
    name: "project",
    description: "A project.",
    parent: "organization",
    collection: "projects",
    key: { description: "A label that you choose.", example: "raw-data" },
    attributes: {
      name: optional(Type.String({ minLength: 1, maxLength: 80 })),
      region: optional(Type.String(), { immutable: true, default: "eu" }),
      summary: optional(Type.String(), { nullable: true }),
      limit: optional(Type.Number({ minimum: 0 }), { nullable: true }),
      tools: optional(Type.Array(Type.String()), { nullable: true, unordered: true }),
      overrides: {
        copy: optional(Type.Enum(["all-members", "no-one"]), { default: "all-members" }),
        download: optional(Type.Enum(["all-members", "no-one"]), { default: "all-members" }),
      },
    },
    labelled: {
      natural: (attributes) => (typeof attributes["name"] === "string" ? attributes["name"] : undefined),
      nameAttribute: "name",
    },
    can: { create: true, update: true, delete: true },
    omission: "keep",
    manage: "authoritative",
    principal: false,
  }),
  defineKind({
    name: "grant",
    description: "A principal at a level on a project.",
    parent: "project",
    collection: "grants",
    key: {
      description: "A user, an organization or PUBLIC.",
      pattern: "^((user|org)-[A-Za-z0-9._-]+|PUBLIC)$",
      example: "user-alice",
    },
    attributes: { level: required(Type.Enum(["VIEW", "EDIT", "OWN"]), { ranks: ["VIEW", "EDIT", "OWN"] }) },
    shorthand: "level",
    can: { create: true, update: true, delete: true },
    omission: "remove",
    manage: "authoritative",
    principal: true,
  }),
] as const;

const unused = (): never => {
  throw new Error("not part of these tests");
};

export const orbit: Platform = {
  name: "orbit",
  title: "Orbit",
  contract: { standing: "own", note: "Made up for tests." },
  kinds,
  protocol: {
    hosts: {
      api: { url: "https://api.orbit.example", description: "The API." },
      auth: { description: "Accounts." },
    },
    credentials: { token: { env: "ORBIT_TOKEN", description: "An API token." } },
    authorize: unused,
    reads: [],
    outcome: unused,
    writes: {},
    limits: { concurrency: 8 },
  },
  reading: { identify: unused, read: unused, discover: unused },
  calls: unused,
  effects: unused,
  rules: { actions: {}, invariants: [] },
  access: { actions: [], rows: unused, touched: unused, targets: unused, standing: unused, holders: unused },
};

/** A second one, with one kind. */
const comet: Platform = {
  ...orbit,
  name: "comet",
  title: "Comet",
  kinds: [
    defineKind({
      name: "team",
      description: "A comet team.",
      parent: null,
      collection: "teams",
      key: { description: "A word.", pattern: "^[a-z-]+$", example: "red" },
      attributes: {},
      can: { create: true, update: true, delete: true },
      omission: "keep",
      manage: "authoritative",
      principal: false,
    }),
  ],
};

export const platforms = [orbit, comet];
