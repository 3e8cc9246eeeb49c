import { Type } from "typebox";
import { optional } from "../../../model/attribute.ts";
import { labelPattern } from "../../../model/keys.ts";
import { defineKind } from "../../../model/kind.ts";

/** datica.md §1, §3a. */
export const environment = defineKind({
  name: "environment",
  description:
    "An environment of the organization, with its services. Environments are made by provisioning: Charter renames them " +
    "and manages who may work with them.",
  parent: "organization",
  collection: "environments",
  key: {
    description:
      "A label of your choice. The environment's name defaults to it; `id` pins one where names are not unique.",
    pattern: labelPattern,
    example: "production",
  },
  attributes: {
    name: optional(Type.String({ minLength: 1, description: "Name that people see. Default: the label." })),
    pod: optional(
      Type.String({
        minLength: 1,
        description: "The pod (region or cluster) where it runs, which tells environments of one name apart.",
      }),
      { immutable: true },
    ),
  },
  can: { create: false, update: true, delete: false },
  omission: "keep",
  manage: "authoritative",
  principal: false,
  labelled: {
    natural: ({ name }) => (typeof name === "string" ? name : undefined),
    nameAttribute: "name",
    distinguishedBy: ["pod"],
  },
});
