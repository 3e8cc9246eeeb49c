import { type At, field, given, text, whole } from "../shape.ts";

/** What the passwords of an organization must be like (cloud-elements.md §1, §5.9). */
export interface PasswordPolicy {
  readonly minLength: number;
  readonly minUppercase: number;
  readonly minLowercase: number;
  readonly minNumbers: number;
  readonly minSymbols: number;
  /** The only symbols that a password may have. */
  readonly symbolCharacterSet: string;
  /** So many of the last passwords, the one in use included, cannot be taken again. */
  readonly previousPasswordCount: number;
  /** After so many days a password lets nobody in; 0 means never. */
  readonly expirationDays: number;
}

/** What applies where an organization has set none (§5.9). */
export const vendorPolicy: PasswordPolicy = {
  minLength: 8,
  minUppercase: 1,
  minLowercase: 1,
  minNumbers: 1,
  minSymbols: 1,
  symbolCharacterSet: "!@#$%^&*()_-+={}[]|\\:;\"'<>,.?/~`",
  previousPasswordCount: 0,
  expirationDays: 100_000,
};

/** Least and most of each number. The upper bounds of which there is no evidence are left open (§5.9). */
const bounds = {
  minLength: [8],
  minUppercase: [0, 10],
  minLowercase: [0, 10],
  minNumbers: [0, 10],
  minSymbols: [0, 10],
  previousPasswordCount: [0, 9],
  expirationDays: [0],
} as const satisfies Readonly<
  Record<Exclude<keyof PasswordPolicy, "symbolCharacterSet">, readonly [least: number, most?: number]>
>;

export const policyFields = [...Object.keys(bounds), "symbolCharacterSet"];

/** All eight fields; whatever is missing or out of bounds is refused by name. */
export function readPolicy(at: At): PasswordPolicy {
  const number = (name: keyof typeof bounds): number => {
    const [least, most] = bounds[name];
    return whole(present(field(at, name)), least, most);
  };
  return {
    minLength: number("minLength"),
    minUppercase: number("minUppercase"),
    minLowercase: number("minLowercase"),
    minNumbers: number("minNumbers"),
    minSymbols: number("minSymbols"),
    symbolCharacterSet: text(present(field(at, "symbolCharacterSet"))),
    previousPasswordCount: number("previousPasswordCount"),
    expirationDays: number("expirationDays"),
  };
}

function present(at: At): At {
  return given(at) && at.value !== null ? at : at.fail(at.path, "must not be null");
}
