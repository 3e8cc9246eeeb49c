/** States for tables, and the plans that lead from one to a configuration. */
import type { CallDraft } from "../../../src/model/call.ts";
import type { Plan } from "../../../src/model/plan.ts";
import type { Actor, Drafts } from "../../../src/model/platform.ts";
import type { Attributes, Resource } from "../../../src/model/resource.ts";
import { createState } from "../../../src/model/state.ts";
import { datica } from "../../../src/platforms/datica/index.ts";
import {
  grantResource,
  groupMemberResource,
  groupResource,
  invitedResource,
  type MemberFacts,
  memberResource,
} from "../../../src/platforms/datica/resources.ts";
import { desiredOf, type PlanOf, planOf, type Tree } from "../../support/plans.ts";
import { type Around, draftsIn, linesOf } from "../harness/changes.ts";

export const org = "acme";
/** An owner in most tables. */
export const alice: Actor = { id: "alice@acme.io" };
export const bob: Actor = { id: "bob@acme.io" };

/** The mail address of a first name, and what the platform calls the account. */
export const mail = (name: string): string => `${name}@acme.io`;
export const userId = (name: string): string => `u-${name}`;

export function orgOf(role: string | null = "owner", attributes: Attributes = {}): Resource {
  return {
    address: org,
    kind: "organization",
    key: org,
    id: "o-acme",
    attributes: { name: "acme", description: "", mfaRequired: false, ...attributes },
    facts: { role, roles: { owner: 1, admin: 3, member: 5 } },
  };
}

export function memberOf(name: string, role: string, facts: MemberFacts = {}): Resource {
  return memberResource(org, mail(name), role, { user: userId(name), ...facts });
}

/** Invited, and not there yet. */
export function invitedOf(name: string, role: string): Resource {
  return invitedResource(org, mail(name), role, `i-${name}`);
}

export const memberAt = (name: string): string => `${org}/members/${mail(name)}`;
export const environmentAt = (label: string): string => `${org}/environments/${label}`;
export const grantAt = (label: string, name: string): string =>
  `${environmentAt(label)}/grants/${mail(name)}`;
export const groupAt = (name: string): string => `${org}/groups/${name}`;

export function environmentOf(label: string, pod = "pod01"): Resource {
  return {
    address: environmentAt(label),
    kind: "environment",
    key: label,
    id: `e-${label}`,
    attributes: { name: label, pod },
    facts: { namespace: label },
  };
}

export function grantOf(label: string, name: string): Resource {
  return grantResource(environmentAt(label), mail(name), userId(name));
}

export function groupOf(name: string, acls: readonly string[] = [], isProtected = false): Resource {
  return groupResource(org, name, acls, isProtected);
}

export function inGroup(group: string, name: string): Resource {
  return groupMemberResource(groupAt(group), mail(name), userId(name));
}

/** The calls for one change; `written` is what the configuration says of other resources. */
export function draftsFor(
  live: readonly Resource[],
  kind: string,
  address: string,
  wanted: Attributes | null,
  { actor = alice, ...around }: Partial<Around> = {},
): Drafts {
  return draftsIn(datica, createState(live), kind, { [address]: wanted }, { ...around, actor });
}

/** A call in one line, references and all: `invite.revoke DELETE /orgs/o-acme/invites/i-eve`. */
export function show({ operation, method, path, body, after }: CallDraft): string {
  const said = body === undefined ? "" : ` ${JSON.stringify(body)}`;
  const order = after === undefined || after.length === 0 ? "" : ` after ${after.join(" ")}`;
  return `${operation} ${method} /${path.map((part) => (typeof part === "string" ? part : "?")).join("/")}${said}${order}`;
}

export function showAll(drafts: Drafts): readonly string[] {
  return linesOf(drafts, show);
}

/** A plan over a small live world. */
export function planned(tree: Tree, live: readonly Resource[], options: PlanOf = {}): Plan {
  return planOf(datica, desiredOf(datica, { [org]: tree }), createState(live), { actor: alice, ...options });
}

export function messagesOf(plan: Plan): readonly string[] {
  return plan.sections.flatMap(({ stops }) => stops.map(({ guard, message }) => `${guard}: ${message}`));
}
