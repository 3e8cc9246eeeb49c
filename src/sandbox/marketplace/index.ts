import type { SandboxDefinition } from "../definition.ts";
import { serve } from "../rest.ts";
import { callOf } from "./call.ts";
import { credentialsOf } from "./credentials.ts";
import { dump } from "./dump.ts";
import { unknownRoute } from "./errors.ts";
import { accountOf, expireAccess, standingTokens } from "./oauth/access.ts";
import { tokenRequestOf } from "./oauth/endpoint.ts";
import { grantTokens } from "./oauth/grants.ts";
import { apiPrefix, tokenPath } from "./paths.ts";
import { refuse, respondError } from "./respond.ts";
import { routes } from "./routes/index.ts";
import { schema } from "./schema.ts";
import { defaultSeed } from "./seed/default.ts";
import { load } from "./seed/load.ts";

/**
 * The Developer Marketplace, as far as marketplace.md describes it: a token endpoint at the root, the API below
 * `/api/v1/developer`. Tokens go as `Authorization: Bearer …`.
 */
export const marketplace: SandboxDefinition = {
  format: { platform: "marketplace", version: 1, schema },
  defaultSeed,
  load,
  dump,
  tokens: standingTokens,
  credentials: credentialsOf,
  account: (store, header) => accountOf(store, header("authorization")),
  subject: (method, path) => {
    const reads = method === "GET" || method === "HEAD";
    return {
      // Signing in changes no organization.
      write: !reads && path !== tokenPath,
      listing: reads && /\/(organizations|members|teams|applications|shares)$/.test(path),
      // No write excludes another one (§4).
      lane: null,
    };
  },
  refuse,
  expire: expireAccess,
  mount: (app, store) => {
    const api = routes.map((route) => ({ ...route, path: apiPrefix + route.path }));
    serve(app, store, api, (context) => callOf(context, store), answer);
    const tokens = { method: "POST" as const, path: tokenPath, act: grantTokens };
    serve(app, store, [tokens], (context) => tokenRequestOf(context, store), answer);
    // Also an unknown route of the API asks first who is there (§4).
    app.all(`${apiPrefix}/*`, (context) => {
      callOf(context, store);
      throw unknownRoute();
    });
    app.notFound(() => respondError(unknownRoute()));
    app.onError(respondError);
  },
};

function answer(_context: unknown, result: unknown): Response {
  if (result instanceof Response) return result;
  throw new TypeError("A route has to return a Response.");
}
