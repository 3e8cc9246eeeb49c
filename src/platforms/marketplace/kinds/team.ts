import { labelPattern } from "../../../model/keys.ts";
import { defineKind } from "../../../model/kind.ts";
import { details, labelled } from "./named.ts";

/** marketplace.md §3.3. */
export const team = defineKind({
  name: "team",
  description:
    "Some members of an organization, with roles of their own for what is shared with the team. Leaving one out never " +
    "removes it; only `state: absent` deletes it, and people stay in the organization.",
  parent: "organization",
  collection: "teams",
  key: {
    description: "A label of your choice. The team's name, unique in its organization, defaults to it.",
    pattern: labelPattern,
    example: "developers",
  },
  attributes: details,
  can: { create: true, update: true, delete: true },
  omission: "keep",
  manage: "authoritative",
  principal: false,
  labelled,
});
