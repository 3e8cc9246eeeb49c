import type { SandboxApp, SandboxContext } from "./definition.ts";
import type { Store } from "./store.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The named segments of a path, decoded. */
export type Params = Readonly<Record<string, string>>;

/** One route of a platform whose routes are told apart by method and path. `C` is what every handler needs to know. */
export interface Route<C> {
  readonly method: Method;
  /** With `:name` for a segment: `/orgs/:orgID/users/:userID`. */
  readonly path: string;
  readonly act: (call: C, params: Params) => unknown;
}

/**
 * Adds routes. `prepare` makes what handlers get, and may refuse by throwing; `respond` makes the answer of what
 * they return. Everything but a GET runs in a transaction: a handler that throws leaves nothing behind.
 */
export function serve<C>(
  app: SandboxApp,
  store: Store,
  routes: readonly Route<C>[],
  prepare: (context: SandboxContext) => C,
  respond: (context: SandboxContext, result: unknown) => Response,
): void {
  for (const { method, path, act } of routes) {
    app.on(method, path, (context) => {
      const call = prepare(context);
      const run = (): unknown => act(call, context.req.param());
      return respond(context, method === "GET" ? run() : store.transaction(run));
    });
  }
}
