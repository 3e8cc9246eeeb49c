import type { AccessModel, AccessRow } from "../../../model/access.ts";
import { type Address, addressOf, collectionOf } from "../../../model/address.ts";
import type { Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { order } from "../../../model/value.ts";
import { everybody } from "../kinds/keys.ts";
import { higher, lower, rankOf } from "../levels.ts";
import { actionsInOrganization, actionsInProject } from "./levels.ts";
import { allPaths, ceilingOf, hasAppAccess, nameOfPath, type Path, pathsTo } from "./paths.ts";

/** The rows of an organization, a project or an app; of other resources there are none. */
export const rows: AccessModel["rows"] = (state, target, who) => {
  const resource = state.get(target);
  switch (resource?.kind) {
    case "organization":
      return organizationRows(state, resource, who);
    case "project":
      return found(state, collectionOf(target, "grants"), who, (principal, paths) =>
        projectRow(resource, principal, paths),
      );
    case "app":
      return appRows(state, resource, who);
    default:
      return [];
  }
};

/** Makes a row of the paths to one principal, or to each. */
function found(
  state: StateView,
  home: Address,
  who: string | null,
  row: (who: string, paths: readonly Path[]) => AccessRow | null,
): readonly AccessRow[] {
  const paths = who === null ? allPaths(state, home) : new Map([[who, [...pathsTo(state, home, who)]]]);
  return [...paths]
    .map(([principal, some]) => row(principal, some))
    .filter((each) => each !== null)
    .sort((a, b) => order(a.who, b.who));
}

/** The greater of what is granted directly and what comes through organizations (dnanexus.md §2.2). */
function projectRow(project: Resource, who: string, paths: readonly Path[]): AccessRow | null {
  let level: string | undefined;
  const via = new Set<string>();
  for (const path of paths) {
    const granted = levelOf(path);
    if (granted === undefined) continue;
    level = higher(level, granted);
    via.add(nameOfPath(path));
  }
  if (level === undefined) return null;
  const { actions, withheld } = actionsInProject(level, project.attributes);
  return {
    who,
    target: project.address,
    level,
    actions,
    via: [...via].sort(order),
    ...(withheld.length === 0 ? {} : { withheld }),
  };
}

/** The level that one path gives; through an organization at most the member's `projectAccess`. */
export function levelOf(path: Path): string | undefined {
  const { level } = path.entry.attributes;
  if (path.member !== null) return lower(level, ceilingOf(path.member.attributes));
  return rankOf(level) < 0 ? undefined : String(level);
}

function appRows(state: StateView, app: Resource, who: string | null): readonly AccessRow[] {
  const rights = new Map<string, { run: Set<string>; develop: Set<string> }>();
  const rightsOf = (principal: string) => {
    let own = rights.get(principal);
    if (own === undefined) {
      own = { run: new Set(), develop: new Set() };
      rights.set(principal, own);
    }
    return own;
  };
  for (const [list, right] of [
    ["authorizedUsers", "run"],
    ["developers", "develop"],
  ] as const) {
    const home = collectionOf(app.address, list);
    const paths = who === null ? allPaths(state, home) : new Map([[who, [...pathsTo(state, home, who)]]]);
    for (const [principal, some] of paths) {
      for (const path of some) {
        if (path.member !== null && !hasAppAccess(path.member.attributes)) continue;
        rightsOf(principal)[right].add(nameOfPath(path));
      }
    }
  }
  return [...rights]
    .map(([principal, { run, develop }]) => ({
      who: principal,
      target: app.address,
      level: develop.size > 0 ? "developer" : "authorized",
      actions: [...(run.size > 0 ? ["RUN"] : []), ...(develop.size > 0 ? ["DEVELOP"] : [])],
      via: [...new Set([...run, ...develop])].sort(order),
    }))
    .sort((a, b) => order(a.who, b.who));
}

function organizationRows(
  state: StateView,
  organization: Resource,
  who: string | null,
): readonly AccessRow[] {
  const home = collectionOf(organization.address, "members");
  const one = who === null ? undefined : state.get(addressOf(organization.address, "members", who));
  const members = who === null ? [...state.list(home)] : one === undefined ? [] : [one];
  const list = members.map(
    (member): AccessRow => ({
      who: member.key,
      target: organization.address,
      level: String(member.attributes.level),
      actions: actionsInOrganization(member.attributes, organization.attributes),
      via: ["direct"],
    }),
  );
  const isPublic = organization.attributes["policies.memberListVisibility"] === everybody;
  if (isPublic && (who === null || who === everybody)) {
    list.push({
      who: everybody,
      target: organization.address,
      level: everybody,
      actions: ["LIST"],
      via: ["memberListVisibility"],
    });
  }
  return list.sort((a, b) => order(a.who, b.who));
}
