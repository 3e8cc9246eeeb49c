/** Names of blocks and variables, and keys of `for_each`. */
import { type Address, decodePart } from "../../model/address.ts";

/** Gives each text a name of its own that Terraform allows, the same for the same text. */
export type Namer = (text: string) => string;

/** `org-acme` is `org_acme`; what else would be the same gets a number, in the order of asking. */
export function namer(reserved: readonly string[] = []): Namer {
  const given = new Map<string, string>();
  const taken = new Set(reserved);
  return (text) => {
    const known = given.get(text);
    if (known !== undefined) return known;
    const base = safe(text);
    let name = base;
    for (let count = 2; taken.has(name); count += 1) name = `${base}_${count}`;
    taken.add(name);
    given.set(text, name);
    return name;
  };
}

function safe(text: string): string {
  const name = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return /^[a-z]/.test(name) ? name : name === "" ? "unnamed" : `_${name}`;
}

/** What `variable` blocks cannot be called. */
export const reservedVariables: readonly string[] = [
  "count",
  "depends_on",
  "for_each",
  "lifecycle",
  "locals",
  "providers",
  "source",
  "version",
];

/**
 * The key under which a resource stands in `for_each`: its own key right below the organization; further down the keys
 * on the way as well.
 */
export function instanceKey(address: Address): string {
  const keys = address.split("/").filter((_, index) => index > 0 && index % 2 === 0);
  const [only, ...more] = keys;
  return only !== undefined && more.length === 0 ? decodePart(only) : keys.join("/");
}
