import { type Row, textOf } from "../../row.ts";
import type { Store } from "../../store.ts";

/** An application that may ask for tokens. */
export interface Client {
  readonly id: string;
  readonly secret: string;
}

function clientOf(row: Row): Client {
  return { id: textOf(row, "id"), secret: textOf(row, "secret") };
}

export function insertClient(store: Store, { id, secret }: Client): void {
  store.run("INSERT INTO clients (id, secret) VALUES (?, ?)", id, secret);
}

export function allClients(store: Store): Client[] {
  return store.all("SELECT id, secret FROM clients ORDER BY position", clientOf);
}

/** The client in whose hands people's first tokens are. */
export function firstClient(store: Store): Client {
  const client = store.first("SELECT id, secret FROM clients ORDER BY position LIMIT 1", clientOf);
  if (client === undefined)
    throw new TypeError("There is no client; was the file written by something else?");
  return client;
}

/**
 * The client that an `Authorization: Basic` header proves (marketplace.md §4). Id and secret are taken as they are, as
 * the clients of this platform send them, or form-encoded, as RFC 6749 §2.3.1 wants it.
 */
export function authenticate(store: Store, authorization: string | undefined): Client | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const [id, secret] = split(Buffer.from(encoded, "base64").toString());
  return check(store, id, secret) ?? check(store, decode(id), decode(secret));
}

function split(pair: string): [string, string] {
  const colon = pair.indexOf(":");
  return colon < 0 ? [pair, ""] : [pair.slice(0, colon), pair.slice(colon + 1)];
}

function check(store: Store, id: string, secret: string): Client | undefined {
  return store.first("SELECT id, secret FROM clients WHERE id = ? AND secret = ?", clientOf, id, secret);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
