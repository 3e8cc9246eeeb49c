import { all, isBlind, type Pass, wordsOf } from "../../../http/pass.ts";
import { addressOf } from "../../../model/address.ts";
import { foldEmail, repeatedEmail } from "../../../model/keys.ts";
import type { Failure } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import { answers, decode, type GroupRecord, malformed } from "../contract.ts";
import { enterprises, get } from "../requests.ts";
import { groupProjectResource, memberResource } from "../resources.ts";

/**
 * The groups of an organization, each with its projects and members: no list holds those. All groups, also those that
 * the configuration does not speak of: only together do they tell who is a member of the organization and who can be
 * made an administrator (cloud-console.md §1, §5.4).
 */
export async function readGroups(pass: Pass, organization: Resource): Promise<Failure | null> {
  const answer = await pass.reader.read(get(enterprises("orgs", organization.key, "groups")));
  if (!answer.ok && isBlind(answer)) {
    pass.unreadable(organization.address, "groups", wordsOf(answer));
    return null;
  }
  const read = decode(answers.groups, answer, `groups of ${organization.key}`);
  if (!read.ok) return pass.stop(read);
  return all(read.value.map((record) => readGroup(pass, organization, record)));
}

async function readGroup(
  pass: Pass,
  organization: Resource,
  { id, name }: GroupRecord,
): Promise<Failure | null> {
  const address = addressOf(organization.address, "groups", id);
  const group: Resource = { address, kind: "group", key: id, id, attributes: { name } };
  const answer = await pass.reader.read(get(enterprises("orgs", organization.key, "groups", id)));
  // Deleted between the list and now: not live.
  if (!answer.ok && answer.reason === "missing") return null;
  pass.resource(group);
  if (!answer.ok && isBlind(answer)) {
    for (const collection of ["projects", "members"]) pass.unreadable(address, collection, wordsOf(answer));
    return null;
  }
  const what = `group ${id}`;
  const read = decode(answers.group, answer, what);
  if (!read.ok) return pass.stop(read);
  const twice = repeatedEmail(read.value.members);
  if (twice !== undefined) return pass.stop(malformed(what, `${twice} is there twice`));
  for (const project of read.value.projects) pass.resource(groupProjectResource(address, project.id));
  for (const { id: rowId, email, pending } of read.value.members) {
    pass.resource(memberResource(address, foldEmail(email), { rowId, pending }));
  }
  return null;
}
