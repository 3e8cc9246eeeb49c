import type { SandboxContext } from "../definition.ts";
import type { Store } from "../store.ts";
import { requireApp } from "./apps.ts";
import { callOf } from "./call.ts";
import { gatewayError, notFound } from "./errors.ts";

/** Why nothing answers a request: an app that there is not, no method, or a path that the app does not know (§4). */
export function refuseUnknown(context: SandboxContext, store: Store): never {
  const { path } = context.req;
  const [, app, method] = /^\/v1\.0\/invoke\/([^/]+)\/method(?:\/(.*))?$/s.exec(path) ?? [];
  if (app !== undefined) {
    callOf(context, store);
    if (!method) throw gatewayError(400, "no method name was given");
    requireApp(store, app);
  }
  throw notFound("not_found", `There is nothing at ${context.req.method} ${path}`);
}
