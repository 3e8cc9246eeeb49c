/** Looks whether a write was carried out whose answer was lost. */
import { failure, isFailure } from "../../http/failure.ts";
import { plain } from "../../model/call.ts";
import { foldEmail } from "../../model/keys.ts";
import type { Failure, Success, WritePolicy } from "../../model/protocol.ts";
import { text } from "../../model/value.ts";
import { answers, type MemberRecord } from "./contract.ts";
import { listAll } from "./lists.ts";
import { segmentsOf } from "./requests.ts";

type Find = NonNullable<WritePolicy["find"]>;

const done: Success = { ok: true, status: 204, body: null };

/** An organization or a team of that name which was not there before: names are unique (marketplace.md §3.1, §3.3). */
export const findMade: Find = async (reader, request, known) => {
  const path = segmentsOf(request);
  const of = path.length === 1 ? answers.organizations : answers.teams;
  const list = await listAll<{ id: string; name: string }>(
    reader,
    path.join("/"),
    of,
    path,
    (each) => each.id,
  );
  if (isFailure(list)) return list;
  const { name } = plain(request.body);
  const made = list.find((each) => each.name === name && !known(each.id));
  return made === undefined ? null : { ok: true, status: 201, body: { data: { id: made.id } } };
};

/** Either all of a batch are there or none (§3.2 M2); whoever is there with another role was added by somebody else. */
export const findAdded: Find = async (reader, request) => {
  const path = segmentsOf(request);
  const list = await listAll(reader, path.join("/"), answers.members, path, (each) => each.userId);
  if (isFailure(list)) return list;
  const live = new Map(list.map((each) => [foldEmail(each.email), each]));
  const { members } = plain(request.body);
  const wanted = Array.isArray(members) ? members : [];
  const there: MemberRecord[] = [];
  let same = 0;
  for (const each of wanted) {
    const { email, role } = plain(each);
    const found = live.get(foldEmail(text(email) ?? ""));
    if (found === undefined) continue;
    there.push(found);
    if (found.role === role) same += 1;
  }
  if (there.length === 0) return null;
  return same === wanted.length ? done : addedByOthers(there);
};

function addedByOthers(there: readonly MemberRecord[]): Failure {
  const shown = there.slice(0, 3).map(({ email, role }) => `${email} (${role})`);
  const more = there.length > 3 ? ` and ${there.length - 3} more` : "";
  const message = `Members by now, and not by this call: ${shown.join(", ")}${more}. Plan again.`;
  return failure("conflict", "Changed", message);
}

/** Whether the organization that the path names is among the actor's own no more: left, or deleted. */
export const findGone: Find = async (reader, request) => {
  const [, id] = segmentsOf(request);
  const list = await listAll(
    reader,
    "organizations",
    answers.organizations,
    ["organizations"],
    (each) => each.id,
  );
  if (isFailure(list)) return list;
  return list.some((each) => each.id === id) ? null : done;
};
