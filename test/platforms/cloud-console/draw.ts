/** Random organizations and random calls, for the properties. */
import fc from "fast-check";
import { collectionOf, keyOf, parentOf } from "../../../src/model/address.ts";
import type { CallDraft } from "../../../src/model/call.ts";
import type { Change } from "../../../src/model/change.ts";
import { direction } from "../../../src/model/kind.ts";
import { kindOf } from "../../../src/model/platform.ts";
import type { Attributes } from "../../../src/model/resource.ts";
import type { StateView } from "../../../src/model/state.ts";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import { chance, type Gen, pick, some } from "../harness/draw.ts";

/** People with an account; the last is written with capitals, and is still one person. */
export const people = ["alice@x.example", "bob@x.example", "carol@x.example", "Dave@X.example"] as const;
export const names = ["web", "data", "ml"] as const;
export const regions = ["eastern-switzerland", "vienna"] as const;
const regionNames: Readonly<Record<string, string>> = {
  "eastern-switzerland": "Eastern-Switzerland",
  vienna: "Vienna",
};

/** Hands each person one place: owner, administrator, invited, in groups or outside. */
export function drawOrganization(
  gen: Gen,
  name: string,
  owner: string,
): { readonly [name: string]: unknown } {
  const administrators: string[] = [];
  const invitedAdministrators: string[] = [];
  const loose: string[] = [];
  for (const each of people.filter((one) => one !== owner)) {
    pick(gen, administrators, invitedAdministrators, loose, loose).push(each);
  }
  const projects = regions.flatMap((region) =>
    some(gen, ...names).map((each) => ({ name: each, region: regionNames[region] })),
  );
  const groups = some(gen, ...names).map((each) => {
    const [members, invited]: [string[], string[]] = [[], []];
    for (const one of loose) pick(gen, members, invited, []).push(one);
    return {
      name: each,
      projects: some(gen, ...projects).map((project) => `${project.region}/${project.name}`),
      members,
      invited,
    };
  });
  const offered = administrators.length > 0 && chance(gen) ? { transfer: pick(gen, ...administrators) } : {};
  return {
    name,
    owner,
    administrators,
    invitedAdministrators,
    billingAdministrators: some(gen, ...people.filter((one) => one !== owner)),
    projects,
    groups,
    ...offered,
  };
}

/** A change as a plan makes it. */
function changeOf(state: StateView, kind: string, address: string, written: Attributes | null): Change {
  const live = state.get(address);
  const before = live?.attributes ?? null;
  const after = written === null ? null : { ...before, ...written };
  return {
    address,
    kind,
    key: keyOf(address),
    action: after === null ? "delete" : before === null ? "create" : "update",
    reason: "configured",
    direction: direction(kindOf(cloudConsole, kind), before, after),
    id: live?.id ?? null,
    before,
    after,
    attributes: [],
  };
}

/** One of the calls that the platform makes of one change, wherever the account stands and whatever is live. */
export function drawCall(gen: Gen, state: StateView, actor: string): CallDraft | null {
  const organizations = [...state.list("")];
  if (organizations.length === 0) return null;
  const organization = pick(gen, ...organizations);
  if (gen(fc.nat, { max: 20 }) === 0) {
    return isStranger(state, organization.address, actor)
      ? null
      : leaving(state, organization.address, actor);
  }
  const change = drawChange(gen, state, organization.address);
  if (change === null) return null;
  const drafts = cloudConsole.calls(
    { kind: kindOf(cloudConsole, change.kind), parent: parentOf(change.address), changes: [change] },
    state,
    { id: actor },
  ).calls;
  const call = drafts.length === 0 ? null : pick(gen, ...drafts);
  return call !== null && call.operation === "organization.delete" && isStranger(state, call.scope, actor)
    ? null
    : call;
}

/** Whoever cannot see an organization is told that it is gone, which for its end means that it is done. */
function isStranger(state: StateView, organization: string, actor: string): boolean {
  const roles = cloudConsole.access.standing(state, actor, organization);
  return !["owner", "administrator", "member"].some((role) => roles.has(`organization:${role}`));
}

/** Whoever it is leaves: the driver makes this call for administrators alone. */
function leaving(state: StateView, organization: string, actor: string): CallDraft {
  return {
    operation: "organization.leave",
    method: "DELETE",
    path: ["v1.0", "invoke", "gotham-enterprises", "method", "orgs", keyOf(organization), "membership"],
    scope: organization,
    changes: [...state.named("group-member", actor)].map(({ address }) => address),
  };
}

function drawChange(gen: Gen, state: StateView, organization: string): Change | null {
  const kind = pick(gen, ...cloudConsole.kinds);
  const under = (name: string) => [...state.list(collectionOf(organization, name))];
  const groups = under("groups");
  const holder = kind.parent === "group" ? pick(gen, null, ...groups)?.address : organization;
  if (holder === undefined) return null;
  const home = collectionOf(holder, kind.collection);
  // Half of the time it is about something that is there.
  const there = kind.parent === null ? [organization] : [...state.list(home)].map(({ address }) => address);
  if (there.length > 0 && chance(gen)) {
    const rename = kind.labelled !== undefined && chance(gen) ? { name: pick(gen, ...names, "Acme") } : null;
    return changeOf(state, kind.name, pick(gen, ...there), rename);
  }
  const create = (key: string, written: Attributes) => changeOf(state, kind.name, `${home}/${key}`, written);
  const named = { name: pick(gen, ...names, "new") };
  switch (kind.name) {
    case "organization":
      return changeOf(state, kind.name, "fresh", named);
    case "project":
      return create("fresh", { ...named, region: pick(gen, ...regions) });
    case "group":
      return create("fresh", named);
    case "group-project": {
      const project = pick(gen, null, ...under("projects"));
      return project === null ? null : create(project.key, {});
    }
    default:
      return create(pick(gen, ...people, "nobody@x.example").toLowerCase(), {});
  }
}
