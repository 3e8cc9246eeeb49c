import { Type } from "typebox";
import { optional } from "../../../model/attribute.ts";
import { labelPattern } from "../../../model/keys.ts";
import { defineKind } from "../../../model/kind.ts";

/** datica.md §1, §3b. Organizations come from provisioning; no client makes or ends one. */
export const organization = defineKind({
  name: "organization",
  description:
    "A customer of the platform: its people and its environments. Organizations are made by the provider; Charter changes " +
    "their name, description and the demand for a second factor.",
  parent: null,
  collection: "organizations",
  key: {
    description:
      "A label of your choice. The organization's name defaults to it; `id` pins one where names are not unique.",
    pattern: labelPattern,
    example: "acme",
  },
  attributes: {
    name: optional(Type.String({ minLength: 1, description: "Name that people see. Default: the label." })),
    description: optional(Type.String({ description: "What the organization is." }), { default: "" }),
    mfaRequired: optional(
      Type.Boolean({
        description: "Every member must sign in with a second factor. Only an owner switches this.",
      }),
      { default: false },
    ),
  },
  can: { create: false, update: true, delete: false },
  omission: "keep",
  manage: "authoritative",
  principal: false,
  labelled: {
    natural: ({ name }) => (typeof name === "string" ? name : undefined),
    nameAttribute: "name",
  },
});
