/** A platform's driver on its own sandbox, over real sockets. */
import { type Connection, openConnection } from "../../../src/http/connection.ts";
import { type CallDraft, fillBody, fillPath, type Ref } from "../../../src/model/call.ts";
import type { Actor, Platform, ReadRequest, Sought } from "../../../src/model/platform.ts";
import type { Failure, Outcome } from "../../../src/model/protocol.ts";
import type { Unreadable } from "../../../src/model/resource.ts";
import { createState, type State, type StateView } from "../../../src/model/state.ts";
import type { Value } from "../../../src/model/value.ts";
import type { Sandbox } from "../../../src/sandbox/server.ts";

/** What a connection has of its own, beside what the sandbox says. */
export interface Own {
  /** What the store of tokens holds; changes. */
  readonly tokens?: Map<string, string>;
  /** Overrides parts of the credential; undefined takes one away. */
  readonly credentials?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds that it waits in all before it gives up. Default: the client's own. */
  readonly patience?: number;
}

/** Connects as one of the sandbox's accounts, signing in as Charter would. Close it. */
export function connectAs(platform: Platform, sandbox: Sandbox, account: string, own: Own = {}): Connection {
  const stored = own.tokens ?? new Map<string, string>();
  const parts = Object.entries({ ...sandbox.credentials(account), ...own.credentials });
  return openConnection({
    name: "test",
    protocol: platform.protocol,
    urls: Object.fromEntries(Object.keys(platform.protocol.hosts).map((host) => [host, sandbox.url])),
    credentials: new Map(parts.flatMap(([part, value]) => (value === undefined ? [] : [[part, value]]))),
    tokens: {
      get: async (name) => stored.get(name),
      set: async (name, value) => void stored.set(name, value),
      exclusively: (work) => work(),
    },
    version: "0.0.0",
    perSecond: 100_000,
    retry: { base: 1, attempts: 3, ...(own.patience === undefined ? {} : { patience: own.patience }) },
  });
}

/** Organizations by key, id or name: whatever the text is. */
export function soughtAs(...names: readonly string[]): readonly Sought[] {
  return names.map((key) => ({ key, ids: [key], names: [key] }));
}

/** What a read told. */
export interface Seen {
  readonly state: State;
  readonly unreadable: readonly Unreadable[];
}

/** Reads under the platform's own addresses; throws where the whole read is worthless. */
export async function readAs(
  platform: Platform,
  { reader }: Pick<Connection, "reader">,
  request: ReadRequest,
): Promise<Seen> {
  const state = createState();
  const unreadable: Unreadable[] = [];
  const failure = await platform.reading.read(reader, request, (observation) => {
    if (observation.type === "resource") state.put(observation.resource);
    else unreadable.push(observation);
  });
  if (failure !== null) loud(failure);
  return { state, unreadable };
}

/** The same as whoever the connection says it is. Default: everything. */
export async function readAll(
  platform: Platform,
  connection: Connection,
  organizations: readonly Sought[],
  wants: ReadRequest["wants"] = () => true,
): Promise<Seen & { readonly actor: Actor }> {
  const actor = loud(await platform.reading.identify(connection.reader));
  return { ...(await readAs(platform, connection, { organizations, actor, wants })), actor };
}

function loud<T extends object>(result: T | Failure): T {
  if ("ok" in result && result.ok === false) throw new Error(`${result.reason}: ${result.message}`);
  return result as T;
}

/** Secrets that a call in a test may speak of, by environment variable. */
export type Secrets = Readonly<Record<string, string>>;

function secretOf(secrets: Secrets, name: string): string {
  const secret = secrets[name];
  if (secret === undefined) throw new Error(`there is no secret ${name} here`);
  return secret;
}

/** Sends a call with its references filled from the state. */
export function send(
  connection: Connection,
  call: CallDraft,
  state: StateView,
  secrets: Secrets = {},
): Promise<Outcome> {
  const fill = (ref: Ref): Value => {
    switch (ref.$ref) {
      case "nonce":
        return `nonce ${call.scope}`;
      case "id":
        return state.get(ref.address)?.id ?? "missing";
      case "fact":
        return state.get(ref.address)?.facts?.[ref.name] ?? null;
      case "secret":
        return secretOf(secrets, ref.name);
    }
  };
  const { host, method, query, headers, body } = call;
  return connection.send(
    {
      method,
      path: fillPath(call.path, fill),
      ...(host === undefined ? {} : { host }),
      ...(query === undefined ? {} : { query }),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body: fillBody(body, fill) }),
    },
    call.operation,
  );
}
