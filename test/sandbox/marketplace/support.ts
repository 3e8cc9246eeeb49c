/** A Marketplace sandbox over a real socket, and people who ask it things. */
import type { Sandbox } from "../../../src/sandbox/server.ts";
import { type Json, type Options, record, records, start, withWays } from "../harness/open.ts";

export interface Reply {
  readonly status: number;
  /** The JSON of the answer; empty where there is none. */
  readonly body: Json;
  readonly headers: Headers;
}

export const prefix = "/api/v1/developer";

/** alice → alice@example.com. */
export const mail = (name: string): string => `${name}@example.com`;

/** An id that reads well: its hexadecimal digit, repeated. */
export const id = (digit: string): string =>
  `${digit.repeat(8)}-${`${digit.repeat(4)}-`.repeat(3)}${digit.repeat(12)}`;

/** What an answer wraps in `data`: one thing, or a list. */
export const data = (reply: Reply): Json => record(reply.body["data"]);
export const rows = (reply: Reply): Json[] => records(reply.body["data"]);
export const column = (reply: Reply, name: string): unknown[] => rows(reply).map((row) => row[name]);
export const pagination = (reply: Reply): Json => record(record(reply.body["meta"])["pagination"]);

export async function read(response: Response): Promise<Reply> {
  const text = await response.text();
  return {
    status: response.status,
    body: text === "" ? {} : record(JSON.parse(text)),
    headers: response.headers,
  };
}

export interface Desk extends Sandbox {
  /** Asks as a person, below the prefix: `ask("alice", "POST /organizations", {…})`. */
  readonly ask: (who: string, line: string, body?: unknown) => Promise<Reply>;
  /** The status of the answer, and the error code where it has one: `403 ORG-1004-403`. */
  readonly verdict: (who: string, line: string, body?: unknown) => Promise<string>;
  /** Asks the token endpoint as the client `charter`, or with another `Authorization`. */
  readonly token: (form: Readonly<Record<string, string>>, authorization?: string) => Promise<Reply>;
  /** The reply to a request with this access token, or with another header. */
  readonly me: (authorization: string | null) => Promise<Reply>;
}

export const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString("base64")}`;

/** Starts a sandbox that ends with the test. */
export async function open(seed?: unknown, options: Options = {}): Promise<Desk> {
  const sandbox = await start("marketplace", seed, options);
  const ask = async (who: string, line: string, body?: unknown): Promise<Reply> => {
    const [method = "", path = ""] = line.split(/ (.*)/s);
    const response = await fetch(sandbox.url + prefix + path, {
      method,
      headers: {
        authorization: `Bearer ${sandbox.tokens[mail(who)]}`,
        "content-type": "application/json; charset=utf-8",
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return read(response);
  };
  const verdict = async (who: string, line: string, body?: unknown): Promise<string> => {
    const reply = await ask(who, line, body);
    const code = record(reply.body["errors"])["code"];
    return code === undefined ? String(reply.status) : `${reply.status} ${String(code)}`;
  };
  const token = async (
    form: Readonly<Record<string, string>>,
    authorization = basic("charter:charter-secret"),
  ): Promise<Reply> =>
    read(
      await fetch(`${sandbox.url}/v1/connect/oauth2/token`, {
        method: "POST",
        headers: { authorization },
        body: new URLSearchParams(form),
      }),
    );
  const me = async (authorization: string | null): Promise<Reply> =>
    read(
      await fetch(`${sandbox.url}${prefix}/users/me`, {
        headers: authorization === null ? {} : { authorization },
      }),
    );
  return withWays(sandbox, { ask, verdict, token, me });
}

export const org = id("a");
export const lab = id("b");
export const stores = id("c");
export const quality = id("d");

/** The users of `acme`, by name; their ids are their digit, repeated. */
export const digits = { alice: "1", bob: "2", carol: "3", dave: "4", erin: "5", frank: "6" } as const;

export const people = Object.entries(digits).map(([name, digit]) => ({
  email: mail(name),
  id: id(digit),
  name: `${name} example`,
}));

/**
 * Acme: alice maintains, bob edits, carol reviews, dave views; erin is a stranger with an organization of her own, the
 * lab, in which alice views; frank is nowhere. alice and bob own what is shared, erin and frank own something too.
 */
export const acme = {
  users: people,
  applications: [
    { clientId: "planner", owner: mail("alice"), name: "Planner" },
    { clientId: "finder", owner: mail("bob"), name: "Finder", environment: "certification" },
    { clientId: "clipper", owner: mail("erin"), name: "Clipper" },
    { clientId: "lonely", owner: mail("frank"), name: "Lonely" },
  ],
  organizations: [
    {
      id: org,
      name: "Acme",
      description: "Foods",
      members: {
        [mail("alice")]: "maintainer",
        [mail("bob")]: "editor",
        [mail("carol")]: "reviewer",
        [mail("dave")]: "viewer",
      },
      applications: ["planner"],
      teams: [
        {
          id: stores,
          name: "Stores",
          description: "Finding them",
          members: { [mail("bob")]: "maintainer", [mail("dave")]: "editor" },
          applications: ["finder"],
        },
        { id: quality, name: "Quality" },
      ],
    },
    { id: lab, name: "Lab", members: { [mail("erin")]: "maintainer", [mail("alice")]: "viewer" } },
  ],
};
