import { Type } from "typebox";
import { optional } from "../../../model/attribute.ts";
import { labelPattern } from "../../../model/keys.ts";
import { defineKind } from "../../../model/kind.ts";

/** cloud-elements.md §1, §3c, §5.7, §5.8. */
export const account = defineKind({
  name: "account",
  description:
    "One of the organization's own customers, with its users. One account is the default one: its users can be " +
    "organization administrators, and it can never be deleted. Leaving an account out never removes it; " +
    "`state: absent` deletes it with all of its users.",
  parent: "organization",
  collection: "accounts",
  key: {
    description:
      "A label of your choice. The account's `externalId` defaults to it; `id` pins one where external ids are not unique.",
    pattern: labelPattern,
    example: "retail",
  },
  attributes: {
    externalId: optional(
      Type.String({
        minLength: 1,
        description: "What the account is called in the organization's own systems. Default: the label.",
      }),
    ),
    name: optional(
      Type.String({
        minLength: 1,
        description: "Name that people see. A new account is named after `externalId`.",
      }),
    ),
    description: optional(
      Type.String({ description: "What the account is about. A new one says its `externalId`." }),
    ),
  },
  can: { create: true, update: true, delete: true },
  omission: "keep",
  manage: "authoritative",
  principal: false,
  labelled: {
    natural: ({ externalId }) => (typeof externalId === "string" ? externalId : undefined),
    nameAttribute: "externalId",
  },
});
