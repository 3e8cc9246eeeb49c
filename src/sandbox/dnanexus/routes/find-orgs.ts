import { textOf } from "../../row.ts";
import { field, oneOf, optional } from "../../shape.ts";
import type { Call } from "../call.ts";
import { readWantedBy, tell } from "../fields.ts";
import { among, filterAt, whether } from "../filters.ts";
import { memberLevels } from "../membership.ts";
import { describableOrg } from "../org-describe.ts";
import { decodeMembership, decodeOrg } from "../orgs.ts";
import { page } from "../paging.ts";
import { plain, type Route } from "../route.ts";

/** The caller's orgs (dnanexus.md §3.2). */
export const findOrgRoutes: readonly Route[] = [plain("system/findOrgs", "list", findOrgs)];

const sql = `
  SELECT o.*, m.* FROM members m JOIN orgs o ON o.id = m.org
  WHERE m.user = ? AND m.org > ? ORDER BY m.org`;

function findOrgs(call: Call): unknown {
  const { body, store, user } = call;
  // "At least" this level, unlike in findMembers.
  const least = optional(field(body, "level"), (at) => oneOf(at, memberLevels)) ?? "MEMBER";
  const billable = filterAt(body, "allowBillableActivities", whether);
  const passes = filterAt(body, "id", among);
  const wanted = readWantedBy(body);
  return page(call, {
    from: (after) => store.each(sql, (row) => row, user, after),
    key: (row) => textOf(row, "org"),
    show: (row) => {
      const id = textOf(row, "org");
      const { level, allowBillableActivities } = decodeMembership(row);
      if (!passes(id) || (least === "ADMIN" && level !== "ADMIN")) return null;
      if (!billable(allowBillableActivities)) return null;
      if (wanted === null) return { id, level };
      return { id, level, describe: tell(wanted, describableOrg(store, user, decodeOrg(row))) };
    },
  });
}
