import type { Schema } from "../attribute-schema.ts";

/** Parts between slashes, none of them empty. */
const path = "^[^/]+(/[^/]+)*$";

/** One part: keys stand in patterns as they stand in addresses, with `%2F` for a slash. */
const part = "^[^/]+$";

const patterns = (pattern: string, description: string, examples: readonly unknown[]): Schema => ({
  description,
  type: ["string", "array"],
  pattern,
  maxLength: 200,
  minItems: 1,
  items: { type: "string", pattern, maxLength: 200 },
  examples,
});

const conditions = (description: string, examples: readonly unknown[]): Schema => ({
  description,
  type: "object",
  minProperties: 1,
  additionalProperties: {
    type: ["string", "number", "boolean", "null", "array"],
    minItems: 1,
    items: { type: ["string", "number", "boolean", "null"] },
  },
  examples,
});

/** What a policy can require, by the name of its member. */
const requirements: Readonly<Record<string, Schema>> = {
  files: patterns(path, "The files, relative to the folder, in which alone such entries may stand.", [
    "security/**",
  ]),
  keys: patterns(part, "The keys that such entries may have.", ["*@acme.io"]),
  notKeys: patterns(part, "Keys that such entries may not have.", ["user-*"]),
  values: conditions("Attributes, and the only values that they may have.", [{ level: ["VIEW", "UPLOAD"] }]),
  expires: {
    description: "Such entries must end.",
    type: "object",
    additionalProperties: false,
    required: ["within"],
    properties: {
      within: {
        description: "At most so many days from today (UTC).",
        type: "integer",
        minimum: 1,
        maximum: 36_500,
      },
    },
  },
  count: {
    description: "How many such entries each collection holds.",
    type: "object",
    additionalProperties: false,
    minProperties: 1,
    properties: {
      minimum: { description: "At least so many.", type: "integer", minimum: 1 },
      maximum: { description: "At most so many.", type: "integer", minimum: 0 },
    },
  },
};

/** The part of the settings' schema that describes one policy. */
export const policySchema: Schema = {
  description: "A rule over what the configuration writes: what it is about, and what it requires.",
  type: "object",
  additionalProperties: false,
  required: ["for"],
  anyOf: Object.keys(requirements).map((name) => ({ properties: { [name]: true }, required: [name] })),
  properties: {
    description: { description: "Why it is there, for those who meet it.", type: "string", minLength: 1 },
    severity: {
      description: "Whether what breaks it stops the command.",
      type: "string",
      enum: ["error", "warning"],
      default: "error",
    },
    for: patterns(
      path,
      "The addresses that it is about: * stands for any text without a slash, ** for any text. A collection stands for all its entries.",
      ["*/members/*", "*/projects/prod-*/grants"],
    ),
    where: conditions("Only entries with one of these values, by dotted name of the attribute.", [
      { level: ["ADMIN"] },
    ]),
    except: patterns(path, "Addresses that it does not look at.", ["acme/members/user-alice"]),
    ...requirements,
  },
};

/** A policy is known by its name in findings. */
export const policyName = "^[A-Za-z0-9][A-Za-z0-9._-]*$";
