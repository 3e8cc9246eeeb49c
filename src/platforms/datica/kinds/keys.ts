import { type Address, addressOf, rootOf } from "../../../model/address.ts";

const fit = "[^\\s@\\u0000-\\u001f\\u007f]+";
const email = `${fit}@${fit}`;

/** Patterns of keys as people write them. */
export const patterns = {
  email: `^${email}$`,
  /** An e-mail, or the bare id (with a digit, so that a half-written e-mail is none) of an account that has none here. */
  emailOrId: `^(${email}|(?=[^0-9]*[0-9])[0-9A-Za-z_-]{8,})$`,
  /** Any text that is visible at both ends. */
  label: "^[^\\s\\u0000-\\u001f\\u007f]([^\\u0000-\\u001f\\u007f]*[^\\s\\u0000-\\u001f\\u007f])?$",
} as const;

/** E-mails are the same whatever their case (datica.md §6), and whatever blanks a server leaves around; ids are not. */
export function foldPerson(key: string): string {
  return key.includes("@") ? key.trim().toLowerCase() : key;
}

/** Where the person stands among the members of the organization in which `address` lies. */
export function memberAt(address: Address, person: string): Address {
  return addressOf(rootOf(address), "members", person);
}

/** The entry of the person that a resource is about. */
export function memberOf(resource: { readonly address: Address; readonly key: string }): readonly Address[] {
  return [memberAt(resource.address, resource.key)];
}
