import type { ParsedBody, SandboxContext } from "../definition.ts";
import { type At, root } from "../shape.ts";
import type { Store } from "../store.ts";
import { noScope, refuseAs, TokenError } from "./errors.ts";
import { bearer, findSession } from "./oauth/access.ts";
import { invalidToken } from "./respond.ts";
import type { User } from "./users.ts";

/** A request that got as far as the platform's own logic: in the name of a person. */
export interface Call {
  readonly store: Store;
  /** Who asks. */
  readonly user: User;
  /** What the token is good for. */
  readonly scopes: readonly string[];
  readonly query: (name: string) => string | undefined;
  readonly body: ParsedBody;
  /** The `loop` fault: no page but the first, and always a next one. */
  readonly stuck: boolean;
}

/** The first of the checks: 401, then 403 for a token without a person (marketplace.md §4). */
export function callOf(context: SandboxContext, store: Store): Call {
  const token = bearer(context.req.header("authorization"));
  if (token === null) throw new TokenError("invalid_request", "The access_token is missing", 401);
  const session = findSession(store, token, Date.now());
  if (session === undefined) throw new TokenError("invalid_token", invalidToken, 401);
  if (session.user === null) throw noScope("a client token acts for nobody; a user token is required");
  return {
    store,
    user: session.user,
    scopes: session.scopes,
    query: (name) => context.req.query(name),
    body: context.get("body"),
    stuck: context.get("stuck"),
  };
}

/** What the request carries as JSON; `code` is the error code of the area for what is wrong with it. */
export function bodyOf(call: Call, code: string): At {
  const refuse = refuseAs(code);
  if (!call.body.valid) return refuse("", "must be JSON");
  return root(call.body.value, refuse);
}
