/**
 * What to do when the answer to a write is lost. Most writes set something to a value and may be sent again
 * (dnanexus.md §4, as the platform's own client does); some make something that is
 * looked for first.
 */
import { failure, isFailure } from "../../http/failure.ts";
import { found, onlyNew } from "../../http/lost.ts";
import { plain } from "../../model/call.ts";
import type { Failure, Reader, Request, Success, WritePolicy } from "../../model/protocol.ts";
import { equal, type Value } from "../../model/value.ts";
import { answers, decode } from "./contract.ts";
import { rankOf } from "./levels.ts";
import { findAll } from "./lists.ts";
import { fieldsOf, find, post } from "./requests.ts";

const safe: WritePolicy = { repeat: "safe" };

function object(request: Request): string {
  return decodeURIComponent(request.path.split("/")[1] ?? "");
}

/** What a second invitation of a member does is not known (§8.1), so the member is looked for. */
async function findMember(reader: Reader, request: Request): Promise<Success | null | Failure> {
  const organization = object(request);
  const { invitee: user, level = "MEMBER" } = plain(request.body);
  if (typeof user !== "string") return null;
  const what = `member ${user} of ${organization}`;
  const list = await findAll(reader, what, answers.members, (cursor) =>
    find(organization, "findMembers", cursor, { id: [user] }),
  );
  if (isFailure(list)) return list;
  const there = list.find((each) => each.id === user);
  if (there === undefined) return null;
  if (there.level === level) return found({ id: organization, state: "accepted" });
  return failure(
    "conflict",
    "Changed",
    `${user} is a member of ${organization} by now, as ${there.level}. Plan again.`,
  );
}

/** Only raises, and with notifications off a second one does nothing; still the vendor's client never repeats it. */
async function findGrant(reader: Reader, request: Request): Promise<Success | null | Failure> {
  const project = object(request);
  const { invitee: principal, level: wanted } = plain(request.body);
  const answer = await reader.read(post(project, "describe", fieldsOf(["permissions"])));
  const read = decode(answers.permissions, answer, `permissions of ${project}`);
  if (!read.ok) return read;
  const level =
    typeof principal === "string" && Object.hasOwn(read.value.permissions, principal)
      ? read.value.permissions[principal]
      : undefined;
  return level !== undefined && rankOf(level) >= rankOf(wanted)
    ? found({ id: project, state: "accepted" })
    : null;
}

/** Names are not unique: only a project that was not there when the run started can be the one. */
async function findProject(
  reader: Reader,
  request: Request,
  known: (id: string) => boolean,
): Promise<Success | null | Failure> {
  const { billTo: organization, name } = plain(request.body);
  if (typeof organization !== "string" || typeof name !== "string") return null;
  const what = `projects of ${organization} named "${name}"`;
  const list = await findAll(reader, what, answers.projectIds, (cursor) =>
    find(organization, "findProjects", cursor, { name }),
  );
  if (isFailure(list)) return list;
  return onlyNew(list, known, `Several new projects of ${organization} are named "${name}"`);
}

/** After leaving, a second `leave` has nobody to let go; what it answers is not known. */
async function findLeft(reader: Reader, request: Request): Promise<Success | null | Failure> {
  const project = object(request);
  const who = decode(answers.whoami, await reader.read(post("system", "whoami")), "whoami");
  if (!who.ok) return who;
  const answer = await reader.read(post(project, "describe", fieldsOf(["permissions"])));
  if (!answer.ok && answer.reason === "forbidden") return found({ id: project });
  const read = decode(answers.permissions, answer, `permissions of ${project}`);
  if (!read.ok) return read;
  return Object.hasOwn(read.value.permissions, who.value.id) ? null : found({ id: project });
}

/**
 * An update that names a version is refused when it is sent a second time (§6.17), so it is looked for: whether the
 * project is as the update says.
 */
async function findUpdated(reader: Reader, request: Request): Promise<Success | null | Failure> {
  const project = object(request);
  const { version: _version, ...wanted } = plain(request.body);
  const answer = await reader.read(post(project, "describe", fieldsOf(Object.keys(wanted))));
  const read = decode(answers.settings, answer, `settings of ${project}`);
  if (!read.ok) return read;
  const isSo = ([name, value]: [string, Value]): boolean => equal(read.value[name] ?? null, value);
  return Object.entries(wanted).every(isSo) ? found({ id: project }) : null;
}

/** By operation. `org.new` carries a nonce: the same body within an hour gives the same organization. */
export const writes = {
  "org.new": safe,
  "org.update": safe,
  "org.invite": { repeat: "check", find: findMember },
  "org.setMemberAccess": safe,
  "org.removeMember": safe,
  "project.new": { repeat: "check", find: findProject },
  "project.update": { repeat: "check", find: findUpdated },
  "project.destroy": safe,
  "project.invite": { repeat: "check", find: findGrant },
  "project.decreasePermissions": safe,
  "project.leave": { repeat: "check", find: findLeft },
  "app.addAuthorizedUsers": safe,
  "app.removeAuthorizedUsers": safe,
  "app.addDevelopers": safe,
  "app.removeDevelopers": safe,
} as const satisfies Readonly<Record<string, WritePolicy>>;

/** The name of a write, under which the protocol, the rules, calls and effects know it. */
export type Operation = keyof typeof writes;
