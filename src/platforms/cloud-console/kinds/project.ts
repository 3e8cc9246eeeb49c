import { Type } from "typebox";
import { optional } from "../../../model/attribute.ts";
import { labelPattern } from "../../../model/keys.ts";
import { defineKind } from "../../../model/kind.ts";
import { byName, name, nameIssues, projectName } from "./names.ts";

/** cloud-console.md §1, §3.1. Budgets are missing here: they are limits of spending, not access. */
export const project = defineKind({
  name: "project",
  description:
    "A project in one region. Leaving one out never removes it; only `state: absent` destroys it, with every machine and " +
    "volume in it.",
  parent: "organization",
  collection: "projects",
  key: {
    description:
      "A label of your choice. The project's name defaults to it. Two projects of one name in two regions have two labels.",
    pattern: labelPattern,
    example: "website",
  },
  attributes: {
    name: name(projectName, 'Name that people see: at most 27 characters, no "/". Default: the label.'),
    region: optional(
      Type.String({
        pattern: "^[a-z0-9]+(-[a-z0-9]+)*$",
        description:
          "Region in lower case, such as `eastern-switzerland`. Fixed at creation, where it must be written.",
      }),
      { needed: true, immutable: true },
    ),
  },
  can: { create: true, update: true, delete: true },
  omission: "keep",
  container: true,
  manage: "authoritative",
  principal: false,
  labelled: { ...byName, distinguishedBy: ["region"] },
  check: nameIssues(projectName, "a project"),
});
