import { isFailure } from "../../../http/failure.ts";
import type { Failure, Reader } from "../../../model/protocol.ts";
import { answers, decode, type UserEntry } from "../contract.ts";
import { foldPerson } from "../kinds/keys.ts";
import { requests } from "../requests.ts";
import { type RoleTable, roleNames } from "./roles.ts";

export type Person = UserEntry & { readonly role: string };

/** The members of an organization: who is meant by an id on the wire, and by an e-mail in a file. */
export interface People {
  readonly list: readonly Person[];
  readonly withId: (id: string) => Person | undefined;
  /** As files know the account: by its e-mail; by its id where it is no member, or where several have that e-mail. */
  readonly keyOf: (id: string) => string;
  /** E-mails that several accounts have, apart from case. */
  readonly shared: readonly string[];
}

export async function readPeople(reader: Reader, org: string, roles: RoleTable): Promise<People | Failure> {
  const what = `members of ${org}`;
  const read = decode(answers.users, await reader.read(requests.users(org)), what);
  if (!read.ok) return read;
  const list = roleNames(roles, read.value, what);
  return isFailure(list) ? list : peopleOf(list);
}

function peopleOf(list: readonly Person[]): People {
  const byId = new Map(list.map((person) => [person.id, person]));
  const owners = new Map<string, string>();
  const shared = new Set<string>();
  for (const { id, email } of list) {
    const key = foldPerson(email);
    const other = owners.get(key);
    if (other !== undefined && other !== id) shared.add(key);
    owners.set(key, id);
  }
  return {
    list: [...byId.values()],
    withId: (id) => byId.get(id),
    keyOf: (id) => {
      const email = byId.get(id)?.email;
      const key = email === undefined ? id : foldPerson(email);
      return shared.has(key) ? id : key;
    },
    shared: [...shared],
  };
}
