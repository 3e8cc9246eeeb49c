/** A sandbox over a real socket, and people who ask it things. */
import type { Sandbox } from "../../src/sandbox/server.ts";
import { type Options, record, start, withWays } from "./harness/open.ts";

export interface Answer {
  readonly status: number;
  /** The JSON of the answer; tests look into it with matchers. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

export interface Desk extends Sandbox {
  /** POSTs as a user: `ask("user-alice", "/org-acme/describe", {…})`. */
  readonly ask: (user: string, path: string, body?: unknown) => Promise<Answer>;
  /** The error type of an answer, or `ok`. */
  readonly verdict: (user: string, path: string, body?: unknown) => Promise<string>;
}

/** Starts a sandbox that ends with the test. */
export async function open(seed?: unknown, options: Options = {}): Promise<Desk> {
  const sandbox = await start("dnanexus", seed, options);
  const ask = async (user: string, path: string, body: unknown = {}): Promise<Answer> => {
    const response = await fetch(sandbox.url + path, {
      method: "POST",
      headers: { authorization: `Bearer ${sandbox.tokens[user]}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: record(await response.json()), headers: response.headers };
  };
  const verdict = async (user: string, path: string, body: unknown = {}): Promise<string> => {
    const answer = await ask(user, path, body);
    return answer.status === 200 ? "ok" : String(record(answer.body["error"])["type"]);
  };
  return withWays(sandbox, { ask, verdict });
}

/** The results of a find route, as records. */
export function results(answer: Answer): Readonly<Record<string, unknown>>[] {
  const list = answer.body["results"];
  return Array.isArray(list) ? list.map(record) : [];
}

export function ids(answer: Answer): unknown[] {
  return results(answer).map((one) => one["id"]);
}

export const people = ["alice", "bob", "carol", "dave", "erin"].map((name) => ({
  id: `user-${name}`,
  first: name,
  last: "Example",
}));

/** An id of a project that reads well: its letter, repeated. */
export const projectId = (letter: string): string => `project-${letter.repeat(24)}`;

/** alice administers two orgs, bob is a member with billing, carol without; dave is outside. */
export const acme = {
  users: people,
  orgs: [
    {
      id: "org-acme",
      name: "Acme",
      phi: true,
      members: {
        "user-alice": "ADMIN",
        "user-bob": { level: "MEMBER", allowBillableActivities: true },
        "user-carol": "MEMBER",
      },
    },
    { id: "org-lab", name: "Lab", members: { "user-alice": "ADMIN" } },
  ],
};
