import { isFailure } from "../../../http/failure.ts";
import { isBlind, type Pass } from "../../../http/pass.ts";
import type { Failure } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import { answers, decode } from "../contract.ts";
import { foldPerson } from "../kinds/keys.ts";
import { requests } from "../requests.ts";
import { groupMemberResource, groupResource } from "../resources.ts";
import type { People } from "./people.ts";
import { wordsOf } from "./words.ts";

/** Groups with their people. Platforms of the roles era have none: then there is no such route (datica.md §1). */
export async function readGroups(
  pass: Pass,
  organization: Resource,
  people: () => Promise<People | Failure>,
): Promise<Failure | null> {
  const answer = await pass.reader.read(requests.groups(organization.key));
  if (!answer.ok && (answer.status === 404 || answer.status === 405)) {
    const why = `There are no groups to manage on this installation. ${wordsOf(answer)}`;
    pass.unreadable(organization.address, "groups", why);
    return null;
  }
  if (!answer.ok && isBlind(answer)) {
    pass.unreadable(organization.address, "groups", wordsOf(answer));
    return null;
  }
  const read = decode(answers.groups, answer, `groups of ${organization.key}`);
  if (!read.ok) return read;
  const groups = read.value.groups.map((entry) => ({
    group: groupResource(organization.address, entry.name, [...new Set(entry.acls)], entry.protected),
    members: entry.members,
  }));
  // Who joins a group is known by the id that the list of members gives.
  const wanted = groups.filter(({ group }) => pass.wants(group, "group-member")).length > 0;
  const known = wanted ? await people() : null;
  if (known !== null && isFailure(known) && !isBlind(known)) return known;
  for (const { group, members } of groups) {
    pass.resource(group);
    for (const { id, email } of members) {
      const isMember = known !== null && !isFailure(known) && known.withId(id) !== undefined;
      pass.resource(groupMemberResource(group.address, isMember ? known.keyOf(id) : foldPerson(email), id));
    }
  }
  return null;
}
