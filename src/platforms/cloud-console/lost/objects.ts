/** Organizations, projects and groups that a lost answer may have told of: new, and of the name that was asked for. */
import { isFailure } from "../../../http/failure.ts";
import { onlyNew } from "../../../http/lost.ts";
import { plain } from "../../../model/call.ts";
import type { Failure, Reader, Request, Success } from "../../../model/protocol.ts";
import { answers, decode } from "../contract.ts";
import { listProjects } from "../read/projects.ts";
import { slugs } from "../read/regions.ts";
import { enterprises, get, pathOf, regionOf } from "../requests.ts";

type Finding = Promise<Success | null | Failure>;
type Known = (id: string) => boolean;

export async function findOrganization(reader: Reader, request: Request, known: Known): Finding {
  const { name } = plain(request.body);
  const list = decode(answers.organizations, await reader.read(get(enterprises("orgs"))), "organizations");
  if (!list.ok) return list;
  return onlyNew(
    list.value.filter((each) => each.name === name && each.role === "owner"),
    known,
    `There are several new organizations named "${name}"`,
  );
}

/** The name and the region stand in the path (cloud-console.md §3.1 P2). */
export async function findProject(reader: Reader, request: Request, known: Known): Finding {
  const [organization = "", , name = ""] = pathOf(request);
  const region = regionOf(request);
  const regions = await slugs(reader);
  if (isFailure(regions)) return regions;
  const list = decode(answers.projects, await reader.read(listProjects(organization)), "projects");
  if (!list.ok) return list;
  return onlyNew(
    list.value.filter((each) => each.name === name && regions(each.region) === region),
    known,
    `There are several new projects named "${name}" in ${region}`,
  );
}

export async function findGroup(reader: Reader, request: Request, known: Known): Finding {
  const [, organization = ""] = pathOf(request);
  const { name } = plain(request.body);
  const answer = await reader.read(get(enterprises("orgs", organization, "groups")));
  const list = decode(answers.groups, answer, "groups");
  if (!list.ok) return list;
  return onlyNew(
    list.value.filter((each) => each.name === name),
    known,
    `There are several new groups named "${name}"`,
  );
}
