import { Type } from "typebox";
import { rootOf } from "../../../model/address.ts";
import { optional, secretSource } from "../../../model/attribute.ts";
import { emailPattern, foldEmail } from "../../../model/keys.ts";
import { defineKind } from "../../../model/kind.ts";
import { givenRoles } from "../roles.ts";

/** cloud-elements.md §1, §3d, §5.2–5.6. */
export const user = defineKind({
  name: "user",
  description:
    "A user of an account, by mail. A new one is active at once and is not notified: hand the password over. Leaving a " +
    "user out deactivates them; written again, they are reactivated, with the password that they had. A mail belongs to one " +
    "user of one account, also while that user is deactivated.",
  parent: "account",
  collection: "users",
  key: {
    description: "The mail that the user signs in with, in any case.",
    pattern: emailPattern,
    example: "alice@acme.example",
    fold: foldEmail,
    person: true,
  },
  attributes: {
    firstName: optional(Type.String({ minLength: 1, description: "First name." }), { needed: true }),
    lastName: optional(Type.String({ minLength: 1, description: "Last name." }), { needed: true }),
    roles: optional(
      // Read only, so that definitions may say `as const`.
      Type.Unsafe<readonly (typeof givenRoles)[number][]>(
        Type.Array(Type.Enum(givenRoles), {
          uniqueItems: true,
          description:
            "`admin` administers the account, `org-admin` (in the default account alone) the organization. The role that " +
            "every user has is given by the platform and not written. Nobody changes their own.",
        }),
      ),
      { default: [], unordered: true, ranks: "elements" },
    ),
    password: optional(
      secretSource(
        "Where the first password comes from. Used once, when the user is made; never read, compared or shown.",
      ),
      { secret: true, needed: true },
    ),
  },
  can: { create: true, update: true, delete: true },
  omission: "remove",
  manage: "authoritative",
  principal: true,
  account: ({ id }) => id,
  absent: ({ active }) => active === false,
  // A password has to satisfy the policy as it will be (§6).
  comesAfter: ({ address }) => [{ operation: "organization.setPolicy", address: rootOf(address) }],
});
