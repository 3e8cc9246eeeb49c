/** What to do when the answer to a write is lost. */
import { failure } from "../../http/failure.ts";
import { found } from "../../http/lost.ts";
import { plain } from "../../model/call.ts";
import type { Failure, Reader, Request, Success, WritePolicy } from "../../model/protocol.ts";
import { answers, decode } from "./contract.ts";
import { foldPerson } from "./kinds/keys.ts";
import { isOpen } from "./read/invites.ts";
import { requests } from "./requests.ts";

/** Sets something to a value, or adds or takes one item: the second sending finds it so (see outcome.ts). */
const safe: WritePolicy = { repeat: "safe" };

/**
 * An invite is a mail to a person and is never sent twice: it is looked for by the address, among the invites and,
 * since people are quick, among the members. One that was there before has been revoked by then, or the plan had sent none.
 */
async function findInvite(reader: Reader, request: Request): Promise<Success | null | Failure> {
  const org = decodeURIComponent(request.path.split("/")[2] ?? "");
  const { email, role } = plain(request.body);
  if (typeof email !== "string") return null;
  const isTheirs = (each: { readonly email: string }): boolean =>
    foldPerson(each.email) === foldPerson(email);
  const invites = decode(answers.invites, await reader.read(requests.invites(org)), `invites of ${org}`);
  if (!invites.ok) return invites;
  const users = decode(answers.users, await reader.read(requests.users(org)), `members of ${org}`);
  if (!users.ok) return users;
  const there = [...invites.value.filter(isOpen), ...users.value].find(isTheirs);
  if (there === undefined) return null;
  if (there.roleID === role) return found({ id: there.id });
  return failure("conflict", "Changed", `${email} has another role by now than was invited. Plan again.`);
}

const invite = { repeat: "check", find: findInvite } as const satisfies WritePolicy;

/** By operation: finer than routes where the role × action table is (datica.md §2). */
export const writes = {
  "organization.update": safe,
  "invite.send-member": invite,
  "invite.send-admin": invite,
  "invite.revoke": safe,
  "member.set-role": safe,
  "member.remove-member": safe,
  "member.remove-any": safe,
  "environment.rename": safe,
  "environment.grant": safe,
  "environment.revoke": safe,
  "group.create": safe,
  "group.update": safe,
  "group.delete": safe,
  "group.join": safe,
  "group.leave": safe,
  // Never sent: the preflight stops them.
  "group.update-protected": { repeat: "never" },
  "group.delete-protected": { repeat: "never" },
} as const satisfies Readonly<Record<string, WritePolicy>>;

/** The name of a write, under which the protocol, the rules, calls and effects know it. */
export type Operation = keyof typeof writes;
