import { randomUUID } from "node:crypto";
import type { Params } from "../../rest.ts";
import { type At, field, text } from "../../shape.ts";
import { adminOrOwner, onOrg, type Standing } from "../access.ts";
import { bodyOf, type Call, type SignedRoute, segment } from "../call.ts";
import { conflict, forbidden, notFound } from "../errors.ts";
import {
  accept,
  dropInvite,
  findInvite,
  type Invite,
  insertInvite,
  inviteByCode,
  isInvited,
  pendingOf,
} from "../invites.ts";
import { findMember, memberByEmail } from "../members.ts";
import { mayInvite, roleAt, roleId } from "../roles.ts";
import { emailPattern } from "../users.ts";

/** Inviting people (datica.md §3a, §5). `accept-invite` comes before what has an organization in its place. */
export const inviteRoutes: readonly SignedRoute[] = [
  { method: "POST", path: "/orgs/accept-invite/:inviteCode", act: acceptByCode },
  onOrg("GET", "/orgs/:orgID/invites", adminOrOwner, ({ store }, { org }) =>
    pendingOf(store, org.id).map(shown),
  ),
  onOrg("POST", "/orgs/:orgID/invites", adminOrOwner, send),
  onOrg("DELETE", "/orgs/:orgID/invites/:inviteID", adminOrOwner, revoke),
];

/** Without the code, which only the mail carries. */
function shown({ id, org, sender, role, email, acceptedBy }: Invite): unknown {
  return {
    id,
    orgID: org,
    senderID: sender,
    roleID: roleId(role),
    email,
    consumed: acceptedBy !== null,
    revoked: false,
  };
}

function send(call: Call, { org, role: own }: Standing): unknown {
  const { store, user } = call;
  const body = bodyOf(call);
  const email = emailAt(field(body, "email"));
  const role = roleAt(field(body, "role"));
  const link = field(body, "linkTemplate");
  if (!text(link).includes("{inviteCode}")) link.fail(link.path, "must contain {inviteCode}");
  if (!mayInvite(own, role)) throw forbidden(`Your role, ${own}, cannot invite with the role ${role}.`);
  if (memberByEmail(store, org.id, email) !== undefined) throw conflict(`${email} is a member already.`);
  if (isInvited(store, org.id, email)) throw conflict(`${email} is invited already.`);
  const invite: Invite = {
    id: randomUUID(),
    org: org.id,
    email,
    role,
    sender: user.id,
    code: randomUUID(),
    codeGiven: false,
    acceptedBy: null,
  };
  insertInvite(store, invite);
  return shown(invite);
}

function emailAt(at: At): string {
  const email = text(at);
  return emailPattern.test(email) ? email : at.fail(at.path, "must be an email address");
}

function revoke({ store }: Call, { org }: Standing, params: Params): void {
  const id = segment(params, "inviteID");
  const invite = findInvite(store, org.id, id);
  if (invite === undefined) throw notFound(`The invite ${id}`);
  if (invite.acceptedBy !== null) throw conflict("The invite was accepted already.");
  dropInvite(store, id);
}

/** Whoever is signed in and has the code, whomever the mail went to (§5.3). All values are strings: clients need it. */
function acceptByCode({ store, user }: Call, params: Params): unknown {
  const invite = inviteByCode(store, segment(params, "inviteCode"));
  // The code is a secret, so it is not repeated.
  if (invite === undefined) throw notFound("The invite");
  if (invite.acceptedBy !== null) throw conflict("The invite was accepted already.");
  if (findMember(store, invite.org, user.id) !== undefined) {
    throw conflict("You are a member of the organization already.");
  }
  accept(store, invite, user.id);
  return { orgID: invite.org };
}
