import type { Failure, Reader } from "../../../model/protocol.ts";
import { answers, decode, type InviteEntry } from "../contract.ts";
import { requests } from "../requests.ts";
import { type RoleTable, roleNames } from "./roles.ts";

export type Invite = InviteEntry & { readonly role: string };

/** The list gives pending ones only, but each also says whether it was used or taken back (datica.md §6). */
export function isOpen({ consumed, revoked }: InviteEntry): boolean {
  return consumed !== true && revoked !== true;
}

export async function readInvites(
  reader: Reader,
  org: string,
  roles: RoleTable,
): Promise<readonly Invite[] | Failure> {
  const what = `invites of ${org}`;
  const read = decode(answers.invites, await reader.read(requests.invites(org)), what);
  return read.ok ? roleNames(roles, read.value.filter(isOpen), what) : read;
}
