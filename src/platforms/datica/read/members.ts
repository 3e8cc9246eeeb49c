import type { Pass } from "../../../http/pass.ts";
import type { Resource } from "../../../model/resource.ts";
import { foldPerson } from "../kinds/keys.ts";
import { invitedResource, memberResource } from "../resources.ts";
import type { Stored } from "./grants.ts";
import type { Invite } from "./invites.ts";
import type { People } from "./people.ts";

/**
 * Members, and who is invited. Somebody who is both has joined: the invite that is still open stays among the facts,
 * since its code is good for anybody (datica.md §5.3, §6).
 */
export function emitMembers(
  pass: Pass,
  { address }: Resource,
  people: People,
  invites: readonly Invite[],
  stored: Stored,
): void {
  const open = new Map<string, Invite>();
  const shared = new Set(people.shared);
  for (const invite of invites) {
    const key = foldPerson(invite.email);
    if (open.has(key)) shared.add(key);
    open.set(key, invite);
  }
  for (const { id, email, role } of people.list) {
    const key = foldPerson(email);
    if (shared.has(key)) continue;
    const invite = open.get(key);
    open.delete(key);
    pass.resource(
      memberResource(address, key, role, {
        user: id,
        stored: stored.get(id)?.sort() ?? [],
        ...(invite === undefined ? {} : { invite: { id: invite.id, role: invite.role } }),
      }),
    );
  }
  for (const [key, { id, role }] of open) {
    if (!shared.has(key)) pass.resource(invitedResource(address, key, role, id));
  }
  if (shared.size === 0) return;
  pass.unreadable(
    address,
    "members",
    `Several accounts or invites have one e-mail address, apart from case: ${[...shared].sort().join(", ")}. Have all but one removed there.`,
  );
}
