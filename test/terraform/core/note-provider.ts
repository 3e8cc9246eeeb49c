/** A small right provider in memory, for tests of core's rules: each test breaks it in one place. */
import { type Provider, type TfObject, type TfValue, unknown } from "../../../src/terraform/contract.ts";
import type { Attribute, Schema } from "../../../src/terraform/schema/types.ts";
import { objectOf, own, same } from "./values.ts";

function text(mode: Attribute["mode"], more: Partial<Attribute> = {}): Attribute {
  return { type: "string", mode, description: "A text.", ...more };
}

export const noteSchema: Schema = {
  description: "A note.",
  attributes: new Map<string, Attribute>([
    ["name", text("required")],
    ["role", text("optional")],
    ["level", text("both")],
    ["size", { type: "number", mode: "optional", description: "A number." }],
    ["tags", { type: ["set", "string"], mode: "optional", description: "A set." }],
    ["hidden", text("optional", { sensitive: true })],
    ["password", text("optional", { sensitive: true, writeOnly: true })],
    [
      "people",
      {
        nesting: "map",
        mode: "optional",
        description: "A map of objects.",
        attributes: new Map<string, Attribute>([
          ["role", text("required")],
          ["level", text("both")],
          ["until", text("optional")],
          ["status", text("computed")],
        ]),
      },
    ],
    [
      "rules",
      {
        nesting: "single",
        mode: "both",
        description: "One object.",
        attributes: new Map<string, Attribute>([
          ["copy", text("both")],
          ["paste", text("both")],
        ]),
      },
    ],
    ["id", text("computed")],
  ]),
};

/** What exists, by id. */
export type Notes = Map<string, TfObject>;

export type Broken = (right: Provider) => Partial<Provider>;

export function noteProvider(notes: Notes, broken: Broken = () => ({})): Provider {
  const right: Provider = {
    schemas: {
      provider: { description: "", attributes: new Map() },
      resources: new Map([["note", noteSchema]]),
      dataSources: new Map(),
      functions: new Map(),
    },
    validateProvider: () => [],
    configure: async () => [],
    validateResource: () => [],
    validateDataSource: () => [],
    upgrade: (_type, _version, raw) => {
      const former: Readonly<Record<string, TfValue>> =
        typeof raw === "object" && raw !== null ? { ...raw } : {};
      return objectOf([...noteSchema.attributes.keys()].map((name) => [name, former[name] ?? null]));
    },
    read: async (_type, state, kept) => ({
      state: notes.get(String(own(state, "id"))) ?? null,
      private: kept,
      diagnostics: [],
    }),
    plan: async ({ prior, proposed, private: kept }) => {
      const planned = proposed === null ? null : completed(proposed, prior);
      const isRenamed = prior !== null && planned !== null && own(prior, "name") !== own(planned, "name");
      return {
        planned,
        requiresReplace: isRenamed ? [[{ attribute: "name" }]] : [],
        private: kept,
        diagnostics: [],
      };
    },
    apply: async ({ prior, planned, private: kept }) => {
      if (prior !== null) notes.delete(String(own(prior, "id")));
      const state = planned === null ? null : settled(planned);
      if (state !== null) notes.set(String(own(state, "id")), state);
      return { state, private: kept, diagnostics: [] };
    },
    importState: async (_type, id) => ({
      state: objectOf([...noteSchema.attributes.keys()].map((name) => [name, name === "id" ? id : null])),
      private: new Uint8Array(),
      diagnostics: [],
    }),
    readDataSource: async () => ({ state: null, diagnostics: [] }),
    callFunction: () => ({ error: "there is none" }),
    stop: () => {},
    close: async () => {},
  };
  return { ...right, ...broken(right) };
}

/** The object with some of its attributes changed. */
export function withValues(object: TfObject | null, values: Readonly<Record<string, TfValue>>): TfObject {
  return objectOf([...Object.entries(object ?? {}), ...Object.entries(values)]);
}

function completed(proposed: TfObject, prior: TfObject | null): TfObject {
  if (prior !== null && same(proposed, prior)) return prior;
  const people = own(proposed, "people");
  return withValues(proposed, {
    level: own(proposed, "level") ?? unknown,
    rules: own(proposed, "rules") ?? unknown,
    id: prior === null ? unknown : own(proposed, "id"),
    people:
      people === null || typeof people !== "object"
        ? people
        : objectOf(
            Object.entries(people).map(([key, person]: [string, TfValue]) => [
              key,
              typeof person === "object" && person !== null
                ? objectOf(
                    Object.entries(person).map(([name, value]: [string, TfValue]) => [
                      name,
                      later(name, value),
                    ]),
                  )
                : person,
            ]),
          ),
  });
}

function later(name: string, value: TfValue): TfValue {
  return value === null && (name === "level" || name === "status") ? unknown : value;
}

function settled(planned: TfObject): TfObject {
  return objectOf(
    Object.entries(planned).map(([name, value]) => [
      name,
      name === "id" && value === unknown ? `note-${String(own(planned, "name"))}` : known(value),
    ]),
  );
}

function known(value: TfValue): TfValue {
  if (value === unknown) return null;
  if (Array.isArray(value)) return value.map(known);
  if (typeof value !== "object" || value === null) return value;
  return objectOf(Object.entries(value).map(([name, each]: [string, TfValue]) => [name, known(each)]));
}
