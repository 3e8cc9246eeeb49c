import { isBlind, type Pass } from "../../../http/pass.ts";
import type { Actor } from "../../../model/platform.ts";
import type { Failure } from "../../../model/protocol.ts";
import { type Attributes, emptyAttributes, type Resource } from "../../../model/resource.ts";
import { answers, decode, type OrganizationRecord } from "../contract.ts";
import { policyAttributes } from "../policy.ts";
import { get } from "../requests.ts";
import { organizationAddress } from "../resources.ts";

/** A credential belongs to one organization (cloud-elements.md §3b). */
export async function readOrganization(pass: Pass): Promise<OrganizationRecord | Failure> {
  const read = decode(
    answers.organization,
    await pass.reader.read(get(["organizations", "me"])),
    "organization",
  );
  return read.ok ? read.value : pass.stop(read);
}

export function organizationResource(from: OrganizationRecord, facts: Attributes): Resource {
  const attributes = Object.assign(
    emptyAttributes(),
    { name: from.name },
    policyAttributes(from.passwordPolicy),
  );
  for (const name of ["twoFactorAuthEnabled", "twoFactorAuthMethod"] as const) {
    const value = from[name];
    if (value !== undefined && value !== null) attributes[name] = value;
  }
  const id = String(from.id);
  return { address: organizationAddress(id), kind: "organization", key: id, id, attributes, facts };
}

/**
 * The actor's own roles and what they allow: what it may do where neither the users nor the roles are read. Everybody
 * may read the own ones (§2); whoever may not even be found by mail has none that Charter could use.
 */
export async function readStanding(
  pass: Pass,
  actor: Actor,
): Promise<{ readonly facts: Attributes } | Failure> {
  const id = actor.facts?.id;
  if (typeof id !== "string") return { facts: {} };
  const answer = await pass.reader.read(get(["users", id, "roles"]));
  if (!answer.ok && isBlind(answer)) return { facts: {} };
  const read = decode(answers.heldRoles, answer, `roles of ${actor.id}`);
  if (!read.ok) return pass.stop(read);
  const privileges = read.value.flatMap((role) => (role.privileges ?? []).map(({ key }) => key));
  const roles = read.value.map(({ key }) => key);
  return { facts: { actor: actor.id, roles, privileges: [...new Set(privileges)] } };
}
