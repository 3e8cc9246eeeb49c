/**
 * Who can do what, by which path. The target of an application is its address under the organization, whether it is
 * shared with the organization itself, with teams, or both (marketplace.md §2.3):
 *
 * | path | gives |
 * | --- | --- |
 * | the organization's share | the role in the organization |
 * | a team's share | the role in the team |
 * | being the owner | maintainer |
 *
 * Of several paths the highest role counts.
 */
import type { AccessModel, AccessRow } from "../../../model/access.ts";
import { type Address, addressOf, collectionOf, isWithin, keyOf, parentOf } from "../../../model/address.ts";
import type { Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { order } from "../../../model/value.ts";
import { sharesOf } from "../owners.ts";
import { allows, highest, isRole, type Role } from "../roles.ts";

export const rows: AccessModel["rows"] = (state, target, who) => {
  const home = parentOf(target);
  const paths = home === null ? inOrganization(state, target, who) : toApplication(state, home, target, who);
  const found: AccessRow[] = [];
  for (const [principal, several] of paths) {
    const level = highest(several.map(({ role }) => role));
    if (level === undefined) continue;
    const via = [...new Set(several.map((path) => path.via))].sort(order);
    found.push({ who: principal, target, level, actions: allows[level], via });
  }
  return found.sort((a, b) => order(a.who, b.who));
};

interface Path {
  readonly role: Role;
  readonly via: string;
}

type Paths = Map<string, Path[]>;

function add(paths: Paths, who: string, path: Path): void {
  const list = paths.get(who);
  if (list === undefined) paths.set(who, [path]);
  else list.push(path);
}

/** Adds the people of an organization or a team, or one of them. */
function addPeople(paths: Paths, state: StateView, home: Address, who: string | null, via: string): void {
  const one = who === null ? undefined : state.get(addressOf(home, "members", who));
  const people = who === null ? state.list(collectionOf(home, "members")) : one === undefined ? [] : [one];
  for (const { key, attributes } of people) {
    if (isRole(attributes.role)) add(paths, key, { role: attributes.role, via });
  }
}

function inOrganization(state: StateView, organization: Address, who: string | null): Paths {
  const paths: Paths = new Map();
  addPeople(paths, state, organization, who, "direct");
  return paths;
}

function toApplication(state: StateView, organization: Address, target: Address, who: string | null): Paths {
  const paths: Paths = new Map();
  let owner: string | undefined;
  for (const share of sharesOf(state, keyOf(target))) {
    const home = parentOf(share.address);
    if (home === null || !isWithin(home, organization)) continue;
    addPeople(paths, state, home, who, home === organization ? "organization" : `team ${keyOf(home)}`);
    owner = ownerIn(share) ?? owner;
  }
  if (owner !== undefined && (who === null || who === owner)) {
    add(paths, owner, { role: "maintainer", via: "owner" });
  }
  return paths;
}

/** As keys are spelled; the account's id where its e-mail is not known: an owner outside the organization. */
function ownerIn({ facts }: Resource): string | undefined {
  const name = facts?.ownerEmail ?? facts?.owner;
  return typeof name === "string" ? name : undefined;
}
