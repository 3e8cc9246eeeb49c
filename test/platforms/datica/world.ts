/** A small world with something of everything, seen by `root@acme.io`. */
import { onTestFinished } from "vitest";
import { type Connection, openConnection } from "../../../src/http/connection.ts";
import { datica } from "../../../src/platforms/datica/index.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../../src/sandbox/server.ts";

export const root = "root@acme.io";

export const seed = {
  users: [root, "ada@acme.io", "Mia@Acme.io", "max@acme.io"].map((email) => ({
    email,
    id: `u-${email.split("@")[0]?.toLowerCase()}`,
    name: email.split("@")[0],
  })),
  pods: ["pod01", "pod02"],
  orgs: [
    {
      id: "o-acme",
      name: "Acme",
      description: "Acme Health",
      members: { [root]: "owner", "ada@acme.io": "admin", "Mia@Acme.io": "member", "max@acme.io": "member" },
      invites: [
        { id: "i-eve", email: "Eve@Example.com", role: "admin" },
        { id: "i-max", email: "max@acme.io", role: "admin" },
      ],
      groups: {
        Admins: { members: [root] },
        "a/b": { acls: ["x", "y"], members: ["Mia@Acme.io"] },
      },
    },
    { id: "o-lab", name: "Lab", members: { "ada@acme.io": "owner", [root]: "member" } },
    { id: "o-closed", name: "Closed", members: { "ada@acme.io": "owner" } },
  ],
  environments: [
    { id: "e-prod", name: "production", organization: "Acme", users: ["Mia@Acme.io", "ada@acme.io"] },
    { id: "e-stage", name: "staging", organization: "Acme", pod: "pod02", namespace: "s7" },
    { id: "e-lab", name: "production", organization: "Lab", pod: "pod02" },
  ],
};

/** Starts a sandbox that ends with the test. */
export async function start(more: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox("datica", { seed, ...more });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

export interface Own {
  /** What the store of tokens holds; changes. */
  readonly tokens?: Map<string, string>;
  /** Overrides parts of the credential; undefined takes one away. */
  readonly credentials?: Readonly<Record<string, string | undefined>>;
}

/** Connects as somebody, with little patience, until the test ends. */
export function connect(sandbox: Sandbox, account = root, own: Own = {}): Connection {
  const tokens = own.tokens ?? new Map<string, string>();
  const parts = Object.entries({ ...sandbox.credentials(account), ...own.credentials });
  const connection = openConnection({
    name: "test",
    protocol: datica.protocol,
    urls: { auth: sandbox.url, paas: sandbox.url },
    credentials: new Map(parts.flatMap(([part, value]) => (value === undefined ? [] : [[part, value]]))),
    tokens: {
      get: async (name) => tokens.get(name),
      set: async (name, value) => void tokens.set(name, value),
      exclusively: (work) => work(),
    },
    version: "0.0.0",
    retry: { base: 1, attempts: 3, patience: 20 },
  });
  onTestFinished(() => connection.close());
  return connection;
}

/** What was asked since the first `from` requests, as `METHOD path`, signing in left out; sorted. */
export function asked(sandbox: Sandbox, from = 0): readonly string[] {
  return sandbox.requests
    .slice(from)
    .map(({ method, path }) => `${method} ${path}`)
    .filter((each) => !each.includes("/auth/"))
    .sort();
}
