import { textOf } from "../../row.ts";
import { bool, entries, field, oneOf, optional, text } from "../../shape.ts";
import type { Call } from "../call.ts";
import { invalidInput, invalidState, notFound } from "../errors.ts";
import { readWantedBy, tell } from "../fields.ts";
import { among, filterAt } from "../filters.ts";
import { changed, invited, memberLevels } from "../membership.ts";
import { adminsOf, decodeMembership, dropMember, membership, type Org, putMember } from "../orgs.ts";
import { page } from "../paging.ts";
import { memberListReader, onlyAdmin } from "../permissions.ts";
import { resolveUser } from "../principals.ts";
import { revokeApps, revokeProjects } from "../revoke.ts";
import { onOrg, type Route } from "../route.ts";
import { publicFields } from "../users.ts";

/** Who belongs to an org (dnanexus.md §3.3). */
export const orgMemberRoutes: readonly Route[] = [
  onOrg("findMembers", "list", memberListReader, findMembers),
  onOrg("getMemberAccess", "read", memberListReader, getMemberAccess),
  onOrg("invite", "write", onlyAdmin, invite),
  onOrg("setMemberAccess", "write", onlyAdmin, setMemberAccess),
  onOrg("removeMember", "write", onlyAdmin, removeMember),
];

const membersSql = `
  SELECT m.*, u.id, u.first, u.middle, u.last, u.handle
  FROM members m JOIN users u ON u.id = m.user
  WHERE m.org = ? AND m.user > ? ORDER BY m.user`;

function findMembers(call: Call, org: Org): unknown {
  const { body, store } = call;
  const level = optional(field(body, "level"), (at) => oneOf(at, memberLevels));
  const passes = filterAt(body, "id", among);
  const wanted = readWantedBy(body);
  return page(call, {
    from: (after) => store.each(membersSql, (row) => row, org.id, after),
    key: (row) => textOf(row, "user"),
    show: (row) => {
      const id = textOf(row, "user");
      if (!passes(id) || (level !== undefined && textOf(row, "level") !== level)) return null;
      const member = { id, ...decodeMembership(row) };
      return wanted === null
        ? member
        : { ...member, describe: tell(wanted, { standard: publicFields(row) }) };
    },
  });
}

/** A legacy route; NONE says that somebody is no member (§2.1). */
function getMemberAccess(call: Call, org: Org): unknown {
  const user = resolveUser(call.store, text(field(call.body, "user")));
  return membership(call.store, org.id, user) ?? { level: "NONE" };
}

function invite(call: Call, org: Org): unknown {
  const { body, store } = call;
  const named = text(field(body, "invitee"));
  const member = invited(body);
  optional(field(body, "suppressEmailNotification"), bool);
  const user = resolveUser(store, named);
  // The type is open (§8.2).
  if (user === call.user) throw invalidInput("Cannot invite yourself to an organization");
  // Open (§8.1); refused as suggested there.
  if (membership(store, org.id, user) !== undefined) {
    throw invalidState(`${user} is already a member of ${org.id}`);
  }
  putMember(store, org.id, user, member);
  return { id: org.id, state: "accepted" };
}

/** All users of the call or none: it runs in a transaction. Whether the platform does so too is open (§8.3). */
function setMemberAccess(call: Call, org: Org): unknown {
  const { body, store } = call;
  for (const [user, at] of entries(body)) {
    const current = membership(store, org.id, user);
    if (current === undefined) throw notFound(user);
    putMember(store, org.id, user, changed(current, at));
  }
  requireAnAdmin(call, org);
  return { id: org.id };
}

function removeMember(call: Call, org: Org): unknown {
  const { body, store } = call;
  const user = text(field(body, "user"));
  const alsoProjects = optional(field(body, "revokeProjectPermissions"), bool) ?? true;
  const alsoApps = optional(field(body, "revokeAppPermissions"), bool) ?? true;
  if (membership(store, org.id, user) === undefined) throw notFound(user);
  dropMember(store, org.id, user);
  requireAnAdmin(call, org);
  return {
    id: org.id,
    projects: alsoProjects ? revokeProjects(store, org.id, user) : {},
    apps: alsoApps ? revokeApps(store, org.id, user) : {},
  };
}

/** Whether the platform keeps the last ADMIN is not known; refused as suggested in §5. */
function requireAnAdmin(call: Call, org: Org): void {
  if (adminsOf(call.store, org.id).length === 0) {
    throw invalidState(`${org.id} must keep at least one member with level ADMIN`);
  }
}
