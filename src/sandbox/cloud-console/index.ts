import type { SandboxDefinition } from "../definition.ts";
import { serve } from "../rest.ts";
import { answer } from "./acceptance.ts";
import { callOf } from "./call.ts";
import { dump } from "./dump.ts";
import { conflict } from "./errors.ts";
import { respond, respondError, respondStatus } from "./respond.ts";
import { routes } from "./routes/index.ts";
import { schema } from "./schema.ts";
import { defaultSeed } from "./seed/default.ts";
import { load } from "./seed/load.ts";
import { signIn } from "./sign-in.ts";
import { accountOf, expireTokens, idToken, signingOf } from "./tokens.ts";
import { refuseUnknown } from "./unknown.ts";
import { allUsers, userByEmail } from "./users.ts";

/**
 * The Cloud Console, as far as cloud-console.md describes it: sign-in and gateway on one address. An account is its
 * e-mail. Requests carry two tokens (§4): one of {@link SandboxDefinition.tokens} in `Authorization: Bearer …`, and
 * the same with `-access` at its end in `Access: Bearer …`.
 */
export const cloudConsole: SandboxDefinition = {
  format: { platform: "cloud-console", version: 1, schema },
  defaultSeed,
  load,
  dump,
  tokens: (store) => {
    const signing = signingOf(store);
    const now = Date.now();
    return new Map(allUsers(store).map((user) => [user.email, idToken(user, signing, now)]));
  },
  credentials: (store, account) => ({
    email: account,
    password: userByEmail(store, account)?.password ?? "",
  }),
  account: accountOf,
  // Nothing pages and nothing locks (§4); signing in is a GET, and so is all that only reads.
  subject: (method) => ({ write: method !== "GET" && method !== "HEAD", listing: false, lane: null }),
  refuse: (_context, refusal) =>
    refusal.kind === "status"
      ? respondStatus(refusal.status, refusal.retryAfter)
      : respondError(conflict("conflict", `${refusal.lane} is being changed`)),
  answer,
  expire: expireTokens,
  mount: (app, store) => {
    app.get("/get-tokens", async (context) => respond(await signIn(context, store)));
    // What Dapr's own clients wait for before they invoke anything (cloud-console.md §7).
    app.get("/v1.0/metadata", () => respond({ id: "gotham-gateway" }));
    serve(
      app,
      store,
      routes,
      (context) => callOf(context, store),
      (_context, result) => respond(result),
    );
    app.all("*", (context) => refuseUnknown(context, store));
    app.onError(respondError);
  },
};
