/**
 * Live state. Requests of a read (datica.md §3):
 *
 * - the actor's organizations and the roles: one list each; a detail read for each organization that is sought, since
 *   the list does not say whether a second factor is demanded
 * - members and invites: one list each, where wanted; members also where grants or people in groups are wanted, which
 *   are known by account ids
 * - environments: the pods, and one list a pod for all organizations together; one list of users for each environment
 *   whose grants are wanted
 * - groups with their people: one list, where wanted
 *
 * All of them side by side; the client limits how many are under way.
 */
import { isFailure } from "../../http/failure.ts";
import { all, createPass, once } from "../../http/pass.ts";
import { type Observation, type Reading, type ReadRequest, seeker } from "../../model/platform.ts";
import type { Failure, Reader } from "../../model/protocol.ts";
import { order } from "../../model/value.ts";
import { answers, decode } from "./contract.ts";
import { foldPerson } from "./kinds/keys.ts";
import { readEnvironments } from "./read/environments.ts";
import { readOrganization } from "./read/organization.ts";
import { readRoles } from "./read/roles.ts";
import { requests } from "./requests.ts";

async function read(
  reader: Reader,
  request: ReadRequest,
  emit: (observation: Observation) => void,
): Promise<Failure | null> {
  // A pod that does not answer leaves its environments unknown: what ends the read, its parts say themselves.
  const pass = createPass(reader, request, emit, () => false);
  const [listed, roles] = await Promise.all([listOrganizations(pass.reader), readRoles(pass.reader)]);
  if (isFailure(listed)) return listed;
  if (isFailure(roles)) return roles;
  const isSought = seeker(request.organizations);
  const environments = once(() => readEnvironments(pass.reader));
  return all(
    listed
      .filter(({ id, name }) => isSought(id, name))
      .map(async (entry) => {
        const failure = await readOrganization(pass, entry, { roles, environments });
        if (failure !== null) pass.stop(failure);
        return failure;
      }),
  );
}

async function listOrganizations(reader: Reader) {
  const read = decode(answers.orgs, await reader.read(requests.orgs), "organizations of the actor");
  return read.ok ? read.value : read;
}

/** Reading the Compliant Cloud. */
export const reading: Reading = {
  identify: async (reader) => {
    const read = decode(answers.verify, await reader.read(requests.verify), "the actor");
    if (!read.ok) return read;
    const { email, name } = read.value;
    return { id: foldPerson(email), ...(typeof name === "string" && name !== "" ? { name } : {}) };
  },
  read,
  discover: async (reader) => {
    const listed = await listOrganizations(reader);
    return isFailure(listed) ? listed : [...new Set(listed.map(({ id }) => id))].sort(order);
  },
  // No route finds an account by its e-mail: who is no member cannot be told from who does not exist.
  lookup: async (_reader, names) => new Map(names.map((name) => [name, "unknown" as const])),
};
