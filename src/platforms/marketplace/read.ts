/**
 * Live state. Requests of a read = list pages (of 50) alone:
 *
 * - the account, and the applications that it can reach: once, with its name
 * - organizations: one list
 * - members of an organization: one list, where anything in it is wanted: they tell who owns an application, and who
 *   can be in a team
 * - applications and teams of an organization: one list each, where wanted; applications also where members are, since
 *   membership is access to them, and they stay shared when their owners leave (marketplace.md §5.8)
 * - members and applications of a team: one list each, where either is wanted; no list has those of several teams
 *
 * All of them side by side; the client limits how many are under way.
 */
import { isFailure } from "../../http/failure.ts";
import { all, createPass, isBlind, type Pass } from "../../http/pass.ts";
import { foldEmail } from "../../model/keys.ts";
import {
  type Actor,
  type Observation,
  type Reading,
  type ReadRequest,
  seeker,
} from "../../model/platform.ts";
import type { Failure, Reader } from "../../model/protocol.ts";
import type { Resource } from "../../model/resource.ts";
import { order } from "../../model/value.ts";
import { answers, decode } from "./contract.ts";
import { listOrganizations, organizationResource, readOwners } from "./read/organizations.ts";
import { readPeople } from "./read/people.ts";
import { type Emails, readShares } from "./read/shares.ts";
import { readTeams } from "./read/teams.ts";
import { get } from "./requests.ts";

async function read(
  reader: Reader,
  request: ReadRequest,
  emit: (observation: Observation) => void,
): Promise<Failure | null> {
  const pass = createPass(reader, request, emit);
  const list = await listOrganizations(pass.reader);
  if (isFailure(list)) return list;
  const isSought = seeker(request.organizations);
  return all(
    list
      .filter(({ id, name }) => isSought(id, name))
      .map((record) => readOrganization(pass, organizationResource(record, request.actor), request.actor)),
  );
}

async function readOrganization(pass: Pass, organization: Resource, actor: Actor): Promise<Failure | null> {
  pass.resource(organization);
  const path = ["organizations", organization.key];
  const [people, teams, applications] = [
    pass.wants(organization, "member"),
    pass.wants(organization, "team"),
    pass.wants(organization, "share"),
  ];
  if (!people && !teams && !applications) return null;
  const members = readPeople(pass, "member", organization, path);
  const emails = emailsFrom(actor, members);
  return all([
    members.then((result) => (result !== null && isFailure(result) ? result : null)),
    ...(people || applications ? [readShares(pass, "share", organization, path, emails)] : []),
    ...(teams ? [readTeams(pass, organization, path, emails)] : []),
  ]);
}

/** The actor's own e-mail is known whether the members are or not. */
async function emailsFrom(actor: Actor, members: ReturnType<typeof readPeople>): Emails {
  const { id, facts } = actor;
  const read = await members;
  const emails = new Map(read === null || isFailure(read) ? [] : read);
  if (typeof facts?.userId === "string") emails.set(facts.userId, id);
  return emails;
}

/** Reading the marketplace. */
export const reading: Reading = {
  identify: async (reader) => {
    const me = decode(answers.me, await reader.read(get(["users", "me"])), "the account");
    if (!me.ok) return me;
    const { userId, email, name } = me.value.data;
    const owners = await readOwners(reader);
    // Without the scope for applications the account can still do all else.
    if (isFailure(owners) && !isBlind(owners)) return owners;
    return {
      id: foldEmail(email),
      ...(name === undefined ? {} : { name }),
      facts: { userId, ...(isFailure(owners) ? {} : { owners }) },
    };
  },
  read,
  discover: async (reader) => {
    const list = await listOrganizations(reader);
    return isFailure(list) ? list : list.map(({ id }) => id).sort(order);
  },
};
