import { type Address, addressOf, rootOf } from "../../../model/address.ts";
import type { KeyRule } from "../../../model/kind.ts";

/** E-mails are compared trimmed and in lower case (marketplace.md §6.13). */
export function foldEmail(email: string): string {
  return email.trim().toLowerCase();
}

export const emailKey: KeyRule = {
  description: "The e-mail of a portal account, in any case.",
  pattern: "^[^\\s\\u0000-\\u001f\\u007f@]+@[^\\s\\u0000-\\u001f\\u007f@]+$",
  example: "alice@example.com",
  fold: foldEmail,
};

export const labelPattern =
  "^[^\\s\\u0000-\\u001f\\u007f]([^\\u0000-\\u001f\\u007f]*[^\\s\\u0000-\\u001f\\u007f])?$";

/** Where a person stands among the members of the organization that an address lies in. */
export function membershipOf({ address, key }: { readonly address: Address; readonly key: string }): Address {
  return addressOf(rootOf(address), "members", key);
}
