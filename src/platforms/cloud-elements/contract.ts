/**
 * What the platform promises about its answers, as schemas. An answer that breaks the promise is a failure as a
 * whole: nothing is half read. Keys that no schema names are ignored: deprecated flags, dates, what is made of names
 * (cloud-elements.md §6).
 */
import { type Static, Type } from "typebox";
import { contract, heldTo } from "../../http/contract.ts";

export const { decode, malformed } = heldTo("Cloud Elements promises");

const id = Type.Integer();
const text = Type.Optional(Type.Union([Type.String(), Type.Null()]));
const flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]));
const number = Type.Optional(Type.Union([Type.Integer(), Type.Null()]));

const organization = Type.Object({
  id,
  name: Type.String(),
  passwordPolicy: Type.Optional(
    Type.Union([
      Type.Object({
        minLength: number,
        minUppercase: number,
        minLowercase: number,
        minNumbers: number,
        minSymbols: number,
        symbolCharacterSet: text,
        previousPasswordCount: number,
        expirationDays: number,
      }),
      Type.Null(),
    ]),
  ),
  twoFactorAuthEnabled: flag,
  twoFactorAuthMethod: text,
});
export type OrganizationRecord = Static<typeof organization>;

const privilege = Type.Object({ key: Type.String({ minLength: 1 }) });

const role = Type.Object({
  id,
  key: Type.String({ minLength: 1 }),
  name: text,
  description: text,
  active: flag,
  privileges: Type.Array(privilege),
});
export type RoleRecord = Static<typeof role>;

/** A role as a user's answer holds it: with or without what it allows. */
const heldRole = Type.Object({
  key: Type.String({ minLength: 1 }),
  privileges: Type.Optional(Type.Union([Type.Array(privilege), Type.Null()])),
});

const account = Type.Object({
  id,
  externalId: text,
  name: text,
  description: text,
  active: flag,
  defaultAccount: flag,
});
export type AccountRecord = Static<typeof account>;

const user = Type.Object({
  id,
  email: Type.String({ pattern: "@" }),
  firstName: text,
  lastName: text,
  active: Type.Boolean(),
  /** Not always there (§1): then they are asked for. */
  roles: Type.Optional(Type.Union([Type.Array(heldRole), Type.Null()])),
});
export type UserRecord = Static<typeof user>;

export const answers = {
  organization: contract(organization),
  roles: contract(Type.Array(role)),
  accounts: contract(Type.Array(account)),
  users: contract(Type.Array(user)),
  /** One user is sometimes shown as a list of one (§6). */
  user: contract(Type.Union([user, Type.Array(user, { minItems: 1, maxItems: 1 })])),
  heldRoles: contract(Type.Array(heldRole)),
};
