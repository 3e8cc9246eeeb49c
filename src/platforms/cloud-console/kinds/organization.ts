import { labelPattern } from "../../../model/keys.ts";
import { defineKind } from "../../../model/kind.ts";
import { byName, name, nameIssues, plainName } from "./names.ts";

/** cloud-console.md §1, §3.2. */
export const organization = defineKind({
  name: "organization",
  description:
    "An organization: projects, groups and people, owned by exactly one person. Only `state: absent` deletes it, with " +
    "every project in it.",
  parent: null,
  collection: "organizations",
  key: {
    description:
      "A label of your choice. The organization's name defaults to it; `id` pins one where names repeat.",
    pattern: labelPattern,
    example: "acme",
  },
  attributes: {
    name: name(plainName, "Name that people see. Only the owner can change it. Default: the label."),
  },
  can: { create: true, update: true, delete: true },
  omission: "keep",
  manage: "authoritative",
  principal: false,
  labelled: byName,
  check: nameIssues(plainName, "an organization"),
});
