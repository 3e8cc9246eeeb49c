/** Random states and calls for the property test of effects. */
import fc from "fast-check";
import { addressOf } from "../../../src/model/address.ts";
import type { Body, CallDraft } from "../../../src/model/call.ts";
import type { Change } from "../../../src/model/change.ts";
import type { Actor } from "../../../src/model/platform.ts";
import { kindOf } from "../../../src/model/platform.ts";
import type { Attributes, Resource } from "../../../src/model/resource.ts";
import type { StateView } from "../../../src/model/state.ts";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import { ceilings, newerFlags, projectLevels } from "../../../src/platforms/dnanexus/levels.ts";
import { chance, type Gen, pick } from "../harness/draw.ts";

/** `user-root` sees everything and is never the one that a call is about, so that reading stays possible. */
export const users = ["user-root", "user-a", "user-b", "user-c", "user-d"] as const;
const others = users.filter((user) => user !== "user-root");
const organizations = ["org-acme", "org-lab"] as const;

/** Up to three, each once, in their order. */
function some<T>(gen: Gen, ...from: readonly T[]): readonly T[] {
  const chosen = new Set([0, 1, 2].map(() => gen(fc.nat, { max: from.length - 1 })));
  return from.filter((_, index) => chosen.has(index));
}

/** Every flag of a member, each there or not. */
function flags(gen: Gen): Record<string, boolean | string> {
  const drawn: Record<string, boolean | string> = {};
  for (const name of ["allowBillableActivities", "appAccess", ...newerFlags]) {
    if (pick(gen, 0, 1, 2) === 0) drawn[name] = chance(gen);
  }
  if (chance(gen)) drawn.projectAccess = pick(gen, ...ceilings);
  return drawn;
}

export function drawSeed(gen: Gen): unknown {
  drawn.clear();
  for (const id of organizations) drawn.add(id);
  const members = () => {
    const drawn: Record<string, unknown> = { "user-root": "ADMIN" };
    for (const user of others) {
      const level = pick<string | null>(gen, null, "ADMIN", "MEMBER", "MEMBER");
      if (level !== null) drawn[user] = level === "ADMIN" ? level : { level, ...flags(gen) };
    }
    return drawn;
  };
  const permissions = () => {
    const drawn: Record<string, string> = { "user-root": "ADMINISTER" };
    for (const principal of [...others, ...organizations]) {
      const level = pick<string | null>(gen, null, ...projectLevels);
      if (level !== null) drawn[principal] = level;
    }
    if (chance(gen)) drawn.PUBLIC = "VIEW";
    return drawn;
  };
  return {
    users: users.map((id) => ({ id })),
    orgs: organizations.map((id) => ({ id, phi: true, members: members() })),
    projects: [0, 1, 2].map((n) => ({
      name: `p${n}`,
      billTo: pick(gen, ...organizations),
      downloadRestricted: chance(gen),
      previewViewerRestricted: chance(gen),
      permissions: permissions(),
    })),
    apps: [
      {
        name: "qc",
        version: "1.0.0",
        billTo: "org-acme",
        createdBy: "user-root",
        developers: ["user-root", ...some(gen, ...others, ...organizations)],
        authorizedUsers: some(gen, ...others, ...organizations, "PUBLIC"),
      },
    ],
  };
}

interface Draw {
  readonly gen: Gen;
  readonly state: StateView;
  readonly actor: Actor;
  readonly step: number;
}

interface Raw extends Pick<CallDraft, "operation" | "scope" | "yields"> {
  readonly path: readonly [string, string];
  readonly body: Body;
  readonly changes?: readonly string[];
}

function call(raw: Raw): CallDraft {
  return { method: "POST", changes: [], ...raw };
}

const principals = [...others, ...organizations, "PUBLIC"] as const;

/** A call as nobody plans it, but as the platform may be asked. */
const direct: Readonly<Record<string, (draw: Draw, of: Resource) => CallDraft | null>> = {
  "org.new": ({ gen, step }) => {
    const handle = pick(gen, `New${step}`, "acme");
    return call({
      operation: "org.new",
      path: ["org", "new"],
      scope: `org-${handle.toLowerCase()}`,
      body: {
        handle,
        name: `Org ${step}`,
        ...(chance(gen)
          ? { policies: { memberListVisibility: pick(gen, "ADMIN", "MEMBER", "PUBLIC") } }
          : {}),
      },
    });
  },
  "org.update": ({ gen }, { key }) =>
    call({
      operation: "org.update",
      path: [key, "update"],
      scope: key,
      body: pick<Body>(
        gen,
        {},
        { name: "Renamed" },
        { policies: { restrictProjectTransfer: "MEMBER", jobReuse: true } },
        { policies: { memberListVisibility: "PUBLIC" }, samlIdP: "idp" },
        { samlIdP: null },
      ),
    }),
  "org.invite": ({ gen }, { key }) =>
    call({
      operation: "org.invite",
      path: [key, "invite"],
      scope: key,
      body: {
        invitee: pick(gen, ...others),
        ...(chance(gen) ? { level: pick(gen, "ADMIN", "MEMBER") } : {}),
        ...flags(gen),
        suppressEmailNotification: true,
      },
    }),
  "org.setMemberAccess": ({ gen, state }, { key }) => {
    const members = [...state.list(`${key}/members`)]
      .map((each) => each.key)
      .filter((user) => user !== "user-root");
    return call({
      operation: "org.setMemberAccess",
      path: [key, "setMemberAccess"],
      scope: key,
      body: Object.fromEntries(
        some(gen, ...(members.length === 0 ? others : members)).map((user) => {
          const level = pick(gen, "ADMIN", "MEMBER", "MEMBER");
          return [user, { level, ...(level === "ADMIN" && pick(gen, 0, 1, 2) > 0 ? {} : flags(gen)) }];
        }),
      ),
    });
  },
  "org.removeMember": ({ gen, state }, { key }) => {
    const members = [...state.list(`${key}/members`)]
      .map((each) => each.key)
      .filter((user) => user !== "user-root");
    return call({
      operation: "org.removeMember",
      path: [key, "removeMember"],
      scope: key,
      body: {
        user: pick(gen, ...(members.length === 0 ? others : members)),
        ...pick(gen, {}, { revokeProjectPermissions: false, revokeAppPermissions: false }),
        ...pick(gen, {}, { revokeProjectPermissions: true }, { revokeAppPermissions: false }),
      },
    });
  },
  "project.new": ({ gen, step }, { key }) =>
    call({
      operation: "project.new",
      path: ["project", "new"],
      scope: key,
      changes: [addressOf(key, "projects", `label ${step}/x`)],
      yields: { address: addressOf(key, "projects", `label ${step}/x`), pointer: "/id" },
      body: { name: `new ${step}`, billTo: key, ...settings(gen) },
    }),
  "project.update": ({ gen }, { address, id }) =>
    call({
      operation: "project.update",
      path: [id ?? "", "update"],
      scope: address,
      body: {
        ...settings(gen),
        ...pick(gen, {}, { allowedExecutables: ["app-qc"] }, { allowedExecutables: null }),
      },
    }),
  "project.destroy": ({ gen }, { address, id }) =>
    call({
      operation: "project.destroy",
      path: [id ?? "", "destroy"],
      scope: address,
      body: { terminateJobs: chance(gen) },
    }),
  "project.invite": ({ gen }, { address, id }) =>
    call({
      operation: "project.invite",
      path: [id ?? "", "invite"],
      scope: address,
      body: { invitee: pick(gen, ...principals), level: pick(gen, "VIEW", ...projectLevels) },
    }),
  "project.decreasePermissions": ({ gen }, { address, id }) =>
    call({
      operation: "project.decreasePermissions",
      path: [id ?? "", "decreasePermissions"],
      scope: address,
      body: Object.fromEntries(
        some(gen, ...principals).map((who) => [who, pick(gen, null, "NONE", "VIEW", "UPLOAD", "CONTRIBUTE")]),
      ),
    }),
  "project.leave": ({ actor }, { address, id }) =>
    actor.id === "user-root"
      ? null
      : call({ operation: "project.leave", path: [id ?? "", "leave"], scope: address, body: {} }),
  "app.addAuthorizedUsers": (draw, app) => appCall(draw, app, "addAuthorizedUsers", "authorizedUsers"),
  "app.removeAuthorizedUsers": (draw, app) => appCall(draw, app, "removeAuthorizedUsers", "authorizedUsers"),
  "app.addDevelopers": (draw, app) => appCall(draw, app, "addDevelopers", "developers"),
  "app.removeDevelopers": (draw, app) => appCall(draw, app, "removeDevelopers", "developers"),
};

function appCall({ gen }: Draw, { address, key }: Resource, route: string, list: string): CallDraft {
  const drawn = some(gen, ...others, ...organizations, ...(list === "developers" ? [] : ["PUBLIC"]));
  return call({
    operation: `app.${route}`,
    path: [key, route],
    scope: address,
    body: { [list]: chance(gen) ? [...drawn, ...drawn] : drawn },
  });
}

function settings(gen: Gen): Record<string, Body> {
  const drawn: Record<string, Body> = {};
  for (const name of ["restricted", "protected", "externalUploadRestricted", "databaseUIViewOnly"]) {
    if (pick(gen, 0, 1, 2) === 0) drawn[name] = chance(gen);
  }
  if (chance(gen)) drawn.downloadRestricted = chance(gen);
  if (pick(gen, 0, 1, 2) === 0) drawn.previewViewerRestricted = chance(gen);
  if (pick(gen, 0, 1, 2, 3) === 0) drawn.containsPHI = chance(gen);
  if (pick(gen, 0, 1, 2, 3) === 0) drawn.summary = "said";
  if (pick(gen, 0, 1, 2, 3) === 0) drawn.databaseResultsRestricted = pick(gen, null, 5);
  if (pick(gen, 0, 1, 2, 3) === 0) drawn.monthlyComputeLimit = pick(gen, null, 50);
  return drawn;
}

/** A change as a plan makes it, carried out by `calls`; its first call. */
function planned({ gen, state, actor }: Draw): CallDraft | null {
  const kind = kindOf(
    dnanexus,
    pick(gen, "member", "grant", "grant", "project", "authorized-user", "developer"),
  );
  const parents = [...state.all()].filter((each) => each.kind === kind.parent);
  if (parents.length === 0) return null;
  const parent = pick(gen, ...parents);
  const live = [...state.list(`${parent.address}/${kind.collection}`)].filter(
    (each) => each.key !== "user-root",
  );
  const target = live.length > 0 && chance(gen) ? pick(gen, ...live) : null;
  const key = target?.key ?? pick(gen, ...others);
  const address = target?.address ?? addressOf(parent.address, kind.collection, key);
  if (kind.name === "project" && target === null) return null;
  const before = state.get(address)?.attributes ?? null;
  const after = wanted(gen, kind.name, before);
  const attributes = Object.entries(after ?? {})
    .filter(([name, value]) => before?.[name] !== value)
    .map(([name, value]) => ({ name, before: before?.[name] ?? null, after: value }));
  const change: Change = {
    address,
    kind: kind.name,
    key,
    action: after === null ? "delete" : before === null ? "create" : "update",
    reason: "configured",
    direction: "neutral",
    id: target?.id ?? null,
    before,
    after: after === null ? null : { ...before, ...after },
    attributes: after === null ? [] : attributes,
  };
  return dnanexus.calls({ kind, parent: parent.address, changes: [change] }, state, actor).calls[0] ?? null;
}

function wanted(gen: Gen, kind: string, before: Attributes | null): Attributes | null {
  if (kind === "project")
    return { "overrides.download": pick(gen, "all-members", "no-one"), summary: "planned" };
  if (before !== null && chance(gen)) return null;
  if (kind === "grant") return { level: pick(gen, ...projectLevels) };
  if (kind !== "member") return {};
  const level = pick(gen, "ADMIN", "MEMBER", "MEMBER");
  return level === "ADMIN" ? { level } : { level, ...flags(gen) };
}

/** The organizations that a run may have come to: those of the seed, and those that calls were drawn for. */
export const drawn = new Set<string>();

export function drawCall(gen: Gen, state: StateView, actor: Actor, step: number): CallDraft | null {
  const call = draw(gen, state, actor, step);
  if (call?.operation === "org.new") drawn.add(call.scope);
  return call;
}

function draw(gen: Gen, state: StateView, actor: Actor, step: number): CallDraft | null {
  const of = { gen, state, actor, step };
  if (pick(gen, 0, 1, 2) === 0) return planned(of);
  // Destroying is rare, or nothing would be left.
  const names = Object.keys(direct).filter((name) => name !== "project.destroy" || step % 4 === 3);
  const name = pick(gen, ...names);
  const kind =
    name.startsWith("org.") || name === "project.new" ? "organization" : (name.split(".")[0] ?? "");
  const targets = [...state.all()].filter((each) => each.kind === kind);
  const draft = direct[name];
  return targets.length === 0 || draft === undefined ? null : draft(of, pick(gen, ...targets));
}
