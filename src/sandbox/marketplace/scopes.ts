/** What a token is good for; the contract's own scopes (marketplace.md §4). */
export const scopes = ["organization.full.read", "organization.full:rw", "application.full:rw"] as const;

export type Scope = (typeof scopes)[number];

/** What clients of the platform's public APIs ask for in their own name (§4, `notes:scopes`). */
const publicScopes = ["product.compact", "product.full.read", "coupon.basic"];

/** All that a client is registered for. */
export const clientScopes: readonly string[] = [...scopes, ...publicScopes];

/** Who may write may also read. */
export function covers(held: readonly string[], needed: Scope): boolean {
  return (
    held.includes(needed) || (needed === "organization.full.read" && held.includes("organization.full:rw"))
  );
}
