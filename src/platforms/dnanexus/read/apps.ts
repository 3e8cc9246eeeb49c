import type { Contract } from "../../../http/contract.ts";
import { isFailure } from "../../../http/failure.ts";
import { all, isBlind, type Pass, wordsOf } from "../../../http/pass.ts";
import { addressOf } from "../../../model/address.ts";
import type { Failure } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import { answers, decode } from "../contract.ts";
import { findAll } from "../lists.ts";
import { fieldsOf, find, post } from "../requests.ts";
import { type AppList, listedResource } from "../resources.ts";

/** The apps billed to an organization, and who may use and develop each that is wanted (dnanexus.md §3.4, §3.7). */
export async function readApps(pass: Pass, organization: Resource): Promise<Failure | null> {
  const list = await findAll(pass.reader, `apps of ${organization.key}`, answers.apps, (cursor) =>
    find(organization.key, "findApps", cursor, { describe: fieldsOf(["name"]) }),
  );
  if (isFailure(list)) {
    if (!isBlind(list)) return list;
    pass.unreadable(organization.address, "apps", wordsOf(list));
    return null;
  }
  // Several versions of one app are one app: its lists belong to the name.
  const names = new Map(list.map((entry) => [`app-${entry.describe.name}`, entry.id]));
  return all([...names].map(([key, id]) => readApp(pass, organization, key, id)));
}

async function readApp(pass: Pass, organization: Resource, key: string, id: string): Promise<Failure | null> {
  // No id: each version has its own, and a new version is no other app.
  const app: Resource = {
    address: addressOf(organization.address, "apps", key),
    kind: "app",
    key,
    attributes: {},
  };
  pass.resource(app);
  // Both, if one is wanted: only developers may change either list, so the developers tell what the actor may do.
  if (!pass.wants(app, "authorized-user") && !pass.wants(app, "developer")) return null;
  return all([
    readList(pass, app, "authorizedUsers", {
      request: post(id, "describe", fieldsOf(["authorizedUsers"])),
      read: answers.authorizedUsers,
    }),
    readList(pass, app, "developers", { request: post(id, "listDevelopers"), read: answers.developers }),
  ]);
}

async function readList<L extends AppList>(
  pass: Pass,
  app: Resource,
  list: L,
  from: { readonly request: ReturnType<typeof post>; readonly read: Contract<Record<L, string[]>> },
): Promise<Failure | null> {
  const answer = await pass.reader.read(from.request);
  if (!answer.ok && isBlind(answer)) {
    pass.unreadable(app.address, list, wordsOf(answer));
    return null;
  }
  const read = decode(from.read, answer, `${list} of ${app.key}`);
  if (!read.ok) return read;
  for (const principal of new Set(read.value[list]))
    pass.resource(listedResource(app.address, list, principal));
  return null;
}
