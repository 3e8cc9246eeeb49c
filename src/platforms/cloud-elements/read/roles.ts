import { isBlind, type Pass, wordsOf } from "../../../http/pass.ts";
import type { Failure } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import type { Value } from "../../../model/value.ts";
import { answers, decode, type RoleRecord } from "../contract.ts";
import { isInternal } from "../privileges.ts";
import { get } from "../requests.ts";
import { privilegeResource, roleAddress } from "../resources.ts";

/**
 * All roles with what they allow, in one answer (cloud-elements.md §3e). Read whether they are managed or not: what
 * anybody may do follows from them.
 */
export async function readRoles(pass: Pass, organization: Resource): Promise<Failure | null> {
  const answer = await pass.reader.read(get(["organizations", "roles"]));
  if (!answer.ok && isBlind(answer)) {
    if (pass.wants(organization, "role")) pass.unreadable(organization.address, "roles", wordsOf(answer));
    return null;
  }
  const read = decode(answers.roles, answer, "roles");
  if (!read.ok) return pass.stop(read);
  for (const record of read.value) {
    const role = roleResource(organization, record);
    pass.resource(role);
    for (const { key } of record.privileges) {
      if (!isInternal(key)) pass.resource(privilegeResource(role.address, key));
    }
  }
  return null;
}

/** Its facts are what the platform is sent along with the list of privileges, unchanged (§3e). */
function roleResource(organization: Resource, record: RoleRecord): Resource {
  const facts: Record<string, Value> = {
    internal: record.privileges.map(({ key }) => key).filter(isInternal),
  };
  for (const name of ["name", "description", "active"] as const) {
    const value = record[name];
    if (value !== undefined && value !== null) facts[name] = value;
  }
  return {
    address: roleAddress(organization.address, record.key),
    kind: "role",
    key: record.key,
    id: String(record.id),
    attributes: {},
    facts,
  };
}
