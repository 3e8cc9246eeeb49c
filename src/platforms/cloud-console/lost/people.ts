/** Invitations and offers that a lost answer may have told of. */
import { found } from "../../../http/lost.ts";
import { plain } from "../../../model/call.ts";
import { foldEmail } from "../../../model/keys.ts";
import type { Failure, Reader, Request, Success } from "../../../model/protocol.ts";
import { answers, decode } from "../contract.ts";
import { enterprises, get, pathOf } from "../requests.ts";

type Finding = Promise<Success | null | Failure>;

/** Invited by now, or accepted already. */
export async function findAdministrator(reader: Reader, request: Request): Finding {
  const [, organization = ""] = pathOf(request);
  const list = decode(
    answers.managers,
    await reader.read(get(enterprises("orgs", organization, "admins"))),
    "administrators",
  );
  return list.ok ? rowOf(list.value, request) : list;
}

export async function findMember(reader: Reader, request: Request): Finding {
  const [, organization = "", , group = ""] = pathOf(request);
  const answer = await reader.read(get(enterprises("orgs", organization, "groups", group)));
  const read = decode(answers.group, answer, "members of the group");
  return read.ok ? rowOf(read.value.members, request) : read;
}

function rowOf(
  rows: readonly { readonly id: string; readonly email: string }[],
  request: Request,
): Success | null {
  const { email } = plain(request.body);
  const row = rows.find((each) => typeof email === "string" && foldEmail(each.email) === foldEmail(email));
  return row === undefined ? null : found({ id: row.id });
}

/** The offer waits for its acceptance, or has been accepted: then that person is the owner. */
export async function findOffer(reader: Reader, request: Request): Finding {
  const [, organization = ""] = pathOf(request);
  const { userId } = plain(request.body);
  const answer = await reader.read(get(enterprises("orgs", organization, "transfer")));
  if (answer.ok || answer.reason !== "missing") {
    const offer = decode(answers.transfer, answer, "transfer");
    if (!offer.ok) return offer;
    return offer.value.userId === userId ? found({ userId: offer.value.userId }) : null;
  }
  const managers = await reader.read(get(enterprises("orgs", organization, "admins")));
  const list = decode(answers.managers, managers, "administrators");
  if (!list.ok) return list;
  const owner = list.value.find(({ role, id }) => role === "owner" && id === userId);
  return owner === undefined ? null : found({ userId: owner.id });
}
