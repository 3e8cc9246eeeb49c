import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import type { Credentials, SandboxDefinition, SandboxEnv } from "./definition.ts";
import { SandboxError } from "./error.ts";
import type { Fault } from "./faults.ts";
import { createInjector } from "./injector.ts";
import { createLanes } from "./lanes.ts";
import type { LoggedRequest } from "./log.ts";
import { createLimiter } from "./rate.ts";
import { sandboxes } from "./registry.ts";
import { openStore, type Store } from "./store.ts";
import { surround } from "./surroundings.ts";

export type { Fault } from "./faults.ts";
export type { LoggedRequest } from "./log.ts";

export interface SandboxOptions {
  /** A parsed seed document. Default: a small organization of the platform's own. */
  readonly seed?: unknown;
  /** An SQLite file that keeps everything between runs; default: memory. */
  readonly data?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** Default: 127.0.0.1. */
  readonly host?: string;
  readonly faults?: readonly Fault[];
  /** Requests a second of one account before it is told to wait; default: without limit. */
  readonly rate?: number;
  /** Everybody accepts every invitation at once; default: false, they wait. */
  readonly accept?: boolean;
  /** Called for every request once it has arrived, before it acts; what it promises is awaited. */
  readonly onRequest?: () => Promise<void> | void;
  /** Called after every request that may have written, before its answer leaves; what it promises is awaited. */
  readonly onWrite?: (write: LoggedRequest) => Promise<void> | void;
  /** Whether to keep a (bounded) log of requests; default: true. */
  readonly log?: boolean;
}

/** A running sandbox. */
export interface Sandbox {
  readonly url: string;
  /** Account → a token that a request may carry at once. */
  readonly tokens: Readonly<Record<string, string>>;
  /** The parts of the credential that an account signs in with. */
  credentials(account: string): Credentials;
  /** What was asked so far, in the order in which it was answered. */
  readonly requests: readonly LoggedRequest[];
  /** Replaces the faults; their counts start anew. */
  setFaults(faults: readonly Fault[]): void;
  /** People answer the invitations that wait for them: all, or those of `who`. Returns how many. */
  answer(how: "accept" | "decline", who?: string): number;
  /** Ends every session and access token that was given out, as time would. */
  expire(): void;
  /** Everything stored, as a seed document: loading it gives the same again. */
  dump(): unknown;
  close(): Promise<void>;
}

/** Starts the sandbox of a platform and resolves once it listens. */
export async function startSandbox(platform: string, options: SandboxOptions = {}): Promise<Sandbox> {
  const definition = sandboxes.get(platform);
  if (definition === undefined) {
    const known = [...sandboxes.keys()].join(", ");
    throw new SandboxError(`There is no sandbox for the platform "${platform}"; there is one for ${known}.`);
  }
  if (options.rate !== undefined && !(options.rate > 0)) throw new SandboxError("The rate must be above 0.");
  const injector = createInjector();
  injector.set(options.faults ?? []);
  const store = await open(definition, options);
  const requests: LoggedRequest[] = [];
  const closing = new AbortController();
  const app = new Hono<SandboxEnv>();
  let server: ServerType;
  try {
    app.use(
      surround({
        definition,
        store,
        injector,
        limiter: createLimiter(options.rate),
        lanes: createLanes(),
        accepts: options.accept ?? false,
        onRequest: options.onRequest ?? (() => {}),
        onWrite: options.onWrite ?? (() => {}),
        log: options.log === false ? null : requests,
        closing: closing.signal,
      }),
    );
    definition.mount(app, store);
    server = await listen(app, options.host ?? "127.0.0.1", options.port ?? 0);
  } catch (error) {
    store.close();
    throw error;
  }
  let closed: Promise<void> | undefined;
  return {
    url: urlOf(server),
    get tokens() {
      // Read anew each time: accounts are also created while it runs.
      const tokens: Record<string, string> = Object.create(null);
      for (const [account, token] of definition.tokens(store)) tokens[account] = token;
      return tokens;
    },
    credentials: (account) => definition.credentials(store, account),
    requests,
    answer: (how, who) => definition.answer?.(store, how, who ?? null) ?? 0,
    expire: () => definition.expire?.(store),
    setFaults: (faults) => injector.set(faults),
    dump: () => definition.dump(store),
    close: () => {
      closing.abort();
      closed ??= stop(server).finally(() => store.close());
      return closed;
    },
  };
}

/** Opens the store and fills a new one. A file that holds something keeps it: a seed on top would be half of each. */
async function open(definition: SandboxDefinition, options: SandboxOptions): Promise<Store> {
  const file = options.data ?? ":memory:";
  const seed = options.seed === undefined ? definition.defaultSeed : options.seed;
  const store = await openStore(file, definition.format, (empty) => definition.load(empty, seed));
  if (store.fresh || options.seed === undefined) return store;
  store.close();
  throw new SandboxError(
    `${file} already holds a sandbox, so it cannot be seeded; give another file, or leave the seed out.`,
  );
}

function listen(app: Hono<SandboxEnv>, host: string, port: number): Promise<ServerType> {
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false });
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      reject(new SandboxError(`Cannot listen on ${host}:${port}: ${error.message}.`, { cause: error }));
    });
    server.listen(port, host, () => resolve(server));
  });
}

function urlOf(server: ServerType): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new SandboxError("The sandbox has no TCP port.");
  const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

function stop(server: ServerType): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
}
