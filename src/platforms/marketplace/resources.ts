/** Live resources, in the one shape that reading and effects give them. */
import { type Address, addressOf } from "../../model/address.ts";
import type { Resource } from "../../model/resource.ts";

/** What a name and a description are kept as; a description that is not there is empty. */
export function detailsOf(name: string, description: string | null | undefined): Resource["attributes"] {
  return { name, description: description ?? "" };
}

/** People of an organization or a team. The id is the account's own, the same wherever the person stands. */
export function personResource(
  kind: "member" | "team-member",
  home: Address,
  person: { readonly email: string; readonly role: string; readonly id?: string | undefined },
): Resource {
  return {
    address: addressOf(home, "members", person.email),
    kind,
    key: person.email,
    ...(person.id === undefined ? {} : { id: person.id }),
    attributes: { role: person.role },
  };
}

/** An application that is shared with an organization or a team, with its owner by id and, where known, by e-mail. */
export function shareResource(
  kind: "share" | "team-share",
  home: Address,
  clientId: string,
  owner: { readonly id: string; readonly email?: string | undefined },
): Resource {
  return {
    address: addressOf(home, "applications", clientId),
    kind,
    key: clientId,
    attributes: {},
    facts: { owner: owner.id, ...(owner.email === undefined ? {} : { ownerEmail: owner.email }) },
  };
}
