/**
 * What the platform promises about its answers, as schemas. An answer that breaks the promise is a failure as a whole:
 * nothing is half read. Lists are bare arrays and whole (cloud-console.md §4); members that no schema names are ignored.
 */
import { type Static, Type } from "typebox";
import { contract, heldTo } from "../../http/contract.ts";

export const { decode, malformed } = heldTo("Charter's contract with the Cloud Console says");

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
