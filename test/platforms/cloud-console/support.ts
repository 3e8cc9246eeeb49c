/** Shorthands for states, changes and answers in tables. */
import type { CallDraft } from "../../../src/model/call.ts";
import type { Drafts, Observation } from "../../../src/model/platform.ts";
import type { Failure, Outcome, Reader, Request } from "../../../src/model/protocol.ts";
import type { Attributes, Resource } from "../../../src/model/resource.ts";
import { createState } from "../../../src/model/state.ts";
import type { Value } from "../../../src/model/value.ts";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import {
  administratorResource,
  billingResource,
  groupProjectResource,
  memberResource,
  ownerResource,
} from "../../../src/platforms/cloud-console/resources.ts";
import { type Around, draftsIn, type Wanted } from "../harness/changes.ts";

export const org = "acme";
export const group = "acme/groups/web";

export function organizationOf(more: Partial<Resource> = {}): Resource {
  return { address: org, kind: "organization", key: org, id: "o1", attributes: { name: "Acme" }, ...more };
}

export function projectOf(key: string, attributes: Attributes = {}): Resource {
  return {
    address: `${org}/projects/${key}`,
    kind: "project",
    key,
    id: `id-${key}`,
    attributes: { name: key, region: "vienna", ...attributes },
  };
}

export function groupOf(key = "web"): Resource {
  return { address: `${org}/groups/${key}`, kind: "group", key, id: `id-${key}`, attributes: { name: key } };
}

/** A row with the id that the platform gives it: a user's, or while it is pending the e-mail. */
const row = (email: string, pending: boolean) => ({ rowId: pending ? email : `u-${email}`, pending });

export function ownerOf(email: string, pending = false): Resource {
  return ownerResource(org, email, { rowId: `u-${email}`, pending });
}

export function administratorOf(email: string, pending = false): Resource {
  return administratorResource(org, email, row(email, pending));
}

export function memberOf(email: string, pending = false, of = group): Resource {
  return memberResource(of, email, row(email, pending));
}

export function billingOf(email: string, spelled = email): Resource {
  return billingResource(org, email, { rowId: spelled });
}

export function inGroup(project: string, of = group): Resource {
  return groupProjectResource(of, project);
}

/** The calls for what is written of one collection, as one batch. Default actor: alice. */
export function draftsFor(
  live: readonly Resource[],
  kind: string,
  wanted: Wanted,
  { actor = "alice@x", ...around }: Omit<Around, "actor"> & { readonly actor?: string } = {},
): Drafts {
  const state = createState([organizationOf(), ...live]);
  return draftsIn(cloudConsole, state, kind, wanted, { ...around, actor: { id: actor } });
}

/** A call as one line: `administrator.invite POST enterprises orgs/o1/admins {"email":"bob@x"}`. */
export function lineOf({ operation, method, path, body }: CallDraft): string {
  const [, , app, , ...rest] = path.map((segment) =>
    typeof segment === "string" ? segment : `<${segment.$ref === "id" ? segment.address : segment.$ref}>`,
  );
  const where = `${app?.replace("gotham-", "")} ${rest.join("/")}`;
  return [operation, method, where, ...(body === undefined ? [] : [JSON.stringify(body)])].join(" ");
}

/** Answers by path without the gateway's part (`enterprises orgs`): a body, a failure, or `undefined` for a 404. */
export type Answers = Readonly<Record<string, Value | Failure | undefined>>;

export interface Told {
  readonly reader: Reader;
  /** What was asked for, in order. */
  readonly asked: string[];
}

/** A reader without a server. */
export function readerOf(answers: Answers): Told {
  const asked: string[] = [];
  const read = async ({ path, query }: Request): Promise<Outcome> => {
    const [, , , app = "", , ...rest] = path.split("/").map(decodeURIComponent);
    const search = query === undefined ? "" : `?${Object.entries(query).join()}`;
    const name = `${app.replace("gotham-", "")} ${rest.join("/")}${search}`;
    asked.push(name);
    const answer = answers[name];
    if (answer === undefined) return refusal("missing", "not_found", 404);
    return isFailure(answer) ? answer : { ok: true, status: 200, body: answer };
  };
  return { asked, reader: { read, signal: new AbortController().signal, connection: "test" } };
}

function isFailure(answer: Value | Failure): answer is Failure {
  return typeof answer === "object" && answer !== null && "ok" in answer && answer.ok === false;
}

export function refusal(reason: Failure["reason"], code = "no", status: number | null = 403): Failure {
  return { ok: false, reason, code, message: "It says no", status };
}

export interface Read {
  readonly failure: Failure | null;
  readonly resources: readonly Resource[];
  /** `acme/groups: why`. */
  readonly unreadable: readonly string[];
  readonly asked: readonly string[];
}

/** Reads `Acme` from made-up answers. `wants`: the kinds that the file speaks of. */
export async function readFrom(
  answers: Answers,
  wants: readonly string[] = ["project", "group", "administrator", "billing-administrator", "owner"],
  sought = { key: org, ids: [] as string[], names: ["Acme"] },
): Promise<Read> {
  const { reader, asked } = readerOf(answers);
  const seen: Observation[] = [];
  const failure = await cloudConsole.reading.read(
    reader,
    {
      organizations: [sought],
      actor: { id: "alice@x" },
      wants: (_parent, kind) => wants.includes(kind),
    },
    (observation) => seen.push(observation),
  );
  return {
    failure,
    asked,
    resources: seen.flatMap((each) => (each.type === "resource" ? [each.resource] : [])),
    unreadable: seen.flatMap((each) =>
      each.type === "unreadable" ? [`${each.address}/${each.collection ?? ""}: ${each.why}`] : [],
    ),
  };
}
