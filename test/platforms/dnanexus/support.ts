import { type Connection, openConnection } from "../../../src/http/connection.ts";
import { type CallDraft, fillBody, fillPath, type Ref } from "../../../src/model/call.ts";
import type { Actor, ReadRequest } from "../../../src/model/platform.ts";
import type { Outcome, Reader } from "../../../src/model/protocol.ts";
import type { Resource, Unreadable } from "../../../src/model/resource.ts";
import { createState, type State, type StateView } from "../../../src/model/state.ts";
import type { Value } from "../../../src/model/value.ts";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import type { Sandbox } from "../../../src/sandbox/server.ts";

/** A connection to a sandbox (or any server) as one of its users. */
function connect(url: string, token: string): Connection {
  const tokens = new Map<string, string>();
  return openConnection({
    name: "test",
    protocol: dnanexus.protocol,
    urls: { api: url },
    credentials: new Map([["token", token]]),
    tokens: {
      get: async (name) => tokens.get(name),
      set: async (name, value) => void tokens.set(name, value),
      exclusively: (work) => work(),
    },
    version: "0.0.0",
    perSecond: 100_000,
    retry: { base: 1, attempts: 3 },
  });
}

export function connectAs(sandbox: Sandbox, user: string): Connection {
  return connect(sandbox.url, sandbox.tokens[user] ?? "no-token");
}

export interface Seen {
  readonly state: State;
  readonly unreadable: readonly Unreadable[];
}

/** Reads and fails loudly where the whole read is worthless. */
export async function readAll(
  reader: Reader,
  keys: readonly string[],
  wants: ReadRequest["wants"] = () => true,
  actor: Actor = { id: "user-root" },
): Promise<Seen> {
  const state = createState();
  const unreadable: Unreadable[] = [];
  const organizations = keys.map((key) => ({ key, ids: [], names: [key] }));
  const failure = await dnanexus.reading.read(reader, { organizations, actor, wants }, (observation) => {
    if (observation.type === "resource") state.put(observation.resource);
    else unreadable.push(observation);
  });
  if (failure !== null) throw new Error(`${failure.reason}: ${failure.message}`);
  return { state, unreadable };
}

/** A call as it goes out, with ids filled in from the state. */
export function send(connection: Connection, call: CallDraft, state: StateView): Promise<Outcome> {
  const fill = (ref: Ref): Value => {
    if (ref.$ref === "nonce") return `nonce ${call.scope}`;
    if (ref.$ref === "id") return state.get(ref.address)?.id ?? "missing";
    throw new Error("there are no secrets here");
  };
  return connection.send(
    {
      method: call.method,
      path: fillPath(call.path, fill),
      ...(call.body === undefined ? {} : { body: fillBody(call.body, fill) }),
    },
    call.operation,
  );
}

/** Shorthands for states in tables. */
export const org = "org-acme";
export const projectAddress = "org-acme/projects/p";
export const appAddress = "org-acme/apps/app-qc";

export function organizationOf(id = org, more: Partial<Resource> = {}): Resource {
  return {
    address: id,
    kind: "organization",
    key: id,
    id,
    attributes: {
      name: id,
      "policies.memberListVisibility": "ADMIN",
      "policies.restrictProjectTransfer": "ADMIN",
    },
    ...more,
  };
}

export function memberOf(user: string, attributes: Resource["attributes"], organization = org): Resource {
  return { address: `${organization}/members/${user}`, kind: "member", key: user, attributes };
}

export function projectOf(more: Partial<Resource> = {}): Resource {
  return {
    address: projectAddress,
    kind: "project",
    key: "p",
    id: "project-p",
    attributes: { name: "p" },
    ...more,
  };
}

export function grantOf(principal: string, level: string, project = projectAddress): Resource {
  return { address: `${project}/grants/${principal}`, kind: "grant", key: principal, attributes: { level } };
}

export function listedOf(list: "authorizedUsers" | "developers", principal: string): Resource {
  const kind = list === "developers" ? "developer" : "authorized-user";
  return { address: `${appAddress}/${list}/${principal}`, kind, key: principal, attributes: {} };
}

export function appOf(): Resource {
  return { address: appAddress, kind: "app", key: "app-qc", attributes: {} };
}
