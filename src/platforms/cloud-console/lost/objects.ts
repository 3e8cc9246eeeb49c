/** Organizations, projects and groups that a lost answer may have told of: new, and of the name that was asked for. */
import { failure, isFailure } from "../../../http/failure.ts";
import type { Failure, Reader, Request, Success } from "../../../model/protocol.ts";
import { isRecord } from "../../../model/value.ts";
import { answers, decode } from "../contract.ts";
import { listProjects } from "../read/projects.ts";
import { slugs } from "../read/regions.ts";
import { enterprises, get, pathOf, regionOf } from "../requests.ts";

type Finding = Promise<Success | null | Failure>;
type Known = (id: string) => boolean;

export async function findOrganization(reader: Reader, request: Request, known: Known): Finding {
  const name = nameIn(request);
  const list = decode(answers.organizations, await reader.read(get(enterprises("orgs"))), "organizations");
  if (!list.ok) return list;
  return only(
    list.value.filter((each) => each.name === name && each.role === "owner"),
    known,
    `organizations named "${name}"`,
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
  return only(
    list.value.filter((each) => each.name === name && regions(each.region) === region),
    known,
    `projects named "${name}" in ${region}`,
  );
}

export async function findGroup(reader: Reader, request: Request, known: Known): Finding {
  const [, organization = ""] = pathOf(request);
  const name = nameIn(request);
  const answer = await reader.read(get(enterprises("orgs", organization, "groups")));
  const list = decode(answers.groups, answer, "groups");
  if (!list.ok) return list;
  return only(
    list.value.filter((each) => each.name === name),
    known,
    `groups named "${name}"`,
  );
}

function nameIn({ body }: Request): unknown {
  return isRecord(body) ? body.name : undefined;
}

function only(
  found: readonly { readonly id: string }[],
  known: Known,
  what: string,
): Success | null | Failure {
  const [one, second] = found.filter(({ id }) => !known(id));
  if (one === undefined) return null;
  if (second === undefined) return { ok: true, status: 200, body: { id: one.id } };
  return failure(
    "conflict",
    "Ambiguous",
    `There are several new ${what}: ${one.id}, ${second.id}. Say which one is meant by its id.`,
  );
}
