import { type At, bool, field, filled, only, optional, text } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { emailProblem, fold } from "../email.ts";
import { uuid, uuidOf } from "../ids.ts";
import { defaultPassword, insertUser } from "../users.ts";
import type { TakeId } from "./ids.ts";
import type { People } from "./people.ts";

/** Stores the users of a seed. */
export function loadUsers(store: Store, users: readonly At[], takeId: TakeId): People {
  const people = new Map<string, string>();
  for (const at of users) {
    only(at, ["email", "id", "fullName", "password", "authenticator"]);
    const emailAt = field(at, "email");
    const email = text(emailAt).trim();
    const problem = emailProblem(email);
    if (problem !== null) emailAt.fail(emailAt.path, problem);
    if (people.has(fold(email))) emailAt.fail(emailAt.path, `repeats ${email}`);
    const id = takeId(at, uuid, uuidOf("user", fold(email)));
    people.set(fold(email), id);
    insertUser(store, {
      id,
      email,
      fullName: optional(field(at, "fullName"), text) ?? email.slice(0, email.indexOf("@")),
      password: optional(field(at, "password"), filled) ?? defaultPassword,
      authenticator: optional(field(at, "authenticator"), bool) ?? false,
    });
  }
  return people;
}
