/**
 * What the platform promises about its answers, as schemas. An answer that breaks the promise is a failure as a
 * whole: nothing is half read. Keys that no schema names are ignored: deprecated flags, dates, what is made of names
 * (cloud-elements.md §6).
 */
import { type Static, type TSchema, Type } from "typebox";
import { Compile } from "typebox/schema";
import { failure } from "../../http/failure.ts";
import { oneLine } from "../../http/text.ts";
import type { Failure, Outcome } from "../../model/protocol.ts";

/** Reads a value or says what is wrong with it, as the end of a sentence. */
export type Contract<T> = (
  value: unknown,
) => { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

function contract<S extends TSchema>(schema: S): Contract<Static<S>> {
  // Compiled at first use: most runs need few of them.
  let validator: ReturnType<typeof Compile<S>> | undefined;
  return (value) => {
    validator ??= Compile(schema);
    if (validator.Check(value)) return { ok: true, value };
    const [first] = validator.Errors(value)[1];
    return {
      ok: false,
      why: first === undefined ? "it is wrong" : `${first.instancePath || "/"} ${first.message}`,
    };
  };
}

/** The body of a successful answer, if it is what the contract says. `what` names it: "users of account 12". */
export function decode<T>(
  of: Contract<T>,
  outcome: Outcome,
  what: string,
): { readonly ok: true; readonly value: T } | Failure {
  if (!outcome.ok) return outcome;
  const read = of(outcome.body);
  return read.ok ? read : malformed(what, read.why);
}

export function malformed(what: string, why: string): Failure {
  const where = oneLine(why, 300);
  return failure(
    "malformed",
    "MalformedAnswer",
    `The answer is not what Cloud Elements promises (${what}): ${where}. Nothing of it is used.`,
  );
}

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
