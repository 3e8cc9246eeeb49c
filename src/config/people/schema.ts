import { personName } from "../../model/people.ts";
import type { Schema } from "../attribute-schema.ts";
import { schemaBase } from "../settings-schema.ts";

/** The members of a person, in the order in which they are kept. */
export const personMembers = ["name", "handles", "state", "expires"] as const;

/** The members of a handle that is written as a map. */
export const handleMembers = ["handle", "id"] as const;

const text: Schema = { type: "string", minLength: 1 };
/** Digits alone are a number to YAML, and meant as they are spelled. */
const key: Schema = { type: ["string", "integer"], minLength: 1, minimum: 0 };

const handle: Schema = {
  description: "How the person is known there: the key, as one would write it in an organization.",
  if: { type: "object" },
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  then: {
    type: "object",
    additionalProperties: false,
    required: ["handle"],
    properties: {
      handle: { ...key, description: "The key, as one would write it in an organization." },
      id: {
        ...key,
        description: "The platform's own id of the account: a handle that is somebody else's stops the plan.",
      },
    },
  },
  else: key,
};

const person: Schema = {
  description: "Somebody, with the handle on each connection.",
  type: "object",
  additionalProperties: false,
  required: ["handles"],
  properties: {
    name: { ...text, description: "The person's name, for people who read the file." },
    handles: {
      description:
        "By connection: its name in charter.yaml, or that of the platform where it has none there.",
      type: "object",
      minProperties: 1,
      additionalProperties: { $ref: "#/definitions/handle" },
    },
    state: {
      description: "absent: the person has left; nothing of theirs shall be live on any platform.",
      type: "string",
      enum: ["present", "absent"],
    },
    expires: {
      description: "The last day on which the person belongs here (YYYY-MM-DD, through its end, UTC).",
      type: "string",
      pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$",
    },
  },
};

/** JSON Schema (draft-07) of a file with people. Charter itself checks them with it. */
export function peopleSchema(): Schema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: `${schemaBase}people.schema.json`,
    title: "People",
    description: "People by name, with their handles on each connection.",
    type: "object",
    additionalProperties: false,
    required: ["people"],
    properties: {
      $schema: { type: "string" },
      people: {
        description: "By name: lower case letters, digits, dots, dashes and underscores.",
        type: "object",
        propertyNames: { type: "string", pattern: `^${personName}$` },
        additionalProperties: { $ref: "#/definitions/person" },
      },
    },
    definitions: { person, handle },
  };
}
