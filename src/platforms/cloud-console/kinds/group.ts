import { isWithin, rootOf } from "../../../model/address.ts";
import { labelPattern } from "../../../model/keys.ts";
import { defineKind, type Kind } from "../../../model/kind.ts";
import { administratorAddress, isOwner, ownerAddress, projectAddress } from "../resources.ts";
import { accountOf, person, userOf } from "./keys.ts";
import { byName, name, nameIssues, plainName } from "./names.ts";

/** cloud-console.md §1, §3.4. */
export const group = defineKind({
  name: "group",
  description:
    "A group of people who share projects. Whoever is in one is a member of the organization. Leaving a group out never " +
    "removes it; only `state: absent` does.",
  parent: "organization",
  collection: "groups",
  key: {
    description: "A label of your choice. The group's name defaults to it.",
    pattern: labelPattern,
    example: "web",
  },
  attributes: { name: name(plainName, "Name that people see. Default: the label.") },
  can: { create: true, update: true, delete: true },
  omission: "keep",
  manage: "authoritative",
  principal: false,
  labelled: byName,
  check: nameIssues(plainName, "a group"),
});

/** A plain link without a level (§1). It goes with the project (§3.1 P5). */
export const groupProject = defineKind({
  name: "group-project",
  description: "A project that the members of the group use, with everything in it.",
  parent: "group",
  collection: "projects",
  key: {
    description: "The project's label, or its id where the file does not write the project.",
    pattern: labelPattern,
    example: "website",
    of: "project",
  },
  attributes: {},
  can: { create: true, update: false, delete: true },
  omission: "remove",
  manage: "authoritative",
  principal: true,
  refers: ({ address, key }) => [projectAddress(rootOf(address), key)],
  goesWith: ({ address, key }) => [projectAddress(rootOf(address), key)],
});

/** Membership begins with the acceptance (§5.6); owner and administrators are in no group (§6.4). */
export const groupMember = defineKind({
  name: "group-member",
  description:
    "Somebody in the group, by invitation. Owner and administrators use every project anyway and cannot be in a group.",
  parent: "group",
  collection: "members",
  key: person,
  attributes: {},
  can: { create: true, update: false, delete: true },
  omission: "remove",
  manage: "authoritative",
  principal: true,
  invitation: true,
  names: accountOf,
  account: userOf,
  excludes: function* ({ address, key }, live) {
    const organization = rootOf(address);
    const administrator = administratorAddress(organization, key);
    if (live.get(administrator) !== undefined) yield administrator;
    // An offer of ownership is no place of its own: it goes with that of the administrator (§5.3).
    if (isOwner(live, organization, key)) yield ownerAddress(organization, key);
  },
});

/** Places in groups, accepted or not: nobody who has one can be made an administrator (§3.3 D2, §5.4). */
export const placesInGroups: NonNullable<Kind["excludes"]> = function* ({ address, key }, live) {
  for (const place of live.named(groupMember.name, key)) {
    if (isWithin(place.address, rootOf(address))) yield place.address;
  }
};
