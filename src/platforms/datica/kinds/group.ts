import { Type } from "typebox";
import { optional } from "../../../model/attribute.ts";
import { labelPattern } from "../../../model/keys.ts";
import { defineKind } from "../../../model/kind.ts";
import { accountOf, foldPerson, memberOf, personPattern } from "./keys.ts";

/** datica.md §2 (groups era), §3b. */
export const group = defineKind({
  name: "group",
  description:
    "People who have access control lists together, on platforms that know groups. A protected group (`Admins`) can be " +
    "joined and left, and neither changed nor deleted. Leaving a group out never deletes it; only `state: absent` does.",
  parent: "organization",
  collection: "groups",
  key: {
    description: "The group's name, unique in the organization.",
    pattern: labelPattern,
    example: "Full Access",
  },
  attributes: {
    acls: optional(
      Type.Array(Type.String({ minLength: 1 }), {
        uniqueItems: true,
        description:
          "What its people may do, as the platform spells it: `product:cluster:CLUSTER:action:*:NAMESPACE:RESOURCE:VERB`, " +
          "where `*` stands for anything.",
      }),
      { default: [], unordered: true, ranks: "elements" },
    ),
  },
  can: { create: true, update: true, delete: true },
  omission: "keep",
  manage: "authoritative",
  principal: false,
});

export const groupMember = defineKind({
  name: "group-member",
  description: "A member of the organization in a group.",
  parent: "group",
  collection: "members",
  key: {
    description:
      "The member's e-mail address, in any case; the bare id of an account whose e-mail tells nobody apart.",
    pattern: personPattern,
    example: "carol@example.com",
    fold: foldPerson,
    person: true,
  },
  attributes: {},
  can: { create: true, update: false, delete: true },
  omission: "remove",
  manage: "authoritative",
  principal: true,
  refers: memberOf,
  goesWith: memberOf,
  names: ({ key }) => key,
  account: accountOf,
});
