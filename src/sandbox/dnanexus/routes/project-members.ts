import { type At, bool, entries, field, oneOf, optional, text } from "../../shape.ts";
import type { Call } from "../call.ts";
import { invalidInput, invalidState } from "../errors.ts";
import { everybody, grantable, type Level, rankOf } from "../levels.ts";
import { atLeast, demoter, inviter } from "../permissions.ts";
import { resolvePrincipal } from "../principals.ts";
import { explicitLevel, hasAdministrator, type Project, setPermission } from "../projects.ts";
import { onProject, type Route } from "../route.ts";

/** Who is in a project (dnanexus.md §3.6): one verb raises, another lowers. */
export const projectMemberRoutes: readonly Route[] = [
  onProject("invite", "locked", inviter, invite),
  onProject("decreasePermissions", "locked", demoter, decreasePermissions),
  onProject("leave", "locked", atLeast("VIEW"), leave),
];

/** Nothing happens to who has that level or more already. */
function invite(call: Call, project: Project): unknown {
  const { body, store } = call;
  const named = text(field(body, "invitee"));
  const level = oneOf(field(body, "level"), grantable);
  for (const key of ["suppressEmailNotification", "suppressAllNotifications"])
    optional(field(body, key), bool);
  const principal = resolvePrincipal(store, named);
  if (principal === everybody && level !== "VIEW")
    throw invalidInput(`${everybody} can be invited with VIEW only`);
  if (rankOf(level) > rankOf(explicitLevel(store, project.id, principal))) {
    setPermission(store, project.id, principal, level);
  }
  return { id: project.id, state: "accepted" };
}

/** Who exists but is no member, or is not above that level, stays as is (§8.5, as suggested there). */
function decreasePermissions(call: Call, project: Project): unknown {
  const { store } = call;
  const wanted = entries(call.body).map(([named, at]): [string, Level] => [
    resolvePrincipal(store, named),
    lowered(at),
  ]);
  const administered = hasAdministrator(store, project.id);
  for (const [principal, level] of wanted) {
    if (rankOf(level) < rankOf(explicitLevel(store, project.id, principal))) {
      setPermission(store, project.id, principal, level);
    }
  }
  if (administered) requireAdministrator(call, project);
  return { id: project.id };
}

function lowered(at: At): Level {
  return at.value === null ? "NONE" : oneOf(at, ["NONE", "VIEW", "UPLOAD", "CONTRIBUTE"]);
}

/**
 * Drops the caller's own entry; for who is in through an org only, there is nothing to drop. That the payer and
 * the only ADMINISTER have to stay is suspected (§3.6, §8.8).
 */
function leave(call: Call, project: Project): unknown {
  const { store, user } = call;
  if (explicitLevel(store, project.id, user) === "NONE") return { id: project.id };
  if (project.billTo === user) throw invalidState(`${user} pays for ${project.id} and cannot leave it`);
  const administered = hasAdministrator(store, project.id);
  setPermission(store, project.id, user, "NONE");
  if (administered) requireAdministrator(call, project);
  return { id: project.id };
}

/** The precaution of §5: what had an ADMINISTER must keep one. */
function requireAdministrator(call: Call, project: Project): void {
  if (!hasAdministrator(call.store, project.id)) {
    throw invalidState(`${project.id} must keep at least one member with ADMINISTER`);
  }
}
