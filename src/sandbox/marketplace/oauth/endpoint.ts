import type { SandboxContext } from "../../definition.ts";
import type { Store } from "../../store.ts";
import { TokenError } from "../errors.ts";
import { authenticate, type Client } from "./clients.ts";

/** What a client asks of the token endpoint. */
export interface TokenRequest {
  readonly store: Store;
  readonly client: Client;
  /** The value of a parameter; null where it is missing or empty, which mean the same (RFC 6749 §3.2). */
  readonly parameter: (name: string) => string | null;
  readonly now: number;
}

/** Form-encoded, no parameter twice, a client that proves itself by HTTP Basic (marketplace.md §4). */
export function tokenRequestOf(context: SandboxContext, store: Store): TokenRequest {
  const type = context.req.header("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
    throw new TokenError("invalid_request", "The body must be application/x-www-form-urlencoded");
  }
  const parameters = new URLSearchParams(context.get("body").text);
  const names = [...parameters.keys()];
  if (new Set(names).size < names.length) {
    throw new TokenError("invalid_request", "A parameter is there more than once");
  }
  const client = authenticate(store, context.req.header("authorization"));
  if (client === undefined) throw new TokenError("invalid_client", "Client authentication failed", 401);
  return { store, client, parameter: (name) => parameters.get(name) || null, now: Date.now() };
}
