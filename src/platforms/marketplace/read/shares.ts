import { isFailure } from "../../../http/failure.ts";
import { isBlind, type Pass, wordsOf } from "../../../http/pass.ts";
import type { Failure } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import { answers } from "../contract.ts";
import { listAll } from "../lists.ts";
import { shareResource } from "../resources.ts";

/** E-mails by account id, as far as they are known; resolves once the members have been read. */
export type Emails = Promise<ReadonlyMap<string, string>>;

/** Reads the applications that are shared with an organization or a team, each with its owner (marketplace.md §3.4 A6). */
export async function readShares(
  pass: Pass,
  kind: "share" | "team-share",
  home: Resource,
  path: readonly string[],
  emails: Emails,
): Promise<Failure | null> {
  const what = `applications of ${String(home.attributes.name)}`;
  const list = await listAll(
    pass.reader,
    what,
    answers.applications,
    [...path, "applications"],
    (each) => each.clientId,
  );
  if (isFailure(list)) {
    if (!isBlind(list)) return list;
    pass.unreadable(home.address, "applications", wordsOf(list));
    return null;
  }
  const known = await emails;
  for (const { clientId, ownerUserId: id } of list) {
    pass.resource(shareResource(kind, home.address, clientId, { id, email: known.get(id) }));
  }
  return null;
}
