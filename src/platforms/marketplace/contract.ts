/**
 * What answers must look like, as schemas. An answer that does not is a failure as a whole: nothing is half read. Keys
 * that no schema names are ignored.
 */
import { type Static, type TSchema, Type } from "typebox";
import { contract, heldTo } from "../../http/contract.ts";
import { roles } from "./roles.ts";

export const { decode, malformed } = heldTo("the contract says");

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
  /** Of an organization or a team by itself. */
  details: contract(Type.Object({ data: Type.Object({ name: Type.String(), description }) })),
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
