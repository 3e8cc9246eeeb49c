import { isFailure } from "../../http/failure.ts";
import { all, createPass } from "../../http/pass.ts";
/**
 * Live state. Requests of a read = list pages + one detail read per object whose list lacks managed data + a
 * constant:
 *
 * - organizations: one list (pages of 1,000) where several are asked for, and a describe for each that the list does
 *   not have; a describe where one is asked for
 * - members: one list an organization, where wanted
 * - projects: one list an organization, where wanted; a describe for each project whose grants are wanted and that the
 *   actor may read, since no list holds permissions (dnanexus.md §6.6)
 * - apps: one list an organization, where wanted; a describe and a list of developers for each app that is wanted
 *
 * All of them side by side; the client limits how many are under way.
 */
import type { Observation, Presence, Reading, ReadRequest } from "../../model/platform.ts";
import type { Failure, Reader } from "../../model/protocol.ts";
import type { Resource } from "../../model/resource.ts";
import { order } from "../../model/value.ts";
import { answers, decode } from "./contract.ts";
import { everybody } from "./kinds/keys.ts";
import { findAll } from "./lists.ts";
import { readApps } from "./read/apps.ts";
import { readMembers } from "./read/members.ts";
import { readOrganizations } from "./read/organizations.ts";
import { readProjects } from "./read/projects.ts";
import { fieldsOf, find, post } from "./requests.ts";

async function read(
  reader: Reader,
  request: ReadRequest,
  emit: (observation: Observation) => void,
): Promise<Failure | null> {
  const pass = createPass(reader, request, emit);
  const asked = [...new Set(request.organizations.map(({ key }) => key.toLowerCase()))];
  const inside = async (organization: Resource): Promise<Failure | null> => {
    const parts: Promise<Failure | null>[] = [];
    if (pass.wants(organization, "member")) parts.push(readMembers(pass, organization));
    if (pass.wants(organization, "project")) parts.push(readProjects(pass, organization));
    if (pass.wants(organization, "app")) parts.push(readApps(pass, organization));
    const failure = await all(parts);
    if (failure !== null) pass.stop(failure);
    return failure;
  };
  return readOrganizations(pass, asked, inside);
}

/** Organizations that the actor administers: of the others it may neither list projects nor change anything. */
async function discover(reader: Reader): Promise<readonly string[] | Failure> {
  const list = await findAll(reader, "organizations of the actor", answers.organizations, (cursor) =>
    find("system", "findOrgs", cursor, { level: "ADMIN" }),
  );
  return isFailure(list) ? list : list.map((entry) => entry.id).sort(order);
}

/** Asked before anything is applied: bursts of requests about nobody earn a block (dnanexus.md §6.11). */
async function lookup(
  reader: Reader,
  names: readonly string[],
): Promise<ReadonlyMap<string, Presence> | Failure> {
  const found = new Map<string, Presence>();
  const failure = await all(
    [...new Set(names)].map(async (name) => {
      if (name === everybody) {
        found.set(name, "exists");
        return null;
      }
      if (!/^(user|org)-./.test(name)) {
        found.set(name, "missing");
        return null;
      }
      const answer = await reader.read(post(name, "describe", fieldsOf(["id"])));
      const read = decode(answers.anything, answer, name);
      if (read.ok) found.set(name, "exists");
      else if (read.reason === "missing") found.set(name, "missing");
      else if (read.reason === "forbidden") found.set(name, "unknown");
      else return read;
      return null;
    }),
  );
  return failure ?? found;
}

/** Reading DNAnexus. */
export const reading: Reading = {
  identify: async (reader) => {
    const read = decode(answers.whoami, await reader.read(post("system", "whoami")), "whoami");
    return read.ok ? { id: read.value.id } : read;
  },
  read,
  discover,
  lookup,
};
