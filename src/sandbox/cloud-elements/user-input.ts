import { type At, bool, field, filled, items, optional, text } from "../shape.ts";
import { placeholder } from "./user-view.ts";
import { type Profile, profileFields } from "./users.ts";

/** What a body says of a user; what it does not say is left out. Server-made fields that come back are passed over. */
export interface UserInput {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly password?: string;
  readonly active?: boolean;
  /** Null takes a field away. */
  readonly profile: { readonly [K in keyof Profile]: string | null };
  /** Keys of roles. */
  readonly roles?: readonly string[];
}

type Draft = { -readonly [K in keyof UserInput]: UserInput[K] };

export function readUserInput(body: At): UserInput {
  const input: Draft = { profile: readProfile(body) };
  const firstName = optional(field(body, "firstName"), filled);
  const lastName = optional(field(body, "lastName"), filled);
  const email = optional(field(body, "email"), mail);
  const password = optional(field(body, "password"), filled);
  const active = optional(field(body, "active"), bool);
  const roles = optional(field(body, "roles"), (list) => items(list).map((one) => filled(field(one, "key"))));
  if (firstName !== undefined) input.firstName = firstName;
  if (lastName !== undefined) input.lastName = lastName;
  if (email !== undefined) input.email = email;
  // A user that was read and comes back says nothing of the password.
  if (password !== undefined && password !== placeholder) input.password = password;
  if (active !== undefined) input.active = active;
  if (roles !== undefined) input.roles = roles;
  return input;
}

/** The four fields that a new user needs (cloud-elements.md §3d). */
export interface NewUserInput extends UserInput {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly password: string;
}

export function readNewUser(body: At): NewUserInput {
  return {
    ...readUserInput(body),
    firstName: filled(field(body, "firstName")),
    lastName: filled(field(body, "lastName")),
    email: mail(field(body, "email")),
    password: filled(field(body, "password")),
  };
}

function readProfile(body: At): UserInput["profile"] {
  const profile: { -readonly [K in keyof Profile]: string | null } = {};
  for (const name of profileFields) {
    const one = field(body, name);
    if (one.value !== undefined) profile[name] = one.value === null ? null : text(one);
  }
  return profile;
}

/** A profile after what a body says of it. */
export function mergeProfile(current: Profile, said: UserInput["profile"]): Profile {
  const merged: { -readonly [K in keyof Profile]: string } = { ...current };
  for (const name of profileFields) {
    const one = said[name];
    if (one === null) delete merged[name];
    else if (one !== undefined) merged[name] = one;
  }
  return merged;
}

/** Something before and behind one @, without blanks and commas, which headers need. */
export function mail(at: At): string {
  const value = filled(at);
  return /^[^\s@,]+@[^\s@,]+$/.test(value) ? value : at.fail(at.path, "must be an email address");
}
