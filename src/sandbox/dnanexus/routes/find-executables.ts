import { bool, field, optional, text } from "../../shape.ts";
import type { Call } from "../call.ts";
import { describableExecutable } from "../executable-describe.ts";
import {
  decodeExecutable,
  type Executable,
  type ExecutableClass,
  type ExecutableRole,
  principalsOf,
} from "../executables.ts";
import { readWantedBy, tell } from "../fields.ts";
import { byName, byTime, exactly, type Filter, filterAt, whether } from "../filters.ts";
import type { Org } from "../orgs.ts";
import { type Page, page } from "../paging.ts";
import { mayUse, onlyAdmin } from "../permissions.ts";
import { onOrg, plain, type Route } from "../route.ts";

/** Finding apps and global workflows: those one may use, and those an org pays for (dnanexus.md §3.4). */
export const findExecutableRoutes: readonly Route[] = [
  plain("system/findApps", "list", (call) => findUsable(call, "app")),
  plain("system/findGlobalWorkflows", "list", (call) => findUsable(call, "globalworkflow")),
  onOrg("findApps", "list", onlyAdmin, findBilled),
];

const sql = "SELECT * FROM executables WHERE class = ? AND id > ? ORDER BY id";

function findUsable(call: Call, of: ExecutableClass): Page {
  const payer = filterAt(call.body, "billTo", exactly);
  return find(
    call,
    of,
    (executable) => payer(executable.billTo) && mayUse(call.store, call.user, executable),
  );
}

function findBilled(call: Call, org: Org): Page {
  return find(call, "app", (executable) => executable.billTo === org.id);
}

function find(call: Call, of: ExecutableClass, reachable: Filter<Executable>): Page {
  const { store } = call;
  const passes = executableFilter(call);
  const wanted = readWantedBy(call.body);
  return page<Executable>(call, {
    from: (after) => store.each(sql, decodeExecutable, of, after),
    key: (executable) => executable.id,
    show: (executable) => {
      if (!passes(executable) || !reachable(executable)) return null;
      const { id } = executable;
      return wanted === null
        ? { id }
        : { id, describe: tell(wanted, describableExecutable(store, executable)) };
    },
  });
}

function executableFilter(call: Call): Filter<Executable> {
  const { body } = call;
  const name = filterAt(body, "name", byName);
  const category = optional(field(body, "category"), text);
  const published = filterAt(body, "published", whether);
  const author = filterAt(body, "createdBy", exactly);
  const created = filterAt(body, "created", byTime);
  const modified = filterAt(body, "modified", byTime);
  const developer = listed(call, "developer", "developer");
  const user = listed(call, "authorizedUser", "authorized");
  const everyVersion = optional(field(body, "allVersions"), bool) ?? false;
  return (executable) =>
    name(executable.name) &&
    (category === undefined || executable.categories.includes(category)) &&
    published(executable.published) &&
    author(executable.createdBy) &&
    created(executable.created) &&
    modified(executable.modified) &&
    developer(executable) &&
    user(executable) &&
    (everyVersion || isNewest(call, executable));
}

/** Whether somebody stands in one of the lists. */
function listed(call: Call, key: string, role: ExecutableRole): Filter<Executable> {
  const wanted = optional(field(call.body, key), text);
  return (executable) => wanted === undefined || principalsOf(call.store, executable, role).includes(wanted);
}

const newerSql = "SELECT 1 FROM executables WHERE class = ? AND name = ? AND position > ?";

function isNewest(call: Call, { class: of, name, position }: Executable): boolean {
  return !call.store.has(newerSql, of, name, position);
}
