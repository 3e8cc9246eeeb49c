/**
 * What the services promise about their answers, as schemas. An answer that breaks the promise is a failure as a
 * whole: nothing is half read. Names that no schema knows are ignored, and lists are whole: nothing pages (datica.md §4).
 */
import { type Static, type TSchema, Type } from "typebox";
import { Compile } from "typebox/schema";
import { failure } from "../../http/failure.ts";
import { oneLine } from "../../http/text.ts";
import type { Failure, Outcome } from "../../model/protocol.ts";

/** Reads a value or says what is wrong with it, as the end of a sentence. */
type Contract<T> = (
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
    `The answer is not what the contract says (${what}): ${where}. Nothing of it is used.`,
  );
}

const id = Type.String({ minLength: 1 });
const flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]));
const text = Type.Optional(Type.Union([Type.String(), Type.Null()]));

const orgEntry = Type.Object({ id, name: Type.String(), roleID: Type.Integer() });
export type OrgEntry = Static<typeof orgEntry>;

const userEntry = Type.Object({ id, email: id, roleID: Type.Integer() });
export type UserEntry = Static<typeof userEntry>;

/** Pending ones only, but the record can say otherwise (§6). */
const inviteEntry = Type.Object({ id, email: id, roleID: Type.Integer(), consumed: flag, revoked: flag });
export type InviteEntry = Static<typeof inviteEntry>;

const environmentEntry = Type.Object({ id, name: id, namespace: text, organizationId: id });
export type EnvironmentEntry = Static<typeof environmentEntry>;

const groupEntry = Type.Object({
  name: id,
  acls: Type.Array(Type.String()),
  protected: Type.Boolean(),
  members: Type.Array(Type.Object({ id, email: id })),
});

export const answers = {
  /** With a session, or with the challenge that a second factor answers (§3a). */
  signin: contract(
    Type.Union([
      Type.Object({ sessionToken: id }),
      Type.Object({ mfaID: id, mfaPreferredType: text, mfaTypes: Type.Optional(Type.Array(Type.String())) }),
    ]),
  ),
  session: contract(Type.Object({ sessionToken: id })),
  verify: contract(Type.Object({ id, email: id, name: text })),
  orgs: contract(Type.Array(orgEntry)),
  org: contract(Type.Object({ id, name: Type.String(), description: text, mfaRequired: flag })),
  roles: contract(Type.Array(Type.Object({ id: Type.Integer(), name: Type.String() }))),
  users: contract(Type.Array(userEntry)),
  invites: contract(Type.Array(inviteEntry)),
  groups: contract(Type.Object({ groups: Type.Array(groupEntry) })),
  pods: contract(Type.Object({ pods: Type.Array(Type.Object({ name: id })) })),
  environments: contract(Type.Array(environmentEntry)),
  /** Ids only (§3a). */
  environmentUsers: contract(Type.Object({ users: Type.Array(id) })),
};
