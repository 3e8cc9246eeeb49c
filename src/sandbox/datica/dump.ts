import type { Store } from "../store.ts";
import { allEnvironments, grantedIn } from "./environments.ts";
import { groupsOf } from "./groups.ts";
import { type Invite, invitesOf } from "./invites.ts";
import { keysOf } from "./keys.ts";
import { membersOf } from "./members.ts";
import { allOrgs } from "./orgs.ts";
import { allPods } from "./pods.ts";
import { settingsOf } from "./settings.ts";
import { allUsers, type User } from "./users.ts";

/**
 * Everything stored, as a seed document: what is left out of a seed is written out here. What a clock or a request
 * made up is missing (sessions, wrong attempts, nonces, codes of invites), and so are passwords that nobody gave.
 */
export function dump(store: Store): unknown {
  const users = allUsers(store);
  const emails = new Map(users.map(({ id, email }) => [id, email]));
  const emailOf = (id: string): string => emails.get(id) ?? id;
  return {
    settings: settingsOf(store),
    users: users.map((user) => dumpUser(store, user)),
    pods: allPods(store),
    orgs: allOrgs(store).map((org) => ({
      ...org,
      members: Object.fromEntries(membersOf(store, org.id).map(({ email, role }) => [email, role])),
      invites: invitesOf(store, org.id).map((invite) => dumpInvite(invite, emailOf)),
      groups: Object.fromEntries(
        groupsOf(store, org.id).map(({ name, members, ...group }) => [
          name,
          { ...group, members: members.map(({ email }) => email) },
        ]),
      ),
    })),
    environments: allEnvironments(store).map(({ org, ...environment }) => ({
      ...environment,
      organization: org,
      users: grantedIn(store, environment.id).map(emailOf),
    })),
  };
}

function dumpUser(store: Store, { username, password, mfa, ...user }: User): unknown {
  return {
    ...user,
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(mfa === null ? {} : { mfa }),
    keys: Object.fromEntries(keysOf(store, user.id).map(({ name, key }) => [name, key])),
  };
}

function dumpInvite(
  { id, email, role, sender, code, codeGiven, acceptedBy }: Invite,
  emailOf: (id: string) => string,
): unknown {
  return {
    id,
    email,
    role,
    sender: sender === "" ? null : emailOf(sender),
    ...(codeGiven ? { code } : {}),
    ...(acceptedBy === null ? {} : { acceptedBy: emailOf(acceptedBy) }),
  };
}
