/**
 * What an account may do: the roles of `rules.ts`, from the resources of the state. Where those that would tell were
 * not read (the configuration does not speak of them), the actor's own level counts as the platform gave it beside
 * the organization or project (`facts`).
 */
import type { AccessModel } from "../../../model/access.ts";
import { type Address, addressOf, collectionOf, rootOf } from "../../../model/address.ts";
import type { Attributes } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { order } from "../../../model/value.ts";
import { everybody } from "../kinds/keys.ts";
import { higher, lower, projectLevels, rankOf } from "../levels.ts";
import { organizationAddress } from "../resources.ts";
import { ceilingOf, hasAppAccess, isOrganization, membersOf, pathsTo } from "./paths.ts";
import { levelOf, rows } from "./rows.ts";

export const standing: AccessModel["standing"] = (state, actor, address) => {
  const roles = new Set<string>();
  const organization = rootOf(address);
  for (const role of organizationRoles(membership(state, actor, organization))) roles.add(role);
  const container = containerOf(address);
  if (container?.collection === "projects") {
    for (const role of projectRoles(levelIn(state, actor, container.address))) roles.add(role);
  }
  if (container?.collection === "apps") {
    for (const role of appRoles(state, actor, container.address)) roles.add(role);
  }
  return roles;
};

export const holders: AccessModel["holders"] = (state, address, roles) => {
  const who = new Set<string>();
  const wanted = new Set(roles);
  const hasOne = (own: Iterable<string>): boolean => {
    for (const role of own) if (wanted.has(role)) return true;
    return false;
  };
  for (const member of state.list(collectionOf(rootOf(address), "members"))) {
    if (hasOne(organizationRoles(member.attributes))) who.add(member.key);
  }
  const container = containerOf(address);
  if (container?.collection === "projects") {
    for (const row of rows(state, container.address, null)) {
      if (hasOne(projectRoles(row.level))) who.add(row.who);
    }
  }
  if (container?.collection === "apps") {
    for (const row of rows(state, container.address, null)) {
      const own = [
        ...(row.actions.includes("DEVELOP") ? ["app:developer"] : []),
        ...(row.actions.includes("RUN") ? ["app:authorized"] : []),
      ];
      if (hasOne(own)) who.add(row.who);
    }
  }
  who.delete(everybody);
  return [...who].sort(order);
};

/** The project or app that an address is or lies in. */
function containerOf(address: Address): { readonly address: Address; readonly collection: string } | null {
  const [root, collection, key] = address.split("/", 3);
  if (root === undefined || collection === undefined || key === undefined) return null;
  return { address: `${root}/${collection}/${key}`, collection };
}

/** The account's membership; the actor's own by the organization's facts where the members were not read. */
function membership(state: StateView, who: string, organization: Address): Attributes | undefined {
  const own = state.get(addressOf(organization, "members", who))?.attributes;
  if (own !== undefined || state.count(collectionOf(organization, "members")) > 0) return own;
  return state.get(organization)?.facts;
}

function* organizationRoles(member: Attributes | undefined): Iterable<string> {
  if (member?.level !== "ADMIN" && member?.level !== "MEMBER") return;
  yield `organization:${member.level}`;
  if (member.level === "ADMIN" || member.allowBillableActivities === true) yield "organization:billable";
}

/** A level and all below it. */
function* projectRoles(level: string | undefined): Iterable<string> {
  for (const each of projectLevels) if (rankOf(each) <= rankOf(level)) yield `project:${each}`;
}

/**
 * The greater of the explicit level, of what everybody has and of what comes through organizations. An organization whose members are not in
 * the state gives at most what the platform says the actor has in all.
 */
function levelIn(state: StateView, who: string, project: Address): string | undefined {
  const home = collectionOf(project, "grants");
  const told = state.get(project)?.facts?.level;
  if (state.count(home) === 0) return higher(told, undefined);
  let level: string | undefined = higher(
    state.get(addressOf(project, "grants", everybody))?.attributes.level,
    undefined,
  );
  for (const path of pathsTo(state, home, who)) level = higher(level, levelOf(path));
  for (const entry of state.list(home)) {
    if (!isOrganization(entry.key) || membersOf(state, entry.key) !== null) continue;
    const own = state.get(organizationAddress(entry.key))?.facts;
    level = higher(level, lower(entry.attributes.level, own === undefined ? told : ceilingOf(own)));
  }
  return level;
}

function* appRoles(state: StateView, who: string, app: Address): Iterable<string> {
  for (const [list, role] of [
    ["developers", "app:developer"],
    ["authorizedUsers", "app:authorized"],
  ] as const) {
    const home = collectionOf(app, list);
    const paths = [...pathsTo(state, home, who), ...pathsTo(state, home, everybody)];
    if (paths.some(({ member }) => member === null || hasAppAccess(member.attributes))) yield role;
  }
}
