import type { Store } from "../store.ts";
import { administratorsOf } from "./administrators.ts";
import { billingListOf, subscribersOf } from "./billing.ts";
import { type Group, groupsOf, membersIn, projectsIn } from "./groups.ts";
import { invitationsTo, transferOf } from "./invitations.ts";
import { allOrganizations, type Organization } from "./organizations.ts";
import { noBudget, type Project, projectsOf } from "./projects.ts";
import { allRegions } from "./regions.ts";
import { signingOf } from "./tokens.ts";
import { allUsers, defaultPassword, findUser, type User } from "./users.ts";

/**
 * Everything stored, as a seed document. Only tokens and the links of invitations are missing, so that two
 * sandboxes to which the same was done give the same dump, but for the ids that they made.
 */
export function dump(store: Store): unknown {
  return {
    settings: { tokenSeconds: signingOf(store).seconds },
    users: allUsers(store).map(dumpUser),
    regions: allRegions(store),
    organizations: allOrganizations(store).map((one) => dumpOrganization(store, one)),
  };
}

function dumpUser({ password, ...user }: User): unknown {
  return password === defaultPassword ? user : { ...user, password };
}

function dumpOrganization(store: Store, { id, name, owner }: Organization): unknown {
  const transfer = transferOf(store, id);
  const invited = invitationsTo(store, { kind: "administrator", organization: id, group: null });
  return {
    id,
    name,
    owner: findUser(store, owner)?.email,
    administrators: administratorsOf(store, id).map(({ email }) => email),
    invitedAdministrators: invited.map(({ email }) => email),
    ...(transfer === undefined ? {} : { transfer: transfer.email }),
    billingAdministrators: billingListOf(store, id),
    projects: projectsOf(store, id).map((project) => dumpProject(store, project)),
    groups: groupsOf(store, id).map((group) => dumpGroup(store, group)),
  };
}

function dumpProject(store: Store, { id, name, region, limit, currency }: Project): unknown {
  const subscribers = subscribersOf(store, id);
  const plain = limit === noBudget.limit && currency === noBudget.currency && subscribers.length === 0;
  const project = { id, name, region: region.name };
  return plain ? project : { ...project, budget: { limit, currency, subscribers } };
}

function dumpGroup(store: Store, { id, organization, name }: Group): unknown {
  return {
    id,
    name,
    projects: projectsIn(store, id).map((project) => `${project.region.name}/${project.name}`),
    members: membersIn(store, id).map(({ email }) => email),
    invited: invitationsTo(store, { kind: "group", organization, group: id }).map(({ email }) => email),
  };
}
