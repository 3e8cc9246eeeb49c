import { isFailure } from "../../../http/failure.ts";
import { all, isBlind, once, type Pass } from "../../../http/pass.ts";
import { addressOf } from "../../../model/address.ts";
import type { Failure } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import { answers, decode, type OrgEntry } from "../contract.ts";
import { requests } from "../requests.ts";
import { type Environments, environmentResource } from "./environments.ts";
import { readGrants, type Stored } from "./grants.ts";
import { readGroups } from "./groups.ts";
import { readInvites } from "./invites.ts";
import { emitMembers } from "./members.ts";
import { type People, readPeople } from "./people.ts";
import type { RoleTable } from "./roles.ts";
import { wordsOf } from "./words.ts";

/** What all organizations of a read share. */
export interface Shared {
  readonly roles: RoleTable;
  readonly environments: () => Promise<Environments | Failure>;
}

/** One organization, with what is wanted of it. */
export async function readOrganization(pass: Pass, entry: OrgEntry, shared: Shared): Promise<Failure | null> {
  const { id } = entry;
  const address = addressOf(null, "organizations", id);
  const read = decode(answers.org, await pass.reader.read(requests.org(id)), `organization ${id}`);
  if (!read.ok) {
    if (!isBlind(read)) return read;
    pass.unreadable(address, null, wordsOf(read));
    return null;
  }
  const { name, description, mfaRequired } = read.value;
  const organization: Resource = {
    address,
    kind: "organization",
    key: id,
    id,
    attributes: { name, description: description ?? "", mfaRequired: mfaRequired ?? false },
    // The actor's own role tells what it may do where the members are not read.
    facts: {
      role: shared.roles.nameOf(entry.roleID) ?? null,
      roles: Object.fromEntries(shared.roles.ids),
    },
  };
  pass.resource(organization);
  return readParts(pass, organization, shared);
}

async function readParts(pass: Pass, organization: Resource, shared: Shared): Promise<Failure | null> {
  const wanted = {
    members: pass.wants(organization, "member"),
    environments: pass.wants(organization, "environment"),
    groups: pass.wants(organization, "group"),
  };
  let asked = wanted.members;
  const load = once(() => readPeople(pass.reader, organization.key, shared.roles));
  const people = () => {
    asked = true;
    return load();
  };
  const stored: Stored = new Map();
  const others = all([
    ...(wanted.environments ? [readEnvironmentsOf(pass, organization, shared, people, stored)] : []),
    ...(wanted.groups ? [readGroups(pass, organization, people)] : []),
  ]);
  const members = async (): Promise<Failure | null> => {
    const [invites] = await Promise.all([
      wanted.members ? readInvites(pass.reader, organization.key, shared.roles) : [],
      wanted.members ? people() : null,
      // What is granted to somebody is known only then.
      others,
    ]);
    if (!asked) return null;
    const known = await people();
    if (isFailure(known)) return blindTo(pass, organization, known);
    const failure = isFailure(invites) ? blindTo(pass, organization, invites) : null;
    emitMembers(pass, organization, known, isFailure(invites) ? [] : invites, stored);
    return failure;
  };
  return all([others, members()]);
}

function blindTo(pass: Pass, { address }: Resource, failure: Failure): Failure | null {
  if (!isBlind(failure)) return failure;
  pass.unreadable(address, "members", wordsOf(failure));
  return null;
}

async function readEnvironmentsOf(
  pass: Pass,
  organization: Resource,
  shared: Shared,
  people: () => Promise<People | Failure>,
  stored: Stored,
): Promise<Failure | null> {
  const list = await shared.environments();
  if (isFailure(list)) return list;
  if ("unknown" in list) {
    pass.unreadable(organization.address, "environments", list.unknown);
    return null;
  }
  const own = list.filter(({ organizationId }) => organizationId === organization.id);
  return all(
    own.map(async (entry) => {
      const environment = environmentResource(organization, entry);
      pass.resource(environment);
      if (!pass.wants(environment, "grant")) return null;
      const known = await people();
      if (!isFailure(known)) return readGrants(pass, environment, entry, known, stored);
      if (!isBlind(known)) return known;
      pass.unreadable(environment.address, "grants", `Who is a member cannot be read. ${wordsOf(known)}`);
      return null;
    }),
  );
}
