import { boolOf, jsonOf, numberOf, type Row, textOf, textOrNull, textsOf } from "../row.ts";
import { isRecord } from "../shape.ts";
import type { Store } from "../store.ts";
import { levelOf, rankOf } from "./levels.ts";
import { adminSet, type MemberLevel, type Membership, memberSet, powers } from "./membership.ts";

/** An organization. */
export interface Org {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  /** Whether anything can be billed to it; orgs made through `/org/new` cannot (dnanexus.md §5). */
  readonly billable: boolean;
  /** Whether its projects may contain PHI. */
  readonly phi: boolean;
  /** Whether its ADMINs may create accounts on the auth server. */
  readonly userCreation: boolean;
  readonly policies: Readonly<Record<string, unknown>>;
  readonly samlIdP: string | null;
  readonly jobLogsForwarding: Readonly<Record<string, unknown>> | null;
  readonly defaultRegion: string;
  readonly permittedRegions: readonly string[];
}

/** The policies that every org has (§2.3). The defaults of the others are not known, so they are absent until set. */
export const defaultPolicies = { memberListVisibility: "ADMIN", restrictProjectTransfer: "ADMIN" };

function recordOf(row: Row, column: string): Record<string, unknown> | null {
  const value = jsonOf(row, column);
  return isRecord(value) ? value : null;
}

export function decodeOrg(row: Row): Org {
  return {
    id: textOf(row, "id"),
    handle: textOf(row, "handle"),
    name: textOf(row, "name"),
    billable: boolOf(row, "billable"),
    phi: boolOf(row, "phi"),
    userCreation: boolOf(row, "userCreation"),
    policies: recordOf(row, "policies") ?? {},
    samlIdP: textOrNull(row, "samlIdP"),
    jobLogsForwarding: recordOf(row, "jobLogsForwarding"),
    defaultRegion: textOf(row, "defaultRegion"),
    permittedRegions: textsOf(row, "permittedRegions"),
  };
}

export function findOrg(store: Store, id: string): Org | undefined {
  return store.first("SELECT * FROM orgs WHERE id = ?", decodeOrg, id);
}

export function orgExists(store: Store, id: string): boolean {
  return store.has("SELECT 1 FROM orgs WHERE id = ?", id);
}

export function allOrgs(store: Store): Org[] {
  return store.all("SELECT * FROM orgs ORDER BY id", decodeOrg);
}

const columns =
  "handle, name, billable, phi, userCreation, policies, samlIdP, jobLogsForwarding, defaultRegion, permittedRegions";

function values(org: Org): (string | number | null)[] {
  return [
    org.handle,
    org.name,
    Number(org.billable),
    Number(org.phi),
    Number(org.userCreation),
    JSON.stringify(org.policies),
    org.samlIdP,
    JSON.stringify(org.jobLogsForwarding),
    org.defaultRegion,
    JSON.stringify(org.permittedRegions),
  ];
}

export function insertOrg(store: Store, org: Org, now: number): void {
  const sql = `INSERT INTO orgs (id, ${columns}, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
  store.run(sql, org.id, ...values(org), now);
}

export function updateOrg(store: Store, org: Org): void {
  const sql = `UPDATE orgs SET (${columns}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`;
  store.run(sql, ...values(org), org.id);
}

export function decodeMembership(row: Row): Membership {
  const level: MemberLevel = textOf(row, "level") === "ADMIN" ? "ADMIN" : "MEMBER";
  const member = {
    ...(level === "ADMIN" ? adminSet : memberSet),
    projectAccess: levelOf(numberOf(row, "projectAccess")),
  };
  for (const power of powers) member[power] = boolOf(row, power);
  return member;
}

export function membership(store: Store, org: string, user: string): Membership | undefined {
  return store.first("SELECT * FROM members WHERE org = ? AND user = ?", decodeMembership, org, user);
}

export function membersOf(store: Store, org: string): [string, Membership][] {
  return store.all(
    "SELECT * FROM members WHERE org = ? ORDER BY user",
    (row): [string, Membership] => [textOf(row, "user"), decodeMembership(row)],
    org,
  );
}

export function orgsOf(store: Store, user: string): string[] {
  return store.all("SELECT org FROM members WHERE user = ? ORDER BY org", (row) => textOf(row, "org"), user);
}

export function adminsOf(store: Store, org: string): string[] {
  return store.all(
    "SELECT user FROM members WHERE org = ? AND level = 'ADMIN' ORDER BY user",
    (row) => textOf(row, "user"),
    org,
  );
}

const putSql = `INSERT OR REPLACE INTO members (org, user, level, projectAccess, ${powers.join(", ")})
  VALUES (?, ?, ?, ?, ${powers.map(() => "?").join(", ")})`;

/** Makes or replaces a membership. */
export function putMember(store: Store, org: string, user: string, member: Membership): void {
  const flags = powers.map((power) => Number(member[power]));
  store.run(putSql, org, user, member.level, rankOf(member.projectAccess), ...flags);
}

export function dropMember(store: Store, org: string, user: string): void {
  store.run("DELETE FROM members WHERE org = ? AND user = ?", org, user);
}
