/**
 * Live state. Requests of a read = list pages + a constant:
 *
 * - the organization: one, and one for the actor's own roles
 * - roles and privileges: one
 * - accounts: one list, where wanted
 * - users: one list an account, where wanted; and one request a user whose roles the list does not tell
 *
 * The users of an account are in no wider list: that of the organization does not say whose they are
 * (cloud-elements.md §1, §3d). All of them side by side; the client limits how many are under way.
 */
import { failure, isFailure } from "../../http/failure.ts";
import { all, createPass } from "../../http/pass.ts";
import { foldEmail } from "../../model/keys.ts";
import {
  type Actor,
  type Observation,
  type Reading,
  type ReadRequest,
  seeker,
} from "../../model/platform.ts";
import type { Failure, Reader } from "../../model/protocol.ts";
import { answers, decode, malformed } from "./contract.ts";
import { noMail } from "./protocol.ts";
import { readAccounts } from "./read/accounts.ts";
import { organizationResource, readOrganization, readStanding } from "./read/organization.ts";
import { readRoles } from "./read/roles.ts";
import { get } from "./requests.ts";

async function read(
  reader: Reader,
  request: ReadRequest,
  emit: (observation: Observation) => void,
): Promise<Failure | null> {
  const pass = createPass(reader, request, emit);
  const [own, standing] = await Promise.all([readOrganization(pass), readStanding(pass, request.actor)]);
  if (isFailure(own)) return own;
  if (isFailure(standing)) return standing;
  if (!seeker(request.organizations)(String(own.id), own.name)) return null;
  const organization = organizationResource(own, standing.facts);
  pass.resource(organization);
  const parts = [readRoles(pass, organization)];
  if (pass.wants(organization, "account")) parts.push(readAccounts(pass, organization));
  return all(parts);
}

/**
 * No call tells whose a secret is, so the mail stands beside it: Charter's own (§3). That there is such a user is
 * checked; whoever may not look up users is taken at their word, and can do nothing that Charter plans anyway.
 */
async function identify(reader: Reader): Promise<Actor | Failure> {
  const mail = foldEmail(reader.known?.get("email") ?? "");
  if (mail === "") return noMail();
  const answer = await reader.read(get(["users", mail]));
  if (!answer.ok && answer.reason === "forbidden") return { id: mail };
  if (!answer.ok && answer.reason === "missing") {
    return failure(
      "unauthenticated",
      "NoSuchUser",
      `The organization has no user with the mail ${mail}. It must be that of the user whose secret is used.`,
    );
  }
  const found = decode(answers.user, answer, `user ${mail}`);
  if (!found.ok) return found;
  const [user] = [found.value].flat();
  if (user === undefined || foldEmail(user.email) !== mail) {
    return malformed(`user ${mail}`, "it is about somebody else");
  }
  const name = [user.firstName, user.lastName].filter((part) => typeof part === "string").join(" ");
  return { id: mail, ...(name === "" ? {} : { name }), facts: { id: String(user.id) } };
}

/** A credential belongs to one organization. */
async function discover(reader: Reader): Promise<readonly string[] | Failure> {
  const found = decode(answers.organization, await reader.read(get(["organizations", "me"])), "organization");
  return found.ok ? [String(found.value.id)] : found;
}

/** Reading Cloud Elements. */
export const reading: Reading = { identify, read, discover };
