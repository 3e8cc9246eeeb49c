/**
 * What answers must look like, as schemas. An answer that does not is a failure as a whole: nothing is half read. Keys
 * that no schema names are ignored.
 */
import { type Static, type TSchema, Type } from "typebox";
import { Compile } from "typebox/schema";
import { failure } from "../../http/failure.ts";
import { oneLine } from "../../http/text.ts";
import type { Failure, Outcome } from "../../model/protocol.ts";
import { roles } from "./roles.ts";

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

/** The body of a successful answer, if it is what the contract says. `what` names it: "members of acme". */
export function decode<T>(of: Contract<T>, outcome: Outcome, what: string): { ok: true; value: T } | Failure {
  if (!outcome.ok) return outcome;
  const read = of(outcome.body);
  return read.ok ? read : malformed(what, read.why);
}

export function malformed(what: string, why: string): Failure {
  return failure(
    "malformed",
    "MalformedAnswer",
    `The answer is not what the contract says (${what}): ${oneLine(why, 300)}. Nothing of it is used.`,
  );
}

const id = Type.String({ minLength: 1 });
const email = Type.String({ pattern: "^[^@]+@[^@]+$" });
const description = Type.Optional(Type.Union([Type.String(), Type.Null()]));
const role = Type.Enum(roles);
const count = Type.Integer({ minimum: 0 });

/** Lists say where a page begins and how many items there are in all (marketplace.md §4). */
export interface List<T> {
  readonly data: readonly T[];
  readonly meta: { readonly pagination: { readonly start: number; readonly total: number } };
}

function list<S extends TSchema>(item: S) {
  return contract(
    Type.Object({
      data: Type.Array(item),
      meta: Type.Object({ pagination: Type.Object({ start: count, total: count }) }),
    }),
  );
}

const organization = Type.Object({ id, name: Type.String(), description, role });
export type OrganizationRecord = Static<typeof organization>;

const member = Type.Object({ userId: id, email, role });
export type MemberRecord = Static<typeof member>;

const team = Type.Object({ id, name: Type.String(), description });
export type TeamRecord = Static<typeof team>;

const application = Type.Object({ clientId: id, ownerUserId: id });

export const answers = {
  me: contract(Type.Object({ data: Type.Object({ userId: id, email, name: Type.Optional(Type.String()) }) })),
  organizations: list(organization),
  members: list(member),
  teams: list(team),
  applications: list(application),
  /** Of the token endpoint; a server that keeps the refresh token sends none (RFC 6749 §6). */
  tokens: contract(
    Type.Object({
      access_token: Type.String({ pattern: "^[\\x21-\\x7e]+$" }),
      token_type: Type.String({ pattern: "^[Bb]earer$" }),
      expires_in: Type.Number({ exclusiveMinimum: 0 }),
      refresh_token: Type.Optional(Type.String({ pattern: "^[\\x21-\\x7e]+$" })),
    }),
  ),
};
