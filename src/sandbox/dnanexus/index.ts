import type { SandboxContext, SandboxDefinition } from "../definition.ts";
import { isRecord, root } from "../shape.ts";
import type { Store } from "../store.ts";
import { tokenOf, tokensOf } from "./auth.ts";
import type { Call } from "./call.ts";
import { dump } from "./dump.ts";
import { environment } from "./environment.ts";
import { ApiError, invalidState, notFound, refuseInput } from "./errors.ts";
import { respond, respondError, respondStatus } from "./respond.ts";
import { resolve } from "./routes/index.ts";
import { schema } from "./schema.ts";
import { defaultSeed } from "./seed/default.ts";
import { load } from "./seed/load.ts";

/** The DNAnexus platform, as far as dnanexus.md describes it. */
export const dnanexus: SandboxDefinition = {
  format: { platform: "dnanexus", version: 1, schema },
  defaultSeed,
  load,
  dump,
  tokens: tokensOf,
  credentials: (store, account) => ({ token: tokensOf(store).get(account) ?? "" }),
  account: (store, header) => tokenOf(store, header("authorization")),
  subject: (_method, path) => {
    const found = resolve(path);
    const manner = found?.route.manner;
    return {
      write: manner === "write" || manner === "locked",
      listing: manner === "list",
      lane: manner === "locked" && found !== null ? found.subject.id : null,
    };
  },
  refuse: (context, refusal) =>
    refusal.kind === "status"
      ? respondStatus(context, refusal.status, refusal.retryAfter)
      : // The type is open (§8.2); the wording is what production code looks for (§6.10).
        respondError(context, invalidState(`Failed to acquire lock on ${refusal.lane}; it is being changed`)),
  environment,
  mount: (app, store) => {
    app.all("*", (context) => respond(context, 200, handle(context, store)));
    app.onError((error, context) => respondError(context, toApiError(error)));
  },
};

/** Signed in, JSON, a known route: only then does a route act, in a transaction if it writes. */
function handle(context: SandboxContext, store: Store): unknown {
  const call = callOf(context, store);
  const found = context.req.method === "POST" ? resolve(context.req.path) : null;
  if (found === null) throw notFound(context.req.path);
  const { route, subject } = found;
  const writes = route.manner === "write" || route.manner === "locked";
  return writes ? store.transaction(() => route.act(call, subject)) : route.act(call, subject);
}

function callOf(context: SandboxContext, store: Store): Call {
  const user = context.get("account");
  if (user === null) {
    throw new ApiError("InvalidAuthentication", "The token is missing or not valid: you must be logged in");
  }
  const type = context.req.header("content-type");
  if (type !== undefined && !/^application\/json\s*(;|$)/i.test(type)) {
    throw new ApiError("MalformedJSON", `The content type must be application/json, and it is ${type}`);
  }
  const body = context.get("body");
  // Also routes without input need a body (§4 Content type).
  if (!body.valid) throw new ApiError("MalformedJSON", "The body is not valid JSON");
  if (!isRecord(body.value)) refuseInput("", "must be a JSON object");
  return {
    store,
    user,
    body: root(body.value, refuseInput),
    path: context.req.path,
    stuck: context.get("stuck"),
    clientIp: context.env.incoming.socket.remoteAddress ?? null,
    now: Date.now(),
  };
}

function toApiError(error: Error): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError("InternalError", `The sandbox failed: ${error.message}`);
}
