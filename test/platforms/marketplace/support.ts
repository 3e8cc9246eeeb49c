/** Short builders for states in tables, and the calls for what is written over them. */
import { type Address, addressOf, keyOf, parentOf } from "../../../src/model/address.ts";
import type { CallDraft } from "../../../src/model/call.ts";
import type { Change } from "../../../src/model/change.ts";
import { direction } from "../../../src/model/kind.ts";
import { type Actor, type Drafts, kindOf } from "../../../src/model/platform.ts";
import { type Attributes, emptyAttributes, type Resource } from "../../../src/model/resource.ts";
import { createState, type StateView } from "../../../src/model/state.ts";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";

export const org = "acme";
export const team = "acme/teams/dev";
export const ann = "ann@acme.io";
export const actor: Actor = { id: ann, facts: { userId: "u-ann", owners: { "anns-app": "u-ann" } } };

export function organizationOf(more: Partial<Resource> = {}): Resource {
  return {
    address: org,
    kind: "organization",
    key: org,
    id: "o-1",
    attributes: { name: "Acme", description: "Foods" },
    facts: { ...actor.facts, email: ann, role: "maintainer" },
    ...more,
  };
}

/** The account of ann@acme.io is u-ann. */
export function memberOf(email: string, role: string): Resource {
  return {
    address: addressOf(org, "members", email),
    kind: "member",
    key: email,
    id: `u-${email.split("@")[0]}`,
    attributes: { role },
  };
}

export function teamOf(more: Partial<Resource> = {}): Resource {
  return {
    address: team,
    kind: "team",
    key: "dev",
    id: "t-1",
    attributes: { name: "Dev", description: "" },
    ...more,
  };
}

export function seatOf(email: string, role: string, home = team): Resource {
  return { ...memberOf(email, role), address: addressOf(home, "members", email), kind: "team-member" };
}

export function shareOf(clientId: string, owner: string, home: Address = org): Resource {
  return {
    address: addressOf(home, "applications", clientId),
    kind: home === org ? "share" : "team-share",
    key: clientId,
    attributes: {},
    facts: { owner: `u-${owner.split("@")[0]}`, ownerEmail: owner },
  };
}

/** From what is live to what is written (null: shall go). Live attributes that are not written stay. */
export function changeOf(
  state: StateView,
  kind: string,
  address: Address,
  written: Attributes | null,
): Change {
  const live = state.get(address);
  const before = live?.attributes ?? null;
  const after = written === null ? null : Object.assign(emptyAttributes(), before, written);
  return {
    address,
    kind,
    key: keyOf(address),
    action: after === null ? "delete" : before === null ? "create" : "update",
    reason: "configured",
    direction: direction(kindOf(marketplace, kind), before, after),
    id: live?.id ?? null,
    before,
    after,
    attributes: Object.entries(written ?? {})
      .filter(([name, value]) => before?.[name] !== value)
      .map(([name, value]) => ({ name, before: before?.[name] ?? null, after: value })),
  };
}

export type WrittenAt = Readonly<Record<Address, Attributes | null>>;

/** The calls for what is written of one collection, as one batch. */
export function draftsIn(state: StateView, kind: string, written: WrittenAt, by: Actor = actor): Drafts {
  const changes = Object.entries(written).map(([address, each]) => changeOf(state, kind, address, each));
  const parent = parentOf(changes[0]?.address ?? org);
  return marketplace.calls({ kind: kindOf(marketplace, kind), parent, changes }, state, by);
}

export function draftsFor(
  live: readonly Resource[],
  kind: string,
  written: WrittenAt,
  by: Actor = actor,
): Drafts {
  return draftsIn(createState(live), kind, written, by);
}

/** A call on one line: `PUT /organizations/o-1 {"name":"Acme"}`; `<acme>` is an id that an earlier call gives. */
export function lineOf({ method, path, query, body }: CallDraft): string {
  const segments = path.map((each) =>
    typeof each === "string" ? each : `<${"address" in each ? each.address : ""}>`,
  );
  const shown = `/${segments.slice(3).join("/")}`;
  return [
    method,
    shown,
    ...[query, body].filter((each) => each !== undefined).map((each) => JSON.stringify(each)),
  ].join(" ");
}
