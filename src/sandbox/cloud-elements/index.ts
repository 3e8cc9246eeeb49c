import type { SandboxContext, SandboxDefinition } from "../definition.ts";
import { serve } from "../rest.ts";
import { authenticate, credentialsOf, expireTokens, tokensOf } from "./auth.ts";
import { callOf, visitOf } from "./call.ts";
import { dump } from "./dump.ts";
import { environment } from "./environment.ts";
import { ApiError, conflict, notFound } from "./errors.ts";
import { respond, respondError, respondStatus } from "./respond.ts";
import { forAnybody, forUsers, isListing, isWrite, methodsOf } from "./routes/index.ts";
import { schema } from "./schema.ts";
import { defaultSeed } from "./seed/default.ts";
import { load } from "./seed/load.ts";

/**
 * Cloud Elements' organization management, as far as cloud-elements.md describes it. Accounts of the sandbox are the
 * mails of users. A token goes into `Authorization: Bearer …`, the two secrets of the credentials into
 * `Authorization: User <userSecret>, Organization <organizationSecret>`.
 */
export const cloudElements: SandboxDefinition = {
  format: { platform: "cloud-elements", version: 1, schema },
  defaultSeed,
  load,
  dump,
  tokens: tokensOf,
  credentials: credentialsOf,
  account: (store, header) => authenticate(store, header("authorization"), Date.now())?.email ?? null,
  subject: (method, path) => ({
    write: isWrite(method, path),
    listing: isListing(method, path),
    // Nothing is known of locks.
    lane: null,
  }),
  refuse: (context, refusal) =>
    refusal.kind === "status"
      ? respondStatus(context, refusal.status, refusal.retryAfter)
      : respondError(context, conflict(`${refusal.lane} is being changed`)),
  expire: expireTokens,
  environment,
  mount: (app, store) => {
    serve(app, store, forAnybody, (context) => visitOf(context, store), respond);
    serve(app, store, forUsers, (context) => callOf(context, store), respond);
    app.all("*", unknown);
    app.onError((error, context) => respondError(context, toApiError(error)));
  },
};

/** A path that there is not, or not for this method. */
function unknown(context: SandboxContext): Response {
  const { method, path } = context.req;
  const allowed = methodsOf(path);
  if (allowed.length === 0) throw notFound(`There is nothing at ${path}`);
  const error = new ApiError(405, `${method} is not allowed at ${path}`);
  return respondError(context, error, { Allow: allowed.join(", ") });
}

function toApiError(error: Error): ApiError {
  return error instanceof ApiError ? error : new ApiError(500, `The sandbox failed: ${error.message}`);
}
