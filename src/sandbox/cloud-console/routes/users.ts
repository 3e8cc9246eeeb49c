import { randomUUID } from "node:crypto";
import type { Route } from "../../rest.ts";
import { type At, field, filled, optional, text } from "../../shape.ts";
import { directory } from "../apps.ts";
import type { Call } from "../call.ts";
import { emailProblem } from "../email.ts";
import { conflict, forbidden, refusal } from "../errors.ts";
import { registered } from "../people.ts";
import { managesAny } from "../standing.ts";
import { insertUser, userByEmail } from "../users.ts";

/** For owners and administrators of any organization (cloud-console.md §3.5 U1, U2). */
function forManagers(act: (call: Call) => unknown): Route<Call>["act"] {
  return (call) => {
    if (!managesAny(call.store, call.user)) throw forbidden("This is for owners and administrators");
    return act(call);
  };
}

function newEmail(body: At): string {
  const at = field(body, "email");
  const email = text(at).trim();
  const problem = emailProblem(email);
  return problem === null ? email : at.fail(at.path, problem);
}

/** What the form asks for besides (`shot:organizations/18`); nothing ever shows it again. */
const details = ["mobile", "street", "city", "state", "country", "postalCode", "company", "taxNumber"];

export const userRoutes: readonly Route<Call>[] = [
  {
    method: "GET",
    path: `${directory}/users`,
    act: forManagers(({ store, query }) => {
      const email = query("email");
      if (email === undefined) throw refusal(400, "invalid_request", '"email" must be given');
      const user = registered(store, email);
      return { id: user.id, email: user.email, fullName: user.fullName };
    }),
  },
  {
    method: "POST",
    path: `${directory}/users`,
    act: forManagers(({ store, body }) => {
      const email = newEmail(body);
      const password = filled(field(body, "password"));
      const fullName = `${filled(field(body, "firstName"))} ${filled(field(body, "lastName"))}`;
      for (const detail of details) optional(field(body, detail), text);
      if (userByEmail(store, email) !== undefined) {
        throw conflict("already_registered", `${email} is registered already`);
      }
      const id = randomUUID();
      insertUser(store, { id, email, fullName, password, authenticator: false });
      return { id, email };
    }),
  },
];
