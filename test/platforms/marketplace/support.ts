/** Short builders for states in tables, and the calls for what is written over them. */
import { type Address, addressOf } from "../../../src/model/address.ts";
import type { CallDraft } from "../../../src/model/call.ts";
import type { Actor, Drafts } from "../../../src/model/platform.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { createState } from "../../../src/model/state.ts";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";
import { draftsIn, type Wanted } from "../harness/changes.ts";

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

/** The calls for what is written of one collection, as one batch. */
export function draftsFor(
  live: readonly Resource[],
  kind: string,
  written: Wanted,
  by: Actor = actor,
): Drafts {
  return draftsIn(marketplace, createState(live), kind, written, { actor: by });
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
