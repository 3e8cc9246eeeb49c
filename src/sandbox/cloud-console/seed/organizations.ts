import { listIn } from "../../seed.ts";
import { type At, field, given, only } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { addAdministrator } from "../administrators.ts";
import { replaceBillingList } from "../billing.ts";
import { uuid, uuidOf } from "../ids.ts";
import { plainName, readName } from "../names.ts";
import { insertOrganization } from "../organizations.ts";
import type { Region } from "../regions.ts";
import { loadGroups } from "./groups.ts";
import type { TakeId } from "./ids.ts";
import { pending } from "./invitations.ts";
import { disjoint, idsOf, type People, peopleIn, person } from "./people.ts";
import { loadProjects } from "./projects.ts";

const keys = [
  "name",
  "owner",
  "id",
  "administrators",
  "invitedAdministrators",
  "transfer",
  "billingAdministrators",
  "projects",
  "groups",
];

/** Stores one organization of a seed; `position` makes its id where it has none, since names may repeat. */
export function loadOrganization(
  store: Store,
  at: At,
  position: number,
  regions: ReadonlyMap<string, Region>,
  people: People,
  takeId: TakeId,
): void {
  only(at, keys);
  const id = takeId(at, uuid, uuidOf("organization", String(position)));
  const name = readName(field(at, "name"), plainName);
  const owner = person(field(at, "owner"), people).user;
  insertOrganization(store, { id, name, owner });

  const administrators = peopleIn(at, "administrators", people);
  disjoint(administrators, new Set([owner]), "owns the organization");
  for (const { user } of administrators) addAdministrator(store, id, user);
  const managers = idsOf(administrators).add(owner);
  const invited = peopleIn(at, "invitedAdministrators", people);
  disjoint(invited, managers, "owns or administers the organization already");
  pending(store, { kind: "administrator", organization: id, group: null }, invited);
  loadTransfer(store, field(at, "transfer"), id, idsOf(administrators), people);

  const billing = peopleIn(at, "billingAdministrators", people);
  disjoint(billing, new Set([owner]), "owns the organization and is never on this list");
  replaceBillingList(store, id, billing);

  const projects = loadProjects(store, id, listIn(at, "projects"), regions, people, takeId);
  loadGroups(store, id, listIn(at, "groups"), projects, managers, people, takeId);
}

/** An offer of ownership can only wait for an administrator (cloud-console.md §5.3). */
function loadTransfer(
  store: Store,
  at: At,
  organization: string,
  administrators: ReadonlySet<string>,
  people: People,
): void {
  if (!given(at)) return;
  const target = person(at, people);
  if (!administrators.has(target.user))
    at.fail(at.path, `must be an administrator, and ${target.email} is not`);
  pending(store, { kind: "ownership", organization, group: null }, [target]);
}
