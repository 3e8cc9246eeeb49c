import { field, filled } from "../../shape.ts";
import { accountIsActive, openSession } from "../auth.ts";
import type { Call, CallRoute, Visit } from "../call.ts";
import { dateOf } from "../dates.ts";
import { type ApiError, badRequest, unauthorized } from "../errors.ts";
import { organizationOf, updateOrganization } from "../organizations.ts";
import { makeOrganizationSecret, makeUserSecret } from "../secrets.ts";
import { requirePrivilege } from "../standing.ts";
import { isExpired, withPassword } from "../user-passwords.ts";
import { lockedForGood, type User, updateUser, userByEmail } from "../users.ts";

/** Secrets of people who are signed in (cloud-elements.md §3a). */
export const authenticationRoutes: readonly CallRoute[] = [
  { method: "GET", path: "/authentication/secrets", act: secrets },
  { method: "POST", path: "/authentication/user-secret-reset", act: resetUserSecret },
  { method: "POST", path: "/authentication/organization-secret-reset", act: resetOrganizationSecret },
  { method: "POST", path: "/authentication/passwords", act: changePassword },
];

/** A bearer token for a mail and a password. A refusal is returned, not thrown: it is counted (§5.13). */
export function signIn(visit: Visit): unknown {
  const { store, settings, now } = visit;
  const body = visit.body();
  const email = filled(field(body, "username"));
  const password = filled(field(body, "password"));
  const user = userByEmail(store, email);
  if (user === undefined) return refused();
  if (settings.modernPasswords && user.lockedUntil > now) return unauthorized("The user is locked out");
  if (user.password !== password) {
    if (settings.modernPasswords) updateUser(store, afterFailure(user, now));
    return refused();
  }
  if (!user.active || !accountIsActive(store, user)) return refused();
  if (isExpired(visit, user)) return unauthorized("The password has expired");
  updateUser(store, { ...user, failedSignIns: 0, lockedUntil: 0, lastLoginDate: dateOf(now) });
  return { token: openSession(store, user.id, now) };
}

/** The same for a wrong password and an unknown mail, so that nobody learns who is here. */
function refused(): ApiError {
  return unauthorized("Invalid username or password");
}

/** Five failures lock for half an hour, three more until an administrator lets the user in again (§5.13). */
function afterFailure(user: User, now: number): User {
  const failedSignIns = user.failedSignIns + 1;
  if (failedSignIns >= 8) return { ...user, failedSignIns, lockedUntil: lockedForGood };
  return {
    ...user,
    failedSignIns,
    lockedUntil: failedSignIns === 5 ? now + 30 * 60 * 1000 : user.lockedUntil,
  };
}

function secrets({ store, caller }: Call): unknown {
  const { secret } = organizationOf(store, caller.user.organization);
  return { userSecret: caller.user.secret, organizationSecret: secret };
}

/** The old secret dies at once (§3a, §5.14). */
function resetUserSecret({ store, caller }: Call): unknown {
  const secret = makeUserSecret();
  updateUser(store, { ...caller.user, secret, secretGiven: false });
  return { secret };
}

function resetOrganizationSecret(call: Call): unknown {
  requirePrivilege(call, "modifySecurity");
  const { store, caller } = call;
  const secret = makeOrganizationSecret();
  updateOrganization(store, {
    ...organizationOf(store, caller.user.organization),
    secret,
    secretGiven: false,
  });
  return { secret };
}

/** The body is not public; `oldPassword` and `newPassword` are ours (§3a). */
function changePassword(call: Call): unknown {
  const { store, caller } = call;
  const body = call.body();
  const old = filled(field(body, "oldPassword"));
  const password = filled(field(body, "newPassword"));
  if (old !== caller.user.password) throw badRequest("oldPassword is not the password of the user");
  if (password !== old) updateUser(store, withPassword(call, caller.user, password));
  return undefined;
}
