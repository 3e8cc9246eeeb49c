import { boolOf, jsonOf, numberOf, type Row } from "../row.ts";
import { type At, bool, field, filled, isRecord, optional, text } from "../shape.ts";
import type { Store } from "../store.ts";

/** What describes a SAML identity provider, beside whether it is the default (cloud-elements.md §1). */
export const providerFields = [
  "entityId",
  "ssoUrl",
  "logonProtocolBinding",
  "logoutUrl",
  "logoutProtocolBinding",
  "logoutRedirectUrl",
  "signingCert",
  "signatureAlgorithm",
  "description",
] as const;
type ProviderField = (typeof providerFields)[number];

type ProviderDocument = { readonly [K in ProviderField]?: string };

export interface IdentityProvider {
  readonly id: number;
  readonly isDefault: boolean;
  readonly document: ProviderDocument;
}

/** Whose it is: an organization's, or an account's. */
export interface Owner {
  readonly organization: number;
  readonly account: number | null;
}

/** Without these two nobody can be sent anywhere. */
const needed: readonly ProviderField[] = ["entityId", "ssoUrl"];

/** What a body says of a provider; `whole` where it makes a new one. */
export function readProvider(
  body: At,
  whole: boolean,
): { readonly isDefault?: boolean; readonly document: ProviderDocument } {
  const document: { -readonly [K in ProviderField]?: string } = {};
  for (const name of providerFields) {
    const at = field(body, name);
    const read = needed.includes(name) ? filled : text;
    if (at.value !== undefined || (whole && needed.includes(name))) document[name] = read(at);
  }
  const isDefault = optional(field(body, "isDefault"), bool);
  return isDefault === undefined ? { document } : { isDefault, document };
}

function decode(row: Row): IdentityProvider {
  const stored = jsonOf(row, "document");
  const document: { -readonly [K in ProviderField]?: string } = {};
  for (const name of providerFields) {
    const value = isRecord(stored) ? stored[name] : undefined;
    if (typeof value === "string") document[name] = value;
  }
  return { id: numberOf(row, "id"), isDefault: boolOf(row, "isDefault"), document };
}

export function showProvider({ id, isDefault, document }: IdentityProvider): Record<string, unknown> {
  return { id, ...document, isDefault };
}

export function providersOf(store: Store, { organization, account }: Owner): IdentityProvider[] {
  const sql = "SELECT * FROM identityProviders WHERE organization = ? AND account IS ? ORDER BY id";
  return store.all(sql, decode, organization, account);
}

export function findProvider(store: Store, id: number, owner: Owner): IdentityProvider | undefined {
  return providersOf(store, owner).find((one) => one.id === id);
}

/** A provider of anybody: its metadata is for all to see. */
export function anyProvider(store: Store, id: number): IdentityProvider | undefined {
  return store.first("SELECT * FROM identityProviders WHERE id = ?", decode, id);
}

/** Stores a provider, with the next id where it has none. A new default takes the place of the last one. */
export function insertProvider(
  store: Store,
  { organization, account }: Owner,
  { isDefault, document }: Omit<IdentityProvider, "id">,
  id: number | null = null,
): IdentityProvider {
  if (isDefault) clearDefault(store, { organization, account });
  const sql = `INSERT INTO identityProviders (id, organization, account, isDefault, document)
    VALUES (?, ?, ?, ?, ?) RETURNING *`;
  const text = JSON.stringify(document);
  const made = store.first(sql, decode, id, organization, account, Number(isDefault), text);
  if (made === undefined) throw new TypeError("The identity provider was not stored");
  return made;
}

export function updateProvider(
  store: Store,
  owner: Owner,
  { id, isDefault, document }: IdentityProvider,
): void {
  if (isDefault) clearDefault(store, owner);
  const sql = "UPDATE identityProviders SET isDefault = ?, document = ? WHERE id = ?";
  store.run(sql, Number(isDefault), JSON.stringify(document), id);
}

function clearDefault(store: Store, { organization, account }: Owner): void {
  const sql = "UPDATE identityProviders SET isDefault = 0 WHERE organization = ? AND account IS ?";
  store.run(sql, organization, account);
}

export function deleteProvider(store: Store, id: number): void {
  store.run("DELETE FROM identityProviders WHERE id = ?", id);
}
