import type { Store } from "../store.ts";
import { notFound } from "./errors.ts";
import { everybody } from "./levels.ts";
import { orgExists } from "./orgs.ts";
import { userByEmail, userExists } from "./users.ts";

/** The user whom an id or an email names. Neither unknown one is invited by mail: both are errors (dnanexus.md §5). */
export function resolveUser(store: Store, named: string): string {
  const id = named.includes("@") ? userByEmail(store, named) : named;
  if (id === undefined || !userExists(store, id)) throw notFound(named);
  return id;
}

/** The user, org or PUBLIC whom a text names. */
export function resolvePrincipal(store: Store, named: string): string {
  if (named === everybody) return everybody;
  if (named.startsWith("org-") && orgExists(store, named)) return named;
  return resolveUser(store, named);
}
