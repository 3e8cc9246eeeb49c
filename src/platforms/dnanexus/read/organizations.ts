import { isFailure } from "../../../http/failure.ts";
import { all, isBlind, type Pass, wordsOf } from "../../../http/pass.ts";
import type { Failure, Reader } from "../../../model/protocol.ts";
import { emptyAttributes, type Resource } from "../../../model/resource.ts";
import type { Value } from "../../../model/value.ts";
import { answers, decode, type OrganizationEntry, type OrganizationFields } from "../contract.ts";
import { findAll } from "../lists.ts";
import { fieldsOf, find, pageSize, post } from "../requests.ts";
import { organizationAddress } from "../resources.ts";

const policies = [
  "memberListVisibility",
  "restrictProjectTransfer",
  "jobReuse",
  "detailedJobMetricsCollectDefault",
] as const;

const described = fieldsOf([
  "name",
  "policies",
  "samlIdP",
  "level",
  "allowBillableActivities",
  "appAccess",
  "projectAccess",
]);

/**
 * Reads the organizations that are asked for: several by one list of the actor's own, one (and each that the list
 * does not have) by its own describe. `then` goes on with each that is there and readable.
 */
export async function readOrganizations(
  pass: Pass,
  asked: readonly string[],
  then: (organization: Resource) => Promise<Failure | null>,
): Promise<Failure | null> {
  const listed = asked.length > 1 ? await listOrganizations(pass.reader, asked) : [];
  if (isFailure(listed)) return listed;
  const byId = new Map(listed.map((entry) => [entry.id, entry.describe]));
  return all(
    asked.map(async (id) => {
      const fields = byId.get(id) ?? (await describeOrganization(pass, id));
      if (fields === null) return null;
      if ("ok" in fields) return fields;
      if (fields.level !== "ADMIN" && fields.level !== "MEMBER") {
        pass.unreadable(organizationAddress(id), null, `The actor is no member of ${id}.`);
        return null;
      }
      const resource = organizationResource(id, fields);
      pass.resource(resource);
      return then(resource);
    }),
  );
}

async function listOrganizations(
  reader: Reader,
  asked: readonly string[],
): Promise<readonly OrganizationEntry[] | Failure> {
  const chunks: (readonly string[])[] = [];
  for (let at = 0; at < asked.length; at += pageSize) chunks.push(asked.slice(at, at + pageSize));
  const lists = await Promise.all(
    chunks.map((chunk) =>
      findAll(reader, "organizations of the actor", answers.organizations, (cursor) =>
        find("system", "findOrgs", cursor, { level: "MEMBER", id: chunk, describe: described }),
      ),
    ),
  );
  const entries: OrganizationEntry[] = [];
  for (const list of lists) {
    if (isFailure(list)) return list;
    entries.push(...list);
  }
  return entries;
}

/** Null where there is nothing to go on with: it does not exist, or may not be read. */
async function describeOrganization(pass: Pass, id: string): Promise<OrganizationFields | Failure | null> {
  const answer = await pass.reader.read(post(id, "describe", described));
  if (!answer.ok && answer.reason === "missing") return null;
  if (!answer.ok && isBlind(answer)) {
    pass.unreadable(organizationAddress(id), null, wordsOf(answer));
    return null;
  }
  const read = decode(answers.organization, answer, id);
  return read.ok ? read.value : read;
}

function organizationResource(id: string, from: OrganizationFields): Resource {
  const attributes = emptyAttributes();
  attributes.name = from.name;
  for (const policy of policies) put(attributes, `policies.${policy}`, from.policies?.[policy]);
  put(attributes, "samlIdP", from.samlIdP);
  // The actor's own membership, which tells what it may do where the members are not read.
  const facts = emptyAttributes();
  for (const name of ["level", "allowBillableActivities", "appAccess", "projectAccess"] as const) {
    put(facts, name, from[name]);
  }
  return { address: organizationAddress(id), kind: "organization", key: id, id, attributes, facts };
}

/** What is not there or null is not set. */
function put(into: Record<string, Value>, name: string, value: Value | undefined): void {
  if (value !== undefined && value !== null) into[name] = value;
}
