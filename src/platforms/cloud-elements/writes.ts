/**
 * What to do when the answer to a write is lost. Most writes set something to a value and may be sent again; what makes
 * something is looked for first.
 */
import { failure, isFailure } from "../../http/failure.ts";
import { found, onlyNew } from "../../http/lost.ts";
import { encodeSegment, plain } from "../../model/call.ts";
import { foldEmail } from "../../model/keys.ts";
import type { Failure, Reader, Request, Success, WritePolicy } from "../../model/protocol.ts";
import { text } from "../../model/value.ts";
import { answers, decode } from "./contract.ts";
import { currentPolicy, currentPrivileges } from "./current.ts";
import { listAll } from "./lists.ts";

const safe: WritePolicy = { repeat: "safe" };

/** Planned only to be stopped: nobody may do it, so it is never sent. */
const never: WritePolicy = { repeat: "never" };

/** Whether a second account of the same external id is refused is not known (cloud-elements.md §6). */
async function findAccount(
  reader: Reader,
  request: Request,
  known: (id: string) => boolean,
): Promise<Success | null | Failure> {
  const externalId = text(plain(request.body).externalId);
  if (externalId === undefined) return null;
  const list = await listAll(reader, "accounts", answers.accounts, ["accounts"]);
  if (isFailure(list)) return list;
  return onlyNew(
    list.filter((each) => each.externalId === externalId),
    known,
    `Several new accounts have the external id "${externalId}"`,
  );
}

/** A second one with the same mail is refused (§5.4), so the user is looked for where it was to be made. */
async function findUser(
  reader: Reader,
  request: Request,
  known: (id: string) => boolean,
): Promise<Success | null | Failure> {
  const mail = text(plain(request.body).email);
  if (mail === undefined) return null;
  const answer = await reader.read({ method: "GET", path: `${request.path}/${encodeSegment(mail)}` });
  if (!answer.ok && answer.reason === "missing") return null;
  const read = decode(answers.user, answer, `user ${mail}`);
  if (!read.ok) return read;
  const [user] = [read.value].flat();
  if (user === undefined || foldEmail(user.email) !== foldEmail(mail)) return null;
  if (!known(String(user.id))) return found({ id: user.id });
  return failure(
    "conflict",
    "Changed",
    `${mail} belongs to the user ${user.id}, who was there before. Plan again.`,
  );
}

const makesUser = { repeat: "check", find: findUser } as const;

/** By operation. `organizationUser` is a user of the default account, `accountUser` one of any other (§3d). */
export const writes = {
  "organization.rename": safe,
  "organization.setTwoFactor": safe,
  "organization.setTwoFactorWithoutMethod": never,
  "organization.setPolicy": { repeat: "safe", current: currentPolicy },
  "organization.setUnacceptablePolicy": never,
  "roles.setPrivileges": { repeat: "safe", current: currentPrivileges },
  "account.create": { repeat: "check", find: findAccount },
  "account.update": safe,
  "account.delete": safe,
  "account.deleteDefault": never,
  "organizationUser.create": makesUser,
  "organizationUser.createAdmin": makesUser,
  "organizationUser.createOrgAdmin": makesUser,
  "organizationUser.update": safe,
  "organizationUser.deactivate": safe,
  "organizationUser.reactivate": safe,
  "accountUser.create": makesUser,
  "accountUser.createAdmin": makesUser,
  "accountUser.createOrgAdmin": never,
  "accountUser.update": safe,
  "accountUser.deactivate": safe,
  "accountUser.reactivate": safe,
  "user.giveAdmin": safe,
  "user.giveOrgAdmin": safe,
  "user.takeAdmin": safe,
  "user.takeOrgAdmin": safe,
  "user.createWithTakenMail": never,
  "accountUser.giveOrgAdmin": never,
} as const satisfies Readonly<Record<string, WritePolicy>>;

/** The name of a write, under which the protocol, the rules, calls and effects know it. */
export type Operation = keyof typeof writes;
