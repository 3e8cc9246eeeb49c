import { variablePattern } from "../model/attribute.ts";
import type { Platform } from "../model/platform.ts";
import { object, type Schema } from "./attribute-schema.ts";
import { guardsSchema } from "./guards.ts";
import { policyName, policySchema } from "./policies/schema.ts";

/** Where the schemas are found once the package is published: editors can load them from there. */
export const schemaBase = "https://unpkg.com/orgcharter/schemas/";

/** What a connection may be called. */
const connectionName = "^[A-Za-z0-9][A-Za-z0-9._-]*$";

/** JSON Schema (draft-07) of `charter.yaml`. Charter itself checks the file with it. */
export function settingsSchema(platforms: readonly Platform[]): Schema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: `${schemaBase}charter.schema.json`,
    title: "charter.yaml",
    description: "Settings of a folder that Charter keeps: connections, guards, policies and the store.",
    ...object({
      $schema: { type: "string" },
      connections: {
        description:
          "Accounts that Charter uses, by name. A platform without one uses its default URLs and variables.",
        type: "object",
        propertyNames: { type: "string", pattern: connectionName },
        additionalProperties: { $ref: "#/definitions/connection" },
      },
      guards: guardsSchema(),
      expiring: {
        description: "Days ahead in which plans and drift reports name what is about to expire; 0: nothing.",
        type: "integer",
        minimum: 0,
        maximum: 3650,
        default: 30,
      },
      policies: {
        description: "Rules over what the configuration writes, by name.",
        type: "object",
        propertyNames: { type: "string", pattern: policyName },
        additionalProperties: { $ref: "#/definitions/policy" },
      },
      store: {
        description: "Folder for runs, journals and baselines, relative to this file.",
        type: "string",
        minLength: 1,
        default: ".charter",
      },
    }),
    definitions: {
      connection: connectionSchema(platforms),
      policy: policySchema,
      source: sourceSchema,
    },
  };
}

const sourceSchema: Schema = object(
  {
    env: { description: "Name of an environment variable.", type: "string", pattern: variablePattern },
    file: {
      description: "Path of a file that holds it, relative to this one.",
      type: "string",
      minLength: 1,
    },
  },
  {
    description: "Where a credential comes from. Never the credential itself.",
    minProperties: 1,
    maxProperties: 1,
  },
);

const url: Schema = { type: "string", pattern: "^https?://[^\\s/?#@]+(/[^\\s?#]*)?$" };

function connectionSchema(platforms: readonly Platform[]): Schema {
  return object(
    {
      platform: {
        description: "The platform that it leads to.",
        type: "string",
        enum: platforms.map((each) => each.name),
      },
      url: { ...url, description: "Base URL of the platform's main host, without credentials." },
      urls: {
        description: "Base URLs by host, where a platform has several.",
        type: "object",
        additionalProperties: url,
      },
      credentials: {
        description: "Where each part of the credential comes from.",
        type: "object",
        additionalProperties: { $ref: "#/definitions/source" },
      },
      unverified: {
        description:
          "Whether a host of the platform's makers may be used although nobody has tried Charter's contract there.",
        type: "boolean",
        default: false,
      },
      concurrency: {
        description: "Requests under way at once, at most.",
        type: "integer",
        minimum: 1,
        maximum: 1000,
      },
      requestsPerSecond: { description: "Requests a second, at most.", type: "number", exclusiveMinimum: 0 },
    },
    {
      description: "One account on one host of a platform.",
      required: ["platform"],
      allOf: platforms.map((each) => ({
        if: { type: "object", properties: { platform: { const: each.name } }, required: ["platform"] },
        // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
        then: {
          type: "object",
          properties: {
            urls: {
              type: "object",
              propertyNames: { type: "string", enum: Object.keys(each.protocol.hosts) },
            },
            credentials: {
              type: "object",
              propertyNames: { type: "string", enum: Object.keys(each.protocol.credentials) },
            },
          },
        },
      })),
    },
  );
}
