import { type Address, addressOf, rootOf } from "../../../model/address.ts";
import { emailPattern, foldEmail } from "../../../model/keys.ts";
import type { KeyRule } from "../../../model/kind.ts";

/** E-mails are compared trimmed and in lower case (marketplace.md §6.13). */
export const emailKey: KeyRule = {
  description: "The e-mail of a portal account, in any case.",
  pattern: emailPattern,
  example: "alice@example.com",
  fold: foldEmail,
  person: true,
};

/** Where a person stands among the members of the organization that an address lies in. */
export function membershipOf({ address, key }: { readonly address: Address; readonly key: string }): Address {
  return addressOf(rootOf(address), "members", key);
}
