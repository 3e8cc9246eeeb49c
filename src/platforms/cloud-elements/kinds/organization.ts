import { Type } from "typebox";
import { optional } from "../../../model/attribute.ts";
import { labelPattern } from "../../../model/keys.ts";
import { defineKind } from "../../../model/kind.ts";

/** A number of the password policy, none below zero (cloud-elements.md §5.9). */
function number(description: string, maximum?: number) {
  return optional(Type.Integer({ minimum: 0, ...(maximum === undefined ? {} : { maximum }), description }));
}

/** cloud-elements.md §1, §3b, §5.9–5.12. */
export const organization = defineKind({
  name: "organization",
  description:
    "The paying customer, with all of its accounts. A credential belongs to one organization. It comes from sign-up: " +
    "Charter can change it, and neither make nor delete one.",
  parent: null,
  collection: "organizations",
  key: {
    description:
      "A label of your choice. The organization's name defaults to it; `id` pins it, so that the name can change.",
    pattern: labelPattern,
    example: "acme",
  },
  attributes: {
    name: optional(Type.String({ minLength: 1, description: "Name that people see. Default: the label." })),
    passwordPolicy: {
      minLength: number("Least length of a password. The platform refuses less than 8."),
      minUppercase: number("Upper-case letters at least; at most 10.", 10),
      minLowercase: number("Lower-case letters at least."),
      minNumbers: number("Digits at least; at most 10.", 10),
      minSymbols: number("Symbols at least, of those in `symbolCharacterSet`."),
      symbolCharacterSet: optional(
        Type.String({ minLength: 1, description: "The symbols that count as such, as one text: `!@#$%`." }),
      ),
      previousPasswordCount: number("Former passwords that cannot be used again; at most 9.", 9),
      expirationDays: number("Days after which a password must be changed."),
    },
    twoFactorAuthEnabled: optional(
      Type.Boolean({
        description:
          "Whether everybody signs in with a second factor. Reading it is documented; how it is set is inferred, and " +
          "where the platform knows no such call, the apply says to change it in the console.",
      }),
    ),
    twoFactorAuthMethod: optional(
      Type.Enum(["sms", "google-authenticator"], { description: "The second factor (inferred)." }),
    ),
  },
  can: { create: false, update: true, delete: false },
  omission: "keep",
  manage: "authoritative",
  principal: false,
  labelled: {
    natural: ({ name }) => (typeof name === "string" ? name : undefined),
    nameAttribute: "name",
  },
});
