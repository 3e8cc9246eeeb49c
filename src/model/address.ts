/**
 * Addresses: the place of a resource in the configuration tree (design §1).
 * `acme/projects/raw-data/grants/org-qc` is the organization's key, then pairs of collection and key;
 * a part that holds `/` or `%` has these two percent-encoded, so that an address splits in one way only.
 */
export type Address = string;

const encoded = /[/%]/g;

/** One part, made safe to stand between slashes. */
export function encodePart(part: string): string {
  return part.includes("/") || part.includes("%") ? part.replace(encoded, encodeURIComponent) : part;
}

/** The part as it was before {@link encodePart}. */
export function decodePart(part: string): string {
  return part.includes("%") ? part.replaceAll("%2F", "/").replaceAll("%25", "%") : part;
}

/** The address of a collection under `parent`: `acme` and `members` give `acme/members`. */
export function collectionOf(parent: Address, collection: string): Address {
  return `${parent}/${collection}`;
}

/** The address of the member `key` of a collection. For a root (an organization) `parent` is null. */
export function addressOf(parent: Address | null, collection: string, key: string): Address {
  return parent === null ? encodePart(key) : `${parent}/${collection}/${encodePart(key)}`;
}

/** The organization that an address lies in: its first part, encoded. */
export function rootOf(address: Address): Address {
  const slash = address.indexOf("/");
  return slash < 0 ? address : address.slice(0, slash);
}

/** The address of the resource that holds this one, or null for an organization. */
export function parentOf(address: Address): Address | null {
  const key = address.lastIndexOf("/");
  if (key < 0) return null;
  const collection = address.lastIndexOf("/", key - 1);
  return collection < 0 ? null : address.slice(0, collection);
}

/** The resource that holds a collection: `acme` for `acme/members`; null for `""`, where organizations stand. */
export function holderOf(collection: Address): Address | null {
  const slash = collection.lastIndexOf("/");
  return slash < 0 ? null : collection.slice(0, slash);
}

/** The collection that the resource stands in: `acme/members` for `acme/members/alice`; null for an organization. */
export function homeOf(address: Address): Address | null {
  const key = address.lastIndexOf("/");
  return key < 0 ? null : address.slice(0, key);
}

/** The last part, decoded: the resource's key. */
export function keyOf(address: Address): string {
  return decodePart(address.slice(address.lastIndexOf("/") + 1));
}

/** The nearest of these places (resources or collections) that the address is or lies below; null for none. */
export function coveredBy(
  address: Address,
  places: { readonly has: (place: Address) => boolean },
): Address | null {
  for (let at = address; ; ) {
    if (places.has(at)) return at;
    const slash = at.lastIndexOf("/");
    if (slash < 0) return null;
    at = at.slice(0, slash);
  }
}

/** True where `address` is `ancestor` or lies below it. */
export function isWithin(address: Address, ancestor: Address): boolean {
  return address === ancestor || (address.startsWith(ancestor) && address[ancestor.length] === "/");
}
