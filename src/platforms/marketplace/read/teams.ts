import { isFailure } from "../../../http/failure.ts";
import { all, isBlind, type Pass, wordsOf } from "../../../http/pass.ts";
import { addressOf } from "../../../model/address.ts";
import type { Failure } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import { answers, type TeamRecord } from "../contract.ts";
import { listAll } from "../lists.ts";
import { detailsOf } from "../resources.ts";
import { readPeople } from "./people.ts";
import { type Emails, readShares } from "./shares.ts";

/** Reads the teams of an organization, and of each that is wanted its members and applications. */
export async function readTeams(
  pass: Pass,
  organization: Resource,
  path: readonly string[],
  emails: Emails,
): Promise<Failure | null> {
  const what = `teams of ${String(organization.attributes.name)}`;
  const list = await listAll(pass.reader, what, answers.teams, [...path, "teams"], (each) => each.id);
  if (isFailure(list)) {
    if (!isBlind(list)) return list;
    pass.unreadable(organization.address, "teams", wordsOf(list));
    return null;
  }
  return all(list.map((record) => readTeam(pass, teamResource(organization, record), path, emails)));
}

async function readTeam(
  pass: Pass,
  team: Resource,
  organization: readonly string[],
  emails: Emails,
): Promise<Failure | null> {
  pass.resource(team);
  const path = [...organization, "teams", team.key];
  const wanted = [pass.wants(team, "team-member"), pass.wants(team, "team-share")];
  // What is shared with a team is what a seat in it gives access to: one says nothing without the other.
  if (!wanted.includes(true)) return null;
  const seats = readPeople(pass, "team-member", team, path);
  return all([
    seats.then((result) => (result !== null && isFailure(result) ? result : null)),
    readShares(pass, "team-share", team, path, emails),
  ]);
}

function teamResource(organization: Resource, { id, name, description }: TeamRecord): Resource {
  return {
    address: addressOf(organization.address, "teams", id),
    kind: "team",
    key: id,
    id,
    attributes: detailsOf(name, description),
  };
}
