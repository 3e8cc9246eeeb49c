import { type At, field, filled, optional, text, whole } from "../../shape.ts";
import { makeToken } from "../../token.ts";
import type { Call } from "../call.ts";
import { ApiError, denied, invalidInput, notFound } from "../errors.ts";
import { userHandle } from "../ids.ts";
import { findOrg, orgsOf } from "../orgs.ts";
import { isAdmin } from "../permissions.ts";
import { standardRegion } from "../regions.ts";
import { plain, type Route } from "../route.ts";
import { insertUser, userByEmail, userExists } from "../users.ts";

/** The one route of the auth server that the jobs need; here it listens on the same port (dnanexus.md §3.1, §7.1). */
export const accountRoutes: readonly Route[] = [plain("user/new", "write", createAccount)];

const thirtyDays = 30 * 24 * 60 * 60 * 1000;

function createAccount(call: Call): unknown {
  const { body, store } = call;
  requireLicence(call);
  const username = handleAt(field(body, "username"));
  const email = emailAt(field(body, "email"));
  const first = optional(field(body, "first"), text) ?? "";
  const last = optional(field(body, "last"), text) ?? "";
  if (first === "" && last === "") throw invalidInput('At least one of "first" and "last" must be given');
  optional(field(body, "tokenDuration"), (at) => whole(at, 1, thirtyDays));
  const id = `user-${username.toLowerCase()}`;
  if (userExists(store, id)) throw new ApiError("UsernameTakenError", `The username ${username} is taken`);
  if (userByEmail(store, email) !== undefined) {
    throw new ApiError("EmailTakenError", `The email address ${email} is taken`);
  }
  const user = {
    id,
    handle: username,
    first,
    middle: optional(field(body, "middle"), text) ?? "",
    last,
    email,
    billTo: optional(field(body, "billTo"), text) ?? id,
    policies: {},
    sshPublicKey: null,
    defaultRegion: standardRegion,
    token: makeToken(),
    tokenGiven: false,
  };
  insertUser(store, user, call.now);
  const message = `A mail to ${email} asks its owner to confirm the address`;
  return { status: "EmailValidationRequired", message, emailSentTo: email, userId: id };
}

/**
 * Only an ADMIN of an org that is licensed to create accounts may. The org is the one named; where none is named
 * any such org of the caller will do (inferred).
 */
function requireLicence(call: Call): void {
  const named = ["provisioningOrg", "billTo"]
    .map((key) => optional(field(call.body, key), text))
    .filter((id) => id !== undefined);
  for (const id of named) {
    const org = findOrg(call.store, id);
    if (org === undefined) throw notFound(id);
    if (!isAdmin(call.store, id, call.user)) {
      throw denied(`Administrator access to ${id} required to perform this action`);
    }
    if (!org.userCreation) throw denied(`${id} is not licensed to create accounts`);
  }
  if (named.length > 0) return;
  const licensed = orgsOf(call.store, call.user)
    .map((id) => findOrg(call.store, id))
    .some((org) => org?.userCreation === true && isAdmin(call.store, org.id, call.user));
  if (!licensed) throw denied(`${call.user} administers no org that is licensed to create accounts`);
}

function handleAt(at: At): string {
  const handle = text(at);
  if (userHandle.test(handle)) return handle;
  return at.fail(
    at.path,
    "must have 3 to 255 letters, digits, dots and underscores, the first a letter or digit",
  );
}

function emailAt(at: At): string {
  const email = filled(at);
  return /^[^@\s]+@[^@\s]+$/.test(email) ? email : at.fail(at.path, "must be an email address");
}
