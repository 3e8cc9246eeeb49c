import { isFailure } from "../../../http/failure.ts";
import { isBlind, type Pass, wordsOf } from "../../../http/pass.ts";
import { foldEmail, repeatedEmail } from "../../../model/keys.ts";
import type { Failure, Outcome } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import { answers, decode, type ManagerRecord, malformed } from "../contract.ts";
import { enterprises, get } from "../requests.ts";
import { administratorResource, ownerResource } from "../resources.ts";

/** The owner, the administrators with those invited, and who has been offered the ownership (cloud-console.md §3.3). */
export async function readManagers(pass: Pass, organization: Resource): Promise<Failure | null> {
  const offers = pass.wants(organization, "owner") || pass.wants(organization, "administrator");
  const [list, offer] = await Promise.all([
    listManagers(pass, organization),
    offers ? pass.reader.read(get(enterprises("orgs", organization.key, "transfer"))) : null,
  ]);
  if (isFailure(list)) {
    if (!isBlind(list)) return pass.stop(list);
    for (const collection of ["owners", "administrators"]) {
      pass.unreadable(organization.address, collection, wordsOf(list));
    }
    return null;
  }
  for (const { id, email, role, pending } of list) {
    const make = role === "owner" ? ownerResource : administratorResource;
    pass.resource(make(organization.address, foldEmail(email), { rowId: id, pending }));
  }
  return offer === null ? null : readOffer(pass, organization, offer);
}

/** The list has exactly one owner: without, it is short. */
async function listManagers(pass: Pass, organization: Resource): Promise<readonly ManagerRecord[] | Failure> {
  const what = `administrators of ${organization.key}`;
  const read = decode(
    answers.managers,
    await pass.reader.read(get(enterprises("orgs", organization.key, "admins"))),
    what,
  );
  if (!read.ok) return read;
  const owners = read.value.filter(({ role, pending }) => role === "owner" && !pending).length;
  if (owners !== 1) return malformed(what, `it has ${owners} owners instead of one`);
  const odd = read.value.find(({ role, pending }) => pending !== (role === ""));
  if (odd !== undefined) return malformed(what, `${odd.email} is pending and has a role, or neither`);
  const twice = repeatedEmail(read.value);
  return twice === undefined ? read.value : malformed(what, `${twice} is there twice`);
}

function readOffer(pass: Pass, organization: Resource, answer: Outcome): Failure | null {
  if (!answer.ok && answer.reason === "missing") return null;
  if (!answer.ok && isBlind(answer)) {
    pass.unreadable(organization.address, "owners", wordsOf(answer));
    return null;
  }
  const read = decode(answers.transfer, answer, `transfer of ${organization.key}`);
  if (!read.ok) return pass.stop(read);
  const { email, userId } = read.value;
  pass.resource(ownerResource(organization.address, foldEmail(email), { rowId: userId, pending: true }));
  return null;
}
