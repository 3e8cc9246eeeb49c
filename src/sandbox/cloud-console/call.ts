import type { SandboxContext } from "../definition.ts";
import { type At, root } from "../shape.ts";
import type { Store } from "../store.ts";
import { refusal, refuseInput } from "./errors.ts";
import { userByEmail } from "./users.ts";

/** A request that got past the tokens. */
export interface Call {
  readonly store: Store;
  /** The id of who asks. */
  readonly user: string;
  /** The body as JSON, whatever content type it has (cloud-console.md §4); undefined inside where it is none. */
  readonly body: At;
  readonly query: (name: string) => string | undefined;
}

/** Refuses whom the two tokens do not identify (§4). */
export function callOf(context: SandboxContext, store: Store): Call {
  const account = context.get("account");
  const user = account === null ? undefined : userByEmail(store, account);
  if (user === undefined)
    throw refusal(401, "unauthorized", "Both tokens are needed, valid and of one person");
  if (!wellEncoded(context.req.url)) throw refusal(400, "invalid_request", "The path is malformed");
  const body = context.get("body");
  return {
    store,
    user: user.id,
    body: root(body.valid ? body.value : undefined, refuseInput),
    query: (name) => context.req.query(name),
  };
}

function wellEncoded(url: string): boolean {
  try {
    decodeURIComponent(new URL(url).pathname);
    return true;
  } catch {
    return false;
  }
}
