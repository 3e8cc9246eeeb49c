import { isFailure } from "../../../http/failure.ts";
import { type Address, addressOf } from "../../../model/address.ts";
import type { Actor } from "../../../model/platform.ts";
import type { Failure, Reader } from "../../../model/protocol.ts";
import type { Attributes, Resource } from "../../../model/resource.ts";
import type { Value } from "../../../model/value.ts";
import { answers, type OrganizationRecord } from "../contract.ts";
import { listAll } from "../lists.ts";
import { detailsOf } from "../resources.ts";

/** The organizations that the actor is a member of; of others nothing is told (marketplace.md §3.1 O1, O3). */
export function listOrganizations(reader: Reader): Promise<readonly OrganizationRecord[] | Failure> {
  return listAll(
    reader,
    "organizations of the actor",
    answers.organizations,
    ["organizations"],
    (each) => each.id,
  );
}

export function organizationAddress(id: string): Address {
  return addressOf(null, "organizations", id);
}

export function organizationResource(from: OrganizationRecord, actor: Actor): Resource {
  return {
    address: organizationAddress(from.id),
    kind: "organization",
    key: from.id,
    id: from.id,
    attributes: detailsOf(from.name, from.description),
    facts: factsOf(actor, from.role),
  };
}

/** What the actor is in an organization, and which applications it can reach: what tells what it may do there. */
export function factsOf(actor: Actor, role: string): Attributes {
  return { ...actor.facts, email: actor.id, role };
}

/** The owner of each application that the actor can reach, by id: its own, and all that it reaches by shares (§3.4 A1). */
export async function readOwners(reader: Reader): Promise<{ readonly [clientId: string]: Value } | Failure> {
  const list = await listAll(
    reader,
    "applications of the actor",
    answers.applications,
    ["applications"],
    (each) => each.clientId,
  );
  if (isFailure(list)) return list;
  const owners: Record<string, Value> = Object.create(null);
  for (const { clientId, ownerUserId } of list) owners[clientId] = ownerUserId;
  return owners;
}
