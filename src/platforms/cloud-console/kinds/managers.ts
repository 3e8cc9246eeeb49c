import { rootOf } from "../../../model/address.ts";
import { defineKind } from "../../../model/kind.ts";
import { administratorAddress } from "../resources.ts";
import { placesInGroups } from "./group.ts";
import { accountOf, person, userOf } from "./keys.ts";

const listed = {
  parent: "organization",
  attributes: {},
  omission: "remove",
  manage: "authoritative",
  principal: true,
  names: accountOf,
} as const;

/** cloud-console.md §3.3. */
export const administrator = defineKind({
  ...listed,
  name: "administrator",
  description:
    "Who manages projects, groups and administrators, by invitation. Nobody can be invited who is in a group: leaving the " +
    "groups comes first, and until the invitation is accepted the person has no access at all.",
  collection: "administrators",
  key: { ...person, example: "bob@example.com" },
  can: { create: true, update: false, delete: true },
  invitation: true,
  account: userOf,
  excludes: placesInGroups,
});

/** Read and written as one list (§3.5 B3, §6.14), effective at once and without an invitation. */
export const billingAdministrator = defineKind({
  ...listed,
  name: "billing-administrator",
  description:
    "Who sees the organization's billing, beside the owner. Only the owner can read and write this list, which is written " +
    "as a whole; whoever is on it may be an administrator or in groups too.",
  collection: "billingAdministrators",
  key: { ...person, example: "dave@example.com" },
  can: { create: true, update: false, delete: true },
  rewrites: (parent) => parent,
});

/** Ownership is offered by the owner, only to an administrator, and passes when it is accepted (§5.3). */
export const owner = defineKind({
  ...listed,
  name: "owner",
  description:
    "Who owns the organization: exactly one person. Writing somebody else makes that person an administrator (if need " +
    "be), then offers the ownership; it passes when it is accepted, and the former owner is an administrator from then on.",
  collection: "owners",
  key: { ...person, example: "alice@example.com" },
  can: { create: true, update: false, delete: true },
  invitation: true,
  account: userOf,
  excludes: placesInGroups,
  goesWith: ({ address, key }) => [administratorAddress(rootOf(address), key)],
});
