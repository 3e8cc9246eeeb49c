/** Random organizations and random calls, for the properties. */
import { collectionOf, keyOf, parentOf } from "../../../src/model/address.ts";
import type { CallDraft } from "../../../src/model/call.ts";
import type { Change } from "../../../src/model/change.ts";
import { childKinds, kindOf } from "../../../src/model/platform.ts";
import type { StateView } from "../../../src/model/state.ts";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import { changeOf } from "../harness/changes.ts";
import { type Gen, pick, some } from "../harness/draw.ts";

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
    for (const one of loose) pick(gen, members, invited, invited, []).push(one);
    return {
      name: each,
      projects: some(gen, ...projects).map((project) => `${project.region}/${project.name}`),
      members,
      invited,
    };
  });
  const target = pick(gen, undefined, ...administrators);
  const offered = target === undefined ? {} : { transfer: target };
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

/**
 * One of the calls that the platform makes of any single change to an organization, wherever the account stands and
 * whatever is live: each operation as often as another.
 */
export function drawCall(gen: Gen, state: StateView, actor: string): CallDraft | null {
  const organizations = [...state.list("")];
  // Mostly where the account can do something.
  const managed = organizations.filter(({ address }) => has(state, address, actor, "owner", "administrator"));
  const organization = pick(gen, null, ...organizations, ...managed, ...managed, ...managed)?.address;
  if (organization === undefined) return null;
  const calls = changesIn(gen, state, organization).flatMap((change) => {
    const batch = {
      kind: kindOf(cloudConsole, change.kind),
      parent: parentOf(change.address),
      changes: [change],
    };
    return cloudConsole.calls(batch, state, { id: actor }).calls;
  });
  const operations = Map.groupBy(
    [...calls, leaving(state, organization, actor)],
    ({ operation }) => operation,
  );
  const fleeting = [...operations].flatMap(([name, some]) => (/uninvite|cancel/.test(name) ? [some] : []));
  // What is pending is soon accepted.
  const hurry = fleeting.length > 0 && pick(gen, 0, 1, 2) === 1;
  const call = pick(gen, ...pick(gen, ...(hurry ? fleeting : operations.values())));
  // Whoever cannot see an organization is told that it is gone, which for its end means that it is done.
  const isFarewell = ["organization.delete", "organization.leave"].includes(call.operation);
  return isFarewell && !has(state, organization, actor, "owner", "administrator", "member") ? null : call;
}

function has(state: StateView, organization: string, actor: string, ...roles: readonly string[]): boolean {
  const held = cloudConsole.access.standing(state, actor, organization);
  return roles.some((role) => held.has(`organization:${role}`));
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

/** Everything there goes or is renamed, everybody comes everywhere, and something is new. */
function changesIn(gen: Gen, state: StateView, organization: string): readonly Change[] {
  const name = pick(gen, ...names, "Acme", "new");
  const everybody = [...people, "nobody@x.example"].map((each) => each.toLowerCase());
  const live = state.within(organization);
  const holders = live.filter(({ kind }) => kind === "organization" || kind === "group");
  const changes: Change[] = [changeOf(cloudConsole, state, "organization", "fresh", { name })];
  for (const { kind, address } of live) {
    changes.push(changeOf(cloudConsole, state, kind, address, null));
    if (kindOf(cloudConsole, kind).labelled !== undefined)
      changes.push(changeOf(cloudConsole, state, kind, address, { name }));
  }
  for (const holder of holders) {
    for (const kind of childKinds(cloudConsole, holder.kind)) {
      const home = collectionOf(holder.address, kind.collection);
      const projects = [...state.list(collectionOf(organization, "projects"))].map(({ key }) => key);
      const keys = kind.key.of === "project" ? projects : kind.labelled === undefined ? everybody : ["fresh"];
      const written = kind.name === "project" ? { name, region: pick(gen, ...regions) } : { name };
      for (const key of keys) {
        if (state.get(`${home}/${key}`) !== undefined) continue;
        changes.push(
          changeOf(
            cloudConsole,
            state,
            kind.name,
            `${home}/${key}`,
            kind.labelled === undefined ? {} : written,
          ),
        );
      }
    }
  }
  return changes;
}
