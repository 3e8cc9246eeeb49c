/** A Datica sandbox over a real socket, and people who ask it things. */
import { randomBytes } from "node:crypto";
import type { Sandbox } from "../../../src/sandbox/server.ts";
import { type Options, start, withWays } from "../harness/open.ts";

export interface Answer {
  readonly status: number;
  /** The JSON of the answer, the text where it is none, undefined where it is empty. */
  readonly body: unknown;
  readonly headers: Headers;
}

export type Method = "GET" | "POST" | "PUT" | "DELETE";
export type Extra = Readonly<Record<string, string>>;

export interface Desk extends Sandbox {
  /** Asks as somebody (a mail address, or its part before `@example.com`), or as nobody. */
  ask(who: string | null, method: Method, path: string, body?: unknown, headers?: Extra): Promise<Answer>;
  /** Asks with these headers and no other. */
  send(method: Method, path: string, headers: Extra, body?: string): Promise<Answer>;
}

/** The two headers that make a request fresh (datica.md §4). */
export function fresh(now: number = Date.now()): Record<string, string> {
  return {
    "X-Request-Nonce": randomBytes(32).toString("base64"),
    "X-Request-Timestamp": String(Math.floor(now / 1000)),
  };
}

export const mail = (name: string): string => (name.includes("@") ? name : `${name}@example.com`);

/** Starts a sandbox that ends with the test. */
export async function open(seed?: unknown, options: Options = {}): Promise<Desk> {
  const sandbox = await start("datica", seed, options);
  const send: Desk["send"] = async (method, path, headers, body) => {
    const response = await fetch(sandbox.url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    return { status: response.status, body: read(text), headers: response.headers };
  };
  const ask: Desk["ask"] = (who, method, path, body, headers = {}) => {
    const token = who === null ? {} : { authorization: `Bearer ${sandbox.tokens[mail(who)]}` };
    const text = body === undefined ? undefined : JSON.stringify(body);
    return send(method, path, { ...fresh(), ...token, ...headers }, text);
  };
  return withWays(sandbox, { ask, send });
}

function read(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A value inside an answer, by the way to it. */
export function at(value: unknown, ...way: readonly (string | number)[]): unknown {
  return way.reduce<unknown>((inner, key) => {
    if (typeof inner !== "object" || inner === null) return undefined;
    return Object.entries(inner).find(([name]) => name === String(key))?.[1];
  }, value);
}

export const O = "org-1";
export const E = "env-1";
export const linkTemplate = "https://product.example.com/accept-invite?code={inviteCode}";

/** An organization with somebody in each role, and `outsider`, who is in none. Ids are `u-` and the name. */
export const acme = {
  users: ["owner", "admin", "member", "granted", "grouped", "outsider"].map((name) => ({
    id: `u-${name}`,
    email: mail(name),
    name,
    keys: { laptop: `ssh-ed25519 key-of-${name}` },
  })),
  orgs: [
    {
      id: O,
      name: "Acme",
      description: "Acme Health",
      members: {
        "owner@example.com": "owner",
        "admin@example.com": "admin",
        "member@example.com": "member",
        "granted@example.com": "member",
        "grouped@example.com": "member",
      },
      invites: [{ id: "invite-1", email: "new@example.com", role: "member", code: "code-1" }],
      groups: {
        Admins: { members: ["grouped@example.com"] },
        Ops: { acls: ["product:cluster:*:action:*:*:pods:get"], members: ["member@example.com"] },
      },
    },
  ],
  environments: [{ id: E, name: "production", organization: O, users: ["granted@example.com"] }],
};

/** The roles of an organization's members as the API tells them: mail address → role id. */
export async function roles(desk: Desk, who = "owner", org = O): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await desk.ask(who, "GET", `/orgs/${org}/users`);
  const list: unknown[] = Array.isArray(body) ? body : [];
  return Object.fromEntries(list.map((one) => [String(at(one, "email")), at(one, "roleID")]));
}
