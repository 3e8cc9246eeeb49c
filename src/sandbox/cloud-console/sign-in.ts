import { text as textIn } from "node:stream/consumers";
import type { SandboxContext } from "../definition.ts";
import { field, root, text } from "../shape.ts";
import type { Store } from "../store.ts";
import { refusal, refuseInput } from "./errors.ts";
import { accessToken, idToken, signingOf } from "./tokens.ts";
import { userByEmail } from "./users.ts";

/** `GET /get-tokens` with a JSON body (cloud-console.md §3.1 A1). */
export async function signIn(context: SandboxContext, store: Store): Promise<unknown> {
  // A web request cannot have a body with GET, so that it is still unread.
  const body = root(parse(await textIn(context.env.incoming)), refuseInput);
  const [username, password] = [text(field(body, "username")), text(field(body, "password"))];
  const user = userByEmail(store, username);
  // An account with the authenticator needs a code, which cannot be given here (§4).
  if (user === undefined || user.password !== password || user.authenticator) {
    throw refusal(401, "invalid_credentials", "The username or the password is wrong");
  }
  const id = idToken(user, signingOf(store), Date.now());
  return { id_token: id, access_token: accessToken(id) };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
