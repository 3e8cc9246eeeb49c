import { bool, field, oneOf, optional } from "../../shape.ts";
import type { Call } from "../call.ts";
import { readWantedBy, tell } from "../fields.ts";
import {
  among,
  byName,
  byProperties,
  byTags,
  byTime,
  exactly,
  type Filter,
  filterAt,
  oneOrAmong,
  whether,
} from "../filters.ts";
import { everybody, type Level, levels, rankOf } from "../levels.ts";
import type { Org } from "../orgs.ts";
import { type Page, page } from "../paging.ts";
import { accessTo, onlyAdmin } from "../permissions.ts";
import { describableProject } from "../project-describe.ts";
import { decodeProject, isPublic, type Project } from "../projects.ts";
import { onOrg, plain, type Route } from "../route.ts";

/** Finding projects: those one may enter (dnanexus.md §3.5), and those an org pays for (§3.4). */
export const findProjectRoutes: readonly Route[] = [
  plain("system/findProjects", "list", findOwn),
  onOrg("findProjects", "list", onlyAdmin, findBilled),
];

const reachableSql = `
  SELECT * FROM projects WHERE id > ?2 AND id IN (
    SELECT project FROM permissions WHERE principal IN (?1, '${everybody}')
    UNION SELECT g.project FROM permissions g JOIN members m ON m.org = g.principal WHERE m.user = ?1)
  ORDER BY id`;

function findOwn(call: Call): Page {
  const { body, store, user } = call;
  // Without a level VIEW and UPLOAD stay hidden (§6.9).
  const least = optional(field(body, "level"), (at) => oneOf(at, levels)) ?? "CONTRIBUTE";
  const explicit = optional(field(body, "explicitPermission"), bool) ?? false;
  const passes = projectFilter(call);
  const payer = filterAt(body, "billTo", exactly);
  const show = presenter(call);
  return page<Project>(call, {
    from: (after) => store.each(reachableSql, decodeProject, user, after),
    key: (project) => project.id,
    show: (project) => {
      if (!passes(project) || !payer(project.billTo)) return null;
      const { level, sources } = accessTo(store, user, project.id);
      if (rankOf(level) < rankOf(least)) return null;
      // "Explicit" is what was granted to the user or to an org of theirs, as opposed to everybody (§3.5).
      if (explicit && sources.every((source) => source === everybody)) return null;
      const { id, ...rest } = show(project, level);
      return { id, level, permissionSources: sources, ...rest };
    },
  });
}

const billedSql = "SELECT * FROM projects WHERE billTo = ? AND id > ? ORDER BY id";

/** All of them, whether or not the ADMIN is a member: `level` then is NONE (§6.8). */
function findBilled(call: Call, org: Org): Page {
  const { store, user } = call;
  const passes = projectFilter(call);
  const show = presenter(call);
  return page<Project>(call, {
    from: (after) => store.each(billedSql, decodeProject, org.id, after),
    key: (project) => project.id,
    show: (project) => {
      if (!passes(project)) return null;
      const { level } = accessTo(store, user, project.id);
      const { id, ...rest } = show(project, level);
      return { id, level, ...rest };
    },
  });
}

/** The filters that both routes share. */
function projectFilter({ body, store }: Call): Filter<Project> {
  const name = filterAt(body, "name", byName);
  const id = filterAt(body, "id", among);
  const tags = filterAt(body, "tags", byTags);
  const properties = filterAt(body, "properties", byProperties);
  const region = filterAt(body, "region", oneOrAmong);
  const created = filterAt(body, "created", byTime);
  const phi = filterAt(body, "containsPHI", whether);
  const upload = filterAt(body, "externalUploadRestricted", whether);
  const open = filterAt(body, "public", whether);
  return (project) =>
    id(project.id) &&
    name(project.name) &&
    tags(project.tags) &&
    properties(project.properties) &&
    region(project.region) &&
    created(project.created) &&
    phi(project.settings.containsPHI) &&
    upload(project.settings.externalUploadRestricted) &&
    open(isPublic(store, project.id));
}

interface Shown {
  readonly id: string;
  readonly public: boolean;
  readonly describe?: unknown;
}

/** What both routes show. Who has no level sees no members, and no sign of them: absence is not emptiness (§6.6). */
function presenter({ body, store }: Call): (project: Project, level: Level) => Shown {
  const wanted = readWantedBy(body);
  return (project, level) => {
    const shown = { id: project.id, public: isPublic(store, project.id) };
    if (wanted === null) return shown;
    const { standard, onRequest = {} } = describableProject(store, project, level);
    const { permissions: _members, ...others } = onRequest;
    const visible = level === "NONE" ? { standard, onRequest: others } : { standard, onRequest };
    return { ...shown, describe: tell(wanted, visible) };
  };
}
