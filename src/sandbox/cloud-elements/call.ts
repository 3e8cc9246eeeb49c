import type { SandboxContext } from "../definition.ts";
import type { Route } from "../rest.ts";
import { type At, root } from "../shape.ts";
import type { Store } from "../store.ts";
import { type Caller, callerOf } from "./auth.ts";
import { ApiError, badRequest, refuseInput, unauthorized } from "./errors.ts";
import { mostBytes, tooLarge } from "./respond.ts";
import { type Settings, settingsOf } from "./settings.ts";
import { userByEmail } from "./users.ts";

/** A request that anybody may send. */
export interface Visit {
  readonly store: Store;
  readonly settings: Settings;
  /** In milliseconds. */
  readonly now: number;
  /** The `loop` fault: no page but the first, and always a next one. */
  readonly stuck: boolean;
  readonly path: string;
  query(name: string): string | undefined;
  header(name: string): string | undefined;
  /** The body as JSON; refuses where it is none. Bodies that nobody asks for are not looked into (§7). */
  body(): At;
  /** The body as it came. */
  readonly text: string;
  /** Adds a header to the answer. */
  tell(name: string, value: string): void;
}

/** A request of somebody who is signed in. */
export interface Call extends Visit {
  readonly caller: Caller;
}

/** Shorthands for the routes of people who are signed in. */
export type CallRoute = Route<Call>;

export function visitOf(context: SandboxContext, store: Store): Visit {
  const body = context.get("body");
  if (Buffer.byteLength(body.text) > mostBytes) throw tooLarge("request");
  return {
    store,
    settings: settingsOf(store),
    now: Date.now(),
    stuck: context.get("stuck"),
    path: context.req.path,
    query: (name) => context.req.query(name),
    header: (name) => context.req.header(name),
    body: () => {
      requireJson(context.req.header("content-type"));
      if (!body.valid) throw badRequest("The request body is not valid JSON");
      return root(body.value, refuseInput);
    },
    text: body.text,
    tell: (name, value) => context.header(name, value),
  };
}

export function callOf(context: SandboxContext, store: Store): Call {
  const email = context.get("account");
  const user = email === null ? undefined : userByEmail(store, email);
  if (user === undefined) throw unauthorized();
  requireAcceptable(context.req.header("accept"), ["application/json"]);
  return { ...visitOf(context, store), caller: callerOf(store, user) };
}

/** Without a content type a body is taken for JSON. */
function requireJson(type: string | undefined): void {
  if (type !== undefined && !/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) {
    throw new ApiError(415, `The content type ${type} is not supported; send application/json`);
  }
}

/** Refuses where the client takes none of the types that the answer can have. */
export function requireAcceptable(accept: string | undefined, types: readonly string[]): void {
  if (accept === undefined || accept.trim() === "") return;
  const taken = accept.split(",").map((one) => (one.split(";")[0] ?? "").trim().toLowerCase());
  const fits = (type: string): boolean =>
    taken.some((one) => one === "*/*" || one === type || one === `${type.split("/")[0]}/*`);
  if (!types.some(fits)) throw new ApiError(406, `The answer cannot be one of ${accept}`);
}
