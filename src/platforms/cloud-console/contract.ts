/**
 * What the platform promises about its answers, as schemas. An answer that breaks the promise is a failure as a whole:
 * nothing is half read. Lists are bare arrays and whole (cloud-console.md §4); members that no schema names are ignored.
 */
import { type Static, type TSchema, Type } from "typebox";
import { Compile } from "typebox/schema";
import { failure } from "../../http/failure.ts";
import { oneLine } from "../../http/text.ts";
import type { Failure, Outcome } from "../../model/protocol.ts";
import { foldEmail } from "./kinds/keys.ts";

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

/** The body of a successful answer, if it is what the contract says. `what` names it: "groups of Acme". */
export function decode<T>(of: Contract<T>, outcome: Outcome, what: string): { ok: true; value: T } | Failure {
  if (!outcome.ok) return outcome;
  const read = of(outcome.body);
  return read.ok ? read : malformed(what, read.why);
}

export function malformed(what: string, why: string): Failure {
  return failure(
    "malformed",
    "MalformedAnswer",
    `The answer is not what Charter's contract with the Cloud Console says (${what}): ${oneLine(why, 300)}. Nothing of it is used.`,
  );
}

/** The first e-mail that stands twice in a list, whatever its case: who is meant by it, nobody could tell. */
export function repeated(rows: Iterable<{ readonly email: string }>): string | undefined {
  const seen = new Set<string>();
  for (const { email } of rows) {
    const key = foldEmail(email);
    if (seen.has(key)) return email;
    seen.add(key);
  }
  return undefined;
}

const filled = Type.String({ minLength: 1 });
const email = Type.String({ pattern: "^[^@\\s]+@[^@\\s]+$" });

const organization = Type.Object({
  id: filled,
  name: Type.String(),
  role: Type.Enum(["owner", "administrator", "member"]),
});
export type OrganizationRecord = Static<typeof organization>;

const project = Type.Object({ id: filled, name: filled, region: filled });

const manager = Type.Object({
  id: filled,
  email,
  role: Type.Enum(["owner", "administrator", ""]),
  pending: Type.Boolean(),
});
export type ManagerRecord = Static<typeof manager>;

const member = Type.Object({ id: filled, email, pending: Type.Boolean() });

const named = Type.Object({ id: filled, name: filled });
export type GroupRecord = Static<typeof named>;

const billed = Type.Object({
  id: filled,
  name: Type.String(),
  role: Type.Enum(["owner", "billing_admin"]),
  billingAdmins: Type.Array(email),
});
export type BillingRecord = Static<typeof billed>;

const user = Type.Object({ id: filled, email, fullName: Type.Optional(Type.String()) });

export const answers = {
  /** A1. What goes into a header holds no blanks and no control characters. */
  tokens: contract(
    Type.Object({
      id_token: Type.String({ pattern: "^[\\x21-\\x7e]+$" }),
      access_token: Type.String({ pattern: "^[\\x21-\\x7e]+$" }),
    }),
  ),
  /** U0, U1. */
  user: contract(user),
  /** O1. */
  organizations: contract(Type.Array(organization)),
  /** P1. */
  projects: contract(Type.Array(project)),
  /** R1. */
  regions: contract(Type.Array(Type.Object({ name: filled, slug: filled }))),
  /** D1. */
  managers: contract(Type.Array(manager)),
  /** D6. */
  transfer: contract(Type.Object({ userId: filled, email, status: Type.Literal("pending") })),
  /** G1. */
  groups: contract(Type.Array(named)),
  /** G3. The region of a project there is not to be trusted (§6.8). */
  group: contract(
    Type.Object({ projects: Type.Array(Type.Object({ id: filled })), members: Type.Array(member) }),
  ),
  /** B1. */
  billing: contract(Type.Array(billed)),
};
