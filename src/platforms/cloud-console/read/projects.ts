import { isBlind, type Pass, wordsOf } from "../../../http/pass.ts";
import type { Failure, Request } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import { answers, decode } from "../contract.ts";
import { enterprises, get } from "../requests.ts";
import { projectResource } from "../resources.ts";
import type { slugs } from "./regions.ts";

export function listProjects(organization: string): Request {
  return get(enterprises("orgs", organization, "projects"));
}

/** All projects of an organization, in every region: no other list knows where a project is (cloud-console.md §6.9). */
export async function readProjects(
  pass: Pass,
  organization: Resource,
  regions: ReturnType<typeof slugs>,
): Promise<Failure | null> {
  const [slugOf, answer] = await Promise.all([regions, pass.reader.read(listProjects(organization.key))]);
  if ("ok" in slugOf) return slugOf;
  if (!answer.ok && isBlind(answer)) {
    pass.unreadable(organization.address, "projects", wordsOf(answer));
    return null;
  }
  const read = decode(answers.projects, answer, `projects of ${organization.key}`);
  if (!read.ok) return pass.stop(read);
  for (const { id, name, region } of read.value) {
    const attributes = { name, region: slugOf(region) };
    pass.resource({ ...projectResource(organization.address, id, attributes), id });
  }
  return null;
}
