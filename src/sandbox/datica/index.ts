import type { SandboxContext, SandboxDefinition } from "../definition.ts";
import { serve } from "../rest.ts";
import { answer } from "./answer.ts";
import { openCall, signedCall } from "./call.ts";
import { dump } from "./dump.ts";
import { environment } from "./environment.ts";
import { ApiError, conflict, errorOfStatus, notFound } from "./errors.ts";
import { respond, respondError } from "./respond.ts";
import { environmentRoutes, podRoutes } from "./routes/environments.ts";
import { groupRoutes } from "./routes/groups.ts";
import { inviteRoutes } from "./routes/invites.ts";
import { keyRoutes } from "./routes/keys.ts";
import { memberRoutes } from "./routes/members.ts";
import { orgRoutes } from "./routes/orgs.ts";
import { sessionRoutes, signinRoutes } from "./routes/signin.ts";
import { schema } from "./schema.ts";
import { defaultSeed } from "./seed/default.ts";
import { load } from "./seed/load.ts";
import { endAllSessions, sessionOf, tokensOf } from "./sessions.ts";
import { codeOf, needsSecondStep } from "./signin.ts";
import { defaultPassword, userByEmail } from "./users.ts";

/**
 * Datica's Compliant Cloud, as far as datica.md describes it. The auth service and the PaaS service are one server:
 * none of their routes collide. Much of the contract is inferred, and so ours; the sheet marks what is.
 */
export const datica: SandboxDefinition = {
  format: { platform: "datica", version: 1, schema },
  defaultSeed,
  load,
  dump,
  /** Mail address → the token of a session, sent as `Authorization: Bearer …`. */
  tokens: (store) => tokensOf(store, Date.now()),
  /** `email`, `password`, and `otp` where signing in takes a second step. */
  credentials: (store, account) => {
    const user = userByEmail(store, account);
    if (user === undefined) return {};
    const second = needsSecondStep(store, user) ? { otp: codeOf(user) } : {};
    return { email: user.email, password: user.password ?? defaultPassword, ...second };
  },
  account: (store, header) => sessionOf(store, header("authorization"), Date.now())?.user.email ?? null,
  // Nothing pages and nothing is locked (§4). A sign-in changes nothing of an organization.
  subject: (method, path) => ({
    write: method !== "GET" && method !== "HEAD" && !/^(\/v2)?\/auth\//.test(path),
    listing: false,
    lane: null,
  }),
  refuse: (_context, refusal) =>
    refusal.kind === "status"
      ? respondError(errorOfStatus(refusal.status), refusal.retryAfter)
      : respondError(conflict(`${refusal.lane} is being changed.`)),
  environment,
  answer,
  expire: endAllSessions,
  mount: (app, store) => {
    const prepareOpen = (context: SandboxContext) => openCall(context, store);
    const prepareSigned = (context: SandboxContext) => signedCall(context, store);
    const answerWith = (_context: SandboxContext, result: unknown) => respond(result);
    serve(app, store, [...signinRoutes, ...podRoutes], prepareOpen, answerWith);
    serve(app, store, signedRoutes, prepareSigned, answerWith);
    app.notFound((context) => respondError(notFound(`${context.req.method} ${context.req.path}`)));
    app.onError((error) => respondError(toApiError(error)));
  },
};

/** The first that fits a path counts, so fixed words come before names. */
const signedRoutes = [
  ...sessionRoutes,
  ...keyRoutes,
  ...orgRoutes,
  ...inviteRoutes,
  ...memberRoutes,
  ...groupRoutes,
  ...environmentRoutes,
];

function toApiError(error: Error): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError("InternalError", `The sandbox failed: ${error.message}`);
}
