import { isFailure } from "../../../http/failure.ts";
import { isBlind, type Pass, wordsOf } from "../../../http/pass.ts";
import { foldEmail, repeatedEmail } from "../../../model/keys.ts";
import type { Failure } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import { answers, malformed } from "../contract.ts";
import { listAll } from "../lists.ts";
import { personResource } from "../resources.ts";

/**
 * Reads the members of an organization or a team. Gives their e-mails by account id, null where they may not be read.
 *
 * @param path of the organization or the team
 */
export async function readPeople(
  pass: Pass,
  kind: "member" | "team-member",
  home: Resource,
  path: readonly string[],
): Promise<ReadonlyMap<string, string> | null | Failure> {
  const what = `members of ${String(home.attributes.name)}`;
  const list = await listAll(pass.reader, what, answers.members, [...path, "members"], (each) => each.userId);
  if (isFailure(list)) {
    if (!isBlind(list)) return list;
    pass.unreadable(home.address, "members", wordsOf(list));
    return null;
  }
  // E-mails tell people apart (marketplace.md §6.13).
  const twice = repeatedEmail(list);
  if (twice !== undefined) {
    return pass.stop(malformed(what, `two of them have the e-mail ${foldEmail(twice)}`));
  }
  const emails = new Map<string, string>();
  for (const { userId, email: written, role } of list) {
    const email = foldEmail(written);
    emails.set(userId, email);
    pass.resource(personResource(kind, home.address, { email, role, id: userId }));
  }
  return emails;
}
