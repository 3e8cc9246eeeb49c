import { type Address, addressOf, rootOf } from "../../../model/address.ts";
import { emailPattern, foldEmail } from "../../../model/keys.ts";
import type { Resource } from "../../../model/resource.ts";
import { text } from "../../../model/value.ts";

/**
 * An e-mail, or the bare id (with a digit, so that a half-written e-mail is none) of an account that has none here.
 */
export const personPattern = `${emailPattern}|^(?=[^0-9]*[0-9])[0-9A-Za-z_-]{8,}$`;

/** E-mails are the same whatever their case (datica.md §6), and whatever blanks a server leaves around; ids are not. */
export function foldPerson(key: string): string {
  return key.includes("@") ? foldEmail(key) : key;
}

/** Which account a place belongs to; an invite is nobody's until it is accepted. */
export function accountOf({ facts }: Resource): string | undefined {
  return text(facts?.user);
}

/** Where the person stands among the members of the organization in which `address` lies. */
export function memberAt(address: Address, person: string): Address {
  return addressOf(rootOf(address), "members", person);
}

/** The entry of the person that a resource is about. */
export function memberOf(resource: { readonly address: Address; readonly key: string }): readonly Address[] {
  return [memberAt(resource.address, resource.key)];
}
