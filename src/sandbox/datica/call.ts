import type { ParsedBody, SandboxContext } from "../definition.ts";
import type { Params, Route } from "../rest.ts";
import { type At, isRecord, root } from "../shape.ts";
import type { Store } from "../store.ts";
import { ApiError, refuseInput } from "./errors.ts";
import { type Freshness, freshnessOf, requireFresh } from "./nonce.ts";
import { sessionOf } from "./sessions.ts";
import type { User } from "./users.ts";

/** A request that got as far as the services' own logic: it is fresh. */
export interface OpenCall {
  readonly store: Store;
  readonly body: ParsedBody;
  readonly freshness: Freshness;
  /** `X-Pod-ID`; null where it is missing or empty. */
  readonly pod: string | null;
  readonly now: number;
}

/** One with a session. */
export interface Call extends OpenCall {
  /** Who asks. */
  readonly user: User;
  readonly token: string;
}

/** A route that needs no session. */
export type OpenRoute = Route<OpenCall>;
/** A route for whoever is signed in, or for some of them. */
export type SignedRoute = Route<Call>;

export function openCall(context: SandboxContext, store: Store): OpenCall {
  const header = (name: string): string | undefined => context.req.header(name);
  const now = Date.now();
  const freshness = freshnessOf(header);
  requireFresh(store, freshness, now);
  return { store, body: context.get("body"), freshness, pod: header("x-pod-id") || null, now };
}

export function signedCall(context: SandboxContext, store: Store): Call {
  const call = openCall(context, store);
  const session = sessionOf(store, context.req.header("authorization"), call.now);
  if (session === undefined) {
    throw new ApiError("Unauthorized", "The session token is missing, not known or expired; sign in again.");
  }
  return { ...call, ...session };
}

/** The body, whatever its content type; a 400 where it is no JSON object. */
export function bodyOf({ body }: OpenCall): At {
  if (!body.valid) return refuseInput("", "must be JSON");
  if (!isRecord(body.value)) return refuseInput("", "must be a JSON object");
  return root(body.value, refuseInput);
}

/** A named segment of the path. */
export function segment(params: Params, name: string): string {
  return params[name] ?? "";
}
