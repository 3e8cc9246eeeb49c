import { boolOf, jsonOf, numberOf, type Row, textOf, textOrNull } from "../row.ts";
import { isRecord, root } from "../shape.ts";
import type { Store } from "../store.ts";
import { type PasswordPolicy, readPolicy, vendorPolicy } from "./password-policy.ts";
import type { PasswordRules } from "./passwords.ts";

export const twoFactorMethods = ["sms", "google-authenticator"] as const;
export type TwoFactorMethod = (typeof twoFactorMethods)[number];

/** The paying customer, called a company inside (cloud-elements.md §1). */
export interface Organization {
  readonly id: number;
  readonly name: string;
  readonly secret: string;
  /** Whether a seed named the secret: a made-up one is nobody's wish and stays out of dumps. */
  readonly secretGiven: boolean;
  readonly twoFactorAuthEnabled: boolean;
  readonly twoFactorAuthMethod: TwoFactorMethod | null;
  /** Null where the vendor's applies. */
  readonly passwordPolicy: PasswordPolicy | null;
  /** Null where the vendor's applies. */
  readonly branding: Readonly<Record<string, string>> | null;
  readonly createdDate: string;
}

function decode(row: Row): Organization {
  const policy = row["passwordPolicy"] === null ? null : jsonOf(row, "passwordPolicy");
  return {
    id: numberOf(row, "id"),
    name: textOf(row, "name"),
    secret: textOf(row, "secret"),
    secretGiven: boolOf(row, "secretGiven"),
    twoFactorAuthEnabled: boolOf(row, "twoFactorAuthEnabled"),
    twoFactorAuthMethod:
      twoFactorMethods.find((method) => method === textOrNull(row, "twoFactorAuthMethod")) ?? null,
    passwordPolicy: policy === null ? null : readPolicy(root(policy, broken)),
    branding: row["branding"] === null ? null : stringsOf(jsonOf(row, "branding")),
    createdDate: textOf(row, "createdDate"),
  };
}

function broken(path: string, problem: string): never {
  throw new TypeError(`A stored password policy is broken: ${path} ${problem}`);
}

function stringsOf(value: unknown): Record<string, string> {
  const strings: Record<string, string> = Object.create(null);
  if (!isRecord(value)) return strings;
  for (const [key, one] of Object.entries(value)) if (typeof one === "string") strings[key] = one;
  return strings;
}

export function allOrganizations(store: Store): Organization[] {
  return store.all("SELECT * FROM organizations ORDER BY position", decode);
}

export function findOrganization(store: Store, id: number): Organization | undefined {
  return store.first("SELECT * FROM organizations WHERE id = ?", decode, id);
}

/** The organization that somebody who is signed in belongs to: it is there for certain. */
export function organizationOf(store: Store, id: number): Organization {
  const found = findOrganization(store, id);
  if (found === undefined) throw new TypeError(`There is no organization ${id}`);
  return found;
}

const columns =
  "name, secret, secretGiven, twoFactorAuthEnabled, twoFactorAuthMethod, passwordPolicy, branding, createdDate";

function values(organization: Organization): (string | number | null)[] {
  const { passwordPolicy, branding } = organization;
  return [
    organization.name,
    organization.secret,
    Number(organization.secretGiven),
    Number(organization.twoFactorAuthEnabled),
    organization.twoFactorAuthMethod,
    passwordPolicy === null ? null : JSON.stringify(passwordPolicy),
    branding === null ? null : JSON.stringify(branding),
    organization.createdDate,
  ];
}

export function insertOrganization(store: Store, organization: Organization): void {
  const sql = `INSERT INTO organizations (id, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
  store.run(sql, organization.id, ...values(organization));
}

export function updateOrganization(store: Store, organization: Organization): void {
  const sql = `UPDATE organizations SET (${columns}) = (?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`;
  store.run(sql, ...values(organization), organization.id);
}

/** What its passwords must be like (§5.9, §5.10). */
export function rulesFor(modern: boolean, policy: PasswordPolicy | null): PasswordRules {
  return modern ? { kind: "fixed" } : { kind: "policy", policy: policy ?? vendorPolicy };
}
