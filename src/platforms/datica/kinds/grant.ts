import { defineKind } from "../../../model/kind.ts";
import { accountOf, foldPerson, memberOf, personPattern } from "./keys.ts";

/** datica.md §2, §5: single toggles without a level. */
export const grant = defineKind({
  name: "grant",
  description:
    "Access of a member to an environment: its details, code, logs, monitoring and consoles. Without one a member only sees " +
    "that the environment exists. Admins and owners have every environment, so nothing is granted to them.",
  parent: "environment",
  collection: "grants",
  key: {
    description:
      "The member's e-mail address, in any case; the bare id of an account that has access and is no member.",
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
  // Who leaves the organization loses access by that alone (§5.7).
  goesWith: memberOf,
  names: ({ key }) => key,
  account: accountOf,
});
