/** A provider of one resource type, in memory: what is set on it answers. */
import type { Provider, TfObject } from "../../../src/terraform/contract.ts";
import type { Attribute, Schema } from "../../../src/terraform/schema/types.ts";

const text = (mode: Attribute["mode"]): Attribute => ({ type: "string", mode, description: "" });

export const thing: Schema = {
  description: "A thing.",
  attributes: new Map<string, Attribute>([
    ["id", text("computed")],
    ["name", text("required")],
    ["size", { type: "number", mode: "optional", description: "" }],
    ["tags", { type: ["set", "string"], mode: "optional", description: "" }],
    [
      "people",
      {
        nesting: "map",
        mode: "optional",
        description: "",
        attributes: new Map([["level", text("optional")]]),
      },
    ],
  ]),
};

export function made(members: TfObject): TfObject {
  const all = Object.fromEntries([...thing.attributes.keys()].map((name) => [name, null]));
  return Object.assign(Object.create(null), all, members);
}

export const nothing = new Uint8Array();

export function testProvider(parts: Partial<Provider> = {}): Provider {
  return {
    schemas: {
      provider: { description: "", attributes: new Map([["token", text("optional")]]) },
      resources: new Map([["charter_thing", thing]]),
      dataSources: new Map([["charter_thing", thing]]),
      functions: new Map([
        [
          "join",
          {
            summary: "Joins.",
            description: "Joins.",
            parameters: [{ name: "by", type: "string" as const, description: "Between." }],
            variadic: { name: "all", type: "number" as const, description: "What." },
            returns: "string" as const,
          },
        ],
      ]),
    },
    validateProvider: () => [],
    configure: async () => [],
    validateResource: () => [],
    validateDataSource: () => [],
    upgrade: (_type, _version, raw) => made(Object.assign({}, raw)),
    read: async (_type, state, kept) => ({ state, private: kept, diagnostics: [] }),
    plan: async ({ prior, proposed, private: kept }) => ({
      planned:
        proposed === null ? null : made({ ...proposed, id: prior?.["id"] ?? proposed["name"] ?? null }),
      requiresReplace: [],
      private: kept,
      diagnostics: [],
    }),
    apply: async ({ planned, private: kept }) => ({ state: planned, private: kept, diagnostics: [] }),
    importState: async (_type, id) => ({ state: made({ id, name: id }), private: nothing, diagnostics: [] }),
    readDataSource: async (_type, config) => ({ state: config, diagnostics: [] }),
    callFunction: (_name, [by, ...all]) => ({ result: all.join(String(by)) }),
    stop: () => {},
    close: async () => {},
    ...parts,
  };
}
