import { entriesWhere } from "../audit.ts";
import type { Call, CallRoute } from "../call.ts";
import { byOffset } from "../listing.ts";
import { requirePrivilege } from "../standing.ts";

/** What belongs nowhere else. */
export const otherRoutes: readonly CallRoute[] = [
  { method: "GET", path: "/audit-logs", act: auditLogs },
  { method: "GET", path: "/elements", act: elements },
];

/** The whole organization's, or what the people of the own account did (cloud-elements.md §3b). */
function auditLogs(call: Call): unknown {
  const { privileges, user } = call.caller;
  if (privileges.has("viewLogsOrg"))
    return byOffset(call, entriesWhere("organization = ?", user.organization));
  requirePrivilege(call, "viewLogsAccount");
  return byOffset(call, entriesWhere("account = ?", user.account));
}

/** There are no connectors here; the route is there for the headers of its answer (§7). */
function elements(call: Call): unknown {
  requirePrivilege(call, "viewElements");
  return [];
}
