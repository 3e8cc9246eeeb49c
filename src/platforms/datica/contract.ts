/**
 * What the services promise about their answers, as schemas. An answer that breaks the promise is a failure as a
 * whole: nothing is half read. Names that no schema knows are ignored, and lists are whole: nothing pages (datica.md §4).
 */
import { type Static, Type } from "typebox";
import { contract, heldTo } from "../../http/contract.ts";

export const { decode, malformed } = heldTo("the contract says");

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
