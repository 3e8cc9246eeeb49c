/** A small world with something of everything, seen by `root@acme.io`. */
import { onTestFinished } from "vitest";
import type { Connection } from "../../../src/http/connection.ts";
import { datica } from "../../../src/platforms/datica/index.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../../src/sandbox/server.ts";
import { connectAs, type Own } from "../harness/connect.ts";

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

/** Connects as somebody, with little patience, until the test ends. */
export function connect(sandbox: Sandbox, account = root, own: Own = {}): Connection {
  const connection = connectAs(datica, sandbox, account, { patience: 20, ...own });
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
