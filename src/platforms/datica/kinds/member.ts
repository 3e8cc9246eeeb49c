import { Type } from "typebox";
import { required } from "../../../model/attribute.ts";
import { emailPattern } from "../../../model/keys.ts";
import { defineKind } from "../../../model/kind.ts";
import { roles } from "../roles.ts";
import { accountOf, foldPerson } from "./keys.ts";

/** datica.md §2, §5. Somebody who is invited and has not accepted yet is a member with `pending`. */
export const member = defineKind({
  name: "member",
  description:
    "A person in an organization. New people are invited by mail and join when they accept. Nobody can be invited as " +
    "owner: they are invited with the highest role that is possible, and get the rest once they have accepted. Removing " +
    "somebody takes all access to the organization's environments.",
  parent: "organization",
  collection: "members",
  key: {
    description: "The person's e-mail address, in any case.",
    pattern: emailPattern,
    example: "alice@example.com",
    fold: foldPerson,
    person: true,
  },
  attributes: {
    role: required(
      Type.Enum(roles, {
        description:
          "A member works with the environments that are granted. An admin has every environment, grants them and invites " +
          "members. An owner also changes roles.",
      }),
      { ranks: roles },
    ),
  },
  shorthand: "role",
  can: { create: true, update: true, delete: true },
  omission: "remove",
  manage: "authoritative",
  principal: true,
  invitation: true,
  account: accountOf,
  // An invite cannot be changed (§6): it is revoked and sent anew, with another mail to the person.
  replaced: (live) => live.pending !== undefined,
});
