import { isFailure } from "../../../http/failure.ts";
import { all, isBlind, type Pass, wordsOf } from "../../../http/pass.ts";
import { addressOf } from "../../../model/address.ts";
import type { Failure } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import { answers, decode, type ProjectEntry } from "../contract.ts";
import { attributesFrom, fields, projectDefaults } from "../fields.ts";
import { findAll } from "../lists.ts";
import { fieldsOf, find, post } from "../requests.ts";
import { grantResource } from "../resources.ts";

const described = fieldsOf([...fields.map((each) => each.field), "version"]);

/**
 * The projects billed to an organization, whatever the actor's own level in them (dnanexus.md §3.4; unlike
 * `/system/findProjects`, which hides those below CONTRIBUTE, §6.9), and who is granted what in each that is wanted.
 */
export async function readProjects(pass: Pass, organization: Resource): Promise<Failure | null> {
  const list = await findAll(pass.reader, `projects of ${organization.key}`, answers.projects, (cursor) =>
    find(organization.key, "findProjects", cursor, { describe: described }),
  );
  if (isFailure(list)) {
    if (!isBlind(list)) return list;
    pass.unreadable(organization.address, "projects", wordsOf(list));
    return null;
  }
  return all(list.map((entry) => readProject(pass, projectResource(organization, entry), entry)));
}

async function readProject(pass: Pass, project: Resource, entry: ProjectEntry): Promise<Failure | null> {
  if (!pass.wants(project, "grant")) {
    pass.resource(project);
    return null;
  }
  if (entry.level === "NONE") {
    pass.resource(project);
    pass.unreadable(
      project.address,
      "grants",
      `The actor has no access to ${entry.id}; an ADMIN of the paying organization can invite itself.`,
    );
    return null;
  }
  const answer = await pass.reader.read(post(entry.id, "describe", fieldsOf(["permissions"])));
  // Destroyed between the list and now: not live.
  if (!answer.ok && answer.reason === "missing") return null;
  if (!answer.ok && isBlind(answer)) {
    pass.resource(project);
    pass.unreadable(project.address, "grants", wordsOf(answer));
    return null;
  }
  const read = decode(answers.permissions, answer, `permissions of ${entry.id}`);
  if (!read.ok) return read;
  pass.resource(project);
  for (const [principal, level] of Object.entries(read.value.permissions)) {
    pass.resource(grantResource(project.address, principal, level));
  }
  return null;
}

function projectResource(organization: Resource, entry: ProjectEntry): Resource {
  // What is not there or null has its default: an older installation does not know every setting.
  const { version } = entry.describe;
  const told = Object.entries(entry.describe).filter(([, value]) => value !== null);
  return {
    address: addressOf(organization.address, "projects", entry.id),
    kind: "project",
    key: entry.id,
    id: entry.id,
    attributes: { ...projectDefaults(), ...attributesFrom(Object.fromEntries(told)) },
    facts: { level: entry.level, ...(typeof version === "number" ? { version } : {}) },
  };
}
