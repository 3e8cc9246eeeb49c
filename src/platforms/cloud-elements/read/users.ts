import { isFailure } from "../../../http/failure.ts";
import { all, isBlind, type Pass, wordsOf } from "../../../http/pass.ts";
import { foldEmail } from "../../../model/keys.ts";
import type { Failure } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import { answers, decode, type UserRecord } from "../contract.ts";
import { listAll, withoutUsers } from "../lists.ts";
import { get } from "../requests.ts";
import { userAddress, userAttributes } from "../resources.ts";
import { isGiven } from "../roles.ts";

/**
 * The users of an account: those of the default one by the organization's view, whose privileges they are under
 * (cloud-elements.md §3d). One request more for each user whose roles the list does not tell (§6).
 */
export async function readUsers(pass: Pass, account: Resource): Promise<Failure | null> {
  const path =
    account.facts?.defaultAccount === true ? ["organizations", "users"] : ["accounts", account.key, "users"];
  const what = `users of account ${account.key}`;
  const list = await listAll(withoutUsers(pass.reader), what, answers.users, path);
  if (isFailure(list)) {
    if (!isBlind(list)) return pass.stop(list);
    pass.unreadable(account.address, "users", wordsOf(list));
    return null;
  }
  const twice = sameMail(list);
  if (twice !== null) {
    pass.unreadable(account.address, "users", twice);
    return null;
  }
  return all(list.map((record) => readUser(pass, account, record)));
}

async function readUser(pass: Pass, account: Resource, record: UserRecord): Promise<Failure | null> {
  const known = record.roles?.map(({ key }) => key);
  const roles = known ?? (await rolesOf(pass, record));
  if (isFailure(roles)) {
    // Deleted between the list and now: not live.
    if (roles.reason === "missing") return null;
    if (!isBlind(roles)) return pass.stop(roles);
    pass.unreadable(userAddress(account.address, foldEmail(record.email)), null, wordsOf(roles));
    return null;
  }
  pass.resource(userResource(account, record, roles));
  return null;
}

async function rolesOf(pass: Pass, { id, email }: UserRecord): Promise<readonly string[] | Failure> {
  const answer = await pass.reader.read(get(["users", String(id), "roles"]));
  const read = decode(answers.heldRoles, answer, `roles of ${email}`);
  return read.ok ? read.value.map(({ key }) => key) : read;
}

function userResource(account: Resource, record: UserRecord, roles: readonly string[]): Resource {
  const key = foldEmail(record.email);
  return {
    address: userAddress(account.address, key),
    kind: "user",
    key,
    id: String(record.id),
    attributes: userAttributes(record, roles),
    facts: { systemRoles: roles.filter((role) => !isGiven(role)) },
  };
}

/** Whether two mails differ only in case: then nobody can tell whom a file means. */
function sameMail(list: readonly UserRecord[]): string | null {
  const seen = new Map<string, UserRecord>();
  for (const user of list) {
    const key = foldEmail(user.email);
    const first = seen.get(key);
    if (first !== undefined) {
      return `The users ${first.id} and ${user.id} have the same mail, ${key}, in different case. Change one of them in the console.`;
    }
    seen.set(key, user);
  }
  return null;
}
