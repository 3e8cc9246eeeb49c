import { isFailure } from "../../../http/failure.ts";
import { isBlind, type Pass, wordsOf } from "../../../http/pass.ts";
import type { Failure } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import type { Value } from "../../../model/value.ts";
import { answers, type MemberRecord } from "../contract.ts";
import { newerFlags } from "../levels.ts";
import { findAll } from "../lists.ts";
import { find } from "../requests.ts";
import { memberAttributes, memberResource } from "../resources.ts";

/** Who may list is a policy of the organization (dnanexus.md §2.3): a refusal is a blind spot, not an error. */
export async function readMembers(pass: Pass, organization: Resource): Promise<Failure | null> {
  const list = await findAll(pass.reader, `members of ${organization.key}`, answers.members, (cursor) =>
    find(organization.key, "findMembers", cursor),
  );
  if (isFailure(list)) {
    if (!isBlind(list)) return list;
    pass.unreadable(organization.address, "members", wordsOf(list));
    return null;
  }
  for (const record of list) pass.resource(readMember(organization, record));
  return null;
}

function readMember(organization: Resource, record: MemberRecord): Resource {
  const resource = memberResource(organization.address, record.id, memberAttributes(record.level, record));
  if (record.level !== "ADMIN") return resource;
  // Which of the newer flags this installation knows: a demotion has to take them away again.
  const facts: Record<string, Value> = {};
  for (const name of newerFlags) {
    const value = record[name];
    if (typeof value === "boolean") facts[name] = value;
  }
  return { ...resource, facts };
}
