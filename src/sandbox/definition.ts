import type { HttpBindings } from "@hono/node-server";
import type { Context, Hono } from "hono";
import type { Store, StoreFormat } from "./store.ts";

/** A request body: the text, and what it says as JSON where it is JSON. */
export type ParsedBody =
  | { readonly valid: true; readonly text: string; readonly value: unknown }
  | { readonly valid: false; readonly text: string };

/** What handlers find in the context of a request. */
export interface SandboxEnv {
  Bindings: HttpBindings;
  Variables: {
    /** Whose token the request carries; null where none or an unknown one. */
    account: string | null;
    body: ParsedBody;
    /** The `loop` fault: the first page again, whatever page was asked for, and always a next one. */
    stuck: boolean;
  };
}

export type SandboxContext = Context<SandboxEnv>;
export type SandboxApp = Hono<SandboxEnv>;

/** What a path is, as far as faults, locks and the request log care. */
export interface Subject {
  readonly write: boolean;
  readonly listing: boolean;
  /** Requests with the same lane exclude each other; null for all that need no lock. */
  readonly lane: string | null;
}

/** By part: `token`, `password`. */
export type Credentials = Readonly<Record<string, string>>;

/** A refusal that comes from the surroundings of the platform's own logic: a fault, the rate limit, a lock. */
export type Refusal =
  | { readonly kind: "status"; readonly status: number; readonly retryAfter?: number }
  | { readonly kind: "locked"; readonly lane: string };

/** How to point the vendor's own client at a sandbox. */
export interface ClientEnvironment {
  /** The name of the client, as people type it. */
  readonly client: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Variables that would lead it elsewhere, wherever they come from: they must not be set. */
  readonly unset: readonly string[];
}

/** A platform's sandbox: its tables, its routes, its manner of speaking. Everything else is shared. */
export interface SandboxDefinition {
  readonly format: StoreFormat;
  /** Used where no seed is given. */
  readonly defaultSeed: unknown;
  /** Stores a seed document; throws a SandboxError that names the place in it. */
  load(store: Store, seed: unknown): void;
  /** The store as a seed document. */
  dump(store: Store): unknown;
  /** Account → a token that a request may carry at once, without signing in. */
  tokens(store: Store): ReadonlyMap<string, string>;
  /** The parts of the credential that an account signs in with, by the names that people know them by. */
  credentials(store: Store, account: string): Credentials;
  /** Who asks, by the headers of a request; null where they carry nothing valid. */
  account(store: Store, header: (name: string) => string | undefined): string | null;
  subject(method: string, path: string): Subject;
  refuse(context: SandboxContext, refusal: Refusal): Response;
  /** Absent where the platform has no client of its own. `folder` is an empty one for what the client saves. */
  environment?(url: string, credentials: Credentials, folder: string): ClientEnvironment;
  /** People answer the invitations that wait for them: all, or those of one person. Returns how many. */
  answer?(store: Store, how: "accept" | "decline", who: string | null): number;
  /** Ends every session and access token that was given out, as time would. */
  expire?(store: Store): void;
  /** Adds the routes, the answer to unknown ones, and the answer to what handlers throw. */
  mount(app: SandboxApp, store: Store): void;
}
