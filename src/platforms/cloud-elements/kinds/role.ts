import { parentOf } from "../../../model/address.ts";
import { defineKind } from "../../../model/kind.ts";
import { isInternal } from "../privileges.ts";

/** The set of roles is fixed; what is kept in git is what each of them may do (cloud-elements.md §2, §3e). */
export const role = defineKind({
  name: "role",
  description:
    "A role of the organization, by its key. Roles cannot be made or deleted; what everybody with the role may do are " +
    "its `privileges`.",
  parent: "organization",
  collection: "roles",
  key: {
    description:
      "The role's key: `org-admin`, `admin`, `org` (users of the default account) or `default-user` (all others).",
    pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$",
    example: "admin",
  },
  attributes: {},
  can: { create: false, update: false, delete: false },
  omission: "keep",
  // The platform has all of them anyway: one that is not written is nothing to be told about.
  manage: "additive",
  principal: false,
});

/** The platform replaces the whole list of a role, and takes all changed roles in one call or none (§3e). */
export const privilege = defineKind({
  name: "privilege",
  description:
    "Something that everybody with the role may do. All changes of privileges are one call: all are made, or none. With " +
    "`manage: { roles.privileges: additive }` those that are not listed are kept.",
  parent: "role",
  collection: "privileges",
  key: {
    description:
      "The privilege's key: `viewUsersAccount`, `configureRoles`. Keys that Charter does not know are kept as they are.",
    pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$",
    example: "viewUsersAccount",
  },
  attributes: {},
  can: { create: true, update: false, delete: true },
  omission: "remove",
  manage: "authoritative",
  principal: true,
  rewrites: (parent) => parentOf(parent) ?? parent,
  check: (_, key) =>
    isInternal(key)
      ? [
          {
            code: "internal-privilege",
            message: `The platform keeps \`${key}\` to itself: no role can be given it, and a role that has it keeps it. Take it out.`,
          },
        ]
      : [],
});
