import { labelPattern } from "../../../model/keys.ts";
import { defineKind } from "../../../model/kind.ts";
import { details, labelled } from "./named.ts";

/** marketplace.md §3.1. */
export const organization = defineKind({
  name: "organization",
  description:
    "People who share applications and work on them together. Whoever creates one is its first maintainer. Leaving one " +
    "out never removes it; only `state: absent` deletes it, with its teams and everybody's access through it.",
  parent: null,
  collection: "organizations",
  key: {
    description:
      "A label of your choice. The organization's name defaults to it; `id` pins one where you are in several of a name.",
    pattern: labelPattern,
    example: "acme",
  },
  attributes: details,
  can: { create: true, update: true, delete: true },
  omission: "keep",
  manage: "authoritative",
  principal: false,
  labelled,
});
