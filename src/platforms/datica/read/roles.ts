import type { Failure, Reader } from "../../../model/protocol.ts";
import { answers, decode, malformed } from "../contract.ts";
import { requests } from "../requests.ts";
import { roles } from "../roles.ts";

/** The roles of the platform: numbers by name, names by number. */
export interface RoleTable {
  readonly ids: ReadonlyMap<string, number>;
  readonly nameOf: (id: number) => string | undefined;
}

/** Roles are global, and known by their names in lower case (datica.md §2). */
export async function readRoles(reader: Reader): Promise<RoleTable | Failure> {
  const read = decode(answers.roles, await reader.read(requests.roles), what);
  if (!read.ok) return read;
  const ids = new Map<string, number>();
  const names = new Map<number, string>();
  for (const { id, name } of read.value) {
    const known = name.trim().toLowerCase();
    if (ids.has(known)) return malformed(what, `two roles are called ${known}`);
    if (names.has(id)) return malformed(what, `two roles have the id ${id}`);
    ids.set(known, id);
    names.set(id, known);
  }
  const missing = roles.find((role) => !ids.has(role));
  if (missing !== undefined) return malformed(what, `there is no role ${missing}`);
  return { ids, nameOf: (id) => names.get(id) };
}

const what = "roles";

/** The names of the roles of a list, or a failure where one has a role that nobody knows. */
export function roleNames<T extends { readonly roleID: number }>(
  table: RoleTable,
  list: readonly T[],
  of: string,
): readonly (T & { readonly role: string })[] | Failure {
  const named: (T & { readonly role: string })[] = [];
  for (const each of list) {
    const role = table.nameOf(each.roleID);
    if (role === undefined) return malformed(of, `there is no role with the id ${each.roleID}`);
    named.push({ ...each, role });
  }
  return named;
}
