/** Signing in: one GET with a body, two tokens on every request, kept for as long as they hold. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Connection, openConnection } from "../../../src/http/connection.ts";
import type { Outcome, Request, SignIn } from "../../../src/model/protocol.ts";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import { refusal } from "./support.ts";

const { protocol } = cloudConsole;
const now = Date.parse("2026-01-02T03:04:05Z");

/** A token that says when it ends, in seconds from now; null: it does not say. */
function token(name: string, seconds: number | null): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part(seconds === null ? { name } : { name, exp: now / 1_000 + seconds })}.x`;
}

interface Kept {
  readonly store: Map<string, string>;
  readonly sent: Request[];
  readonly signIn: (more?: Partial<SignIn>) => ReturnType<typeof protocol.authorize>;
}

function kept(seconds: number | null = 300, email = "alice@x"): Kept {
  const store = new Map<string, string>();
  const sent: Request[] = [];
  const send = async (request: Request): Promise<Outcome> => {
    sent.push(request);
    const body = {
      id_token: token(`id${sent.length}`, seconds),
      access_token: token(`ac${sent.length}`, seconds),
    };
    return { ok: true, status: 200, body };
  };
  const signIn: Kept["signIn"] = (more = {}) =>
    protocol.authorize({
      credentials: new Map([
        ["email", email],
        ["password", "s3cret"],
      ]),
      tokens: {
        get: async (name) => store.get(name),
        set: async (name, value) => void store.set(name, value),
        exclusively: (work) => work(),
      },
      send,
      renew: false,
      ...more,
    });
  return { store, sent, signIn };
}

const headers = (count: number, seconds: number | null = 300) => ({
  authorization: `Bearer ${token(`id${count}`, seconds)}`,
  access: `Bearer ${token(`ac${count}`, seconds)}`,
});

beforeEach(() => {
  vi.useFakeTimers({ now, toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("signing in", () => {
  it("is a GET with a body, and gives two headers", async () => {
    const { sent, signIn } = kept();
    expect(await signIn()).toEqual(headers(1));
    expect(sent).toEqual([
      { host: "auth", method: "GET", path: "/get-tokens", body: { username: "alice@x", password: "s3cret" } },
    ]);
  });

  it("is not repeated while the tokens hold", async () => {
    const { sent, signIn } = kept();
    await signIn();
    expect(await signIn()).toEqual(headers(1));
    expect(sent).toHaveLength(1);
  });

  it.each([
    ["they have ended", -1],
    ["they end in a moment", 20],
    ["they do not say when they end", null],
  ])("is repeated where %s", async (_name, seconds) => {
    const { sent, signIn } = kept(seconds);
    await signIn();
    expect(await signIn()).toEqual(headers(2, seconds));
    expect(sent).toHaveLength(2);
  });

  it("is repeated where what is kept is no token", async () => {
    const { store, sent, signIn } = kept();
    await signIn();
    for (const name of store.keys()) store.set(name, "a.!.b");
    await signIn();
    expect(sent).toHaveLength(2);
  });

  it("keeps the tokens of each account apart", async () => {
    const alice = kept();
    await alice.signIn();
    const credentials = new Map([
      ["email", "bob@x"],
      ["password", "s3cret"],
    ]);
    expect(await alice.signIn({ credentials })).toEqual(headers(2));
    expect(await alice.signIn()).toEqual(headers(1));
  });

  it("is repeated where the tokens were refused, and not where another process has better ones", async () => {
    const { sent, signIn } = kept();
    const refused = await signIn();
    expect(await signIn({ renew: true, refused: refused as Record<string, string> })).toEqual(headers(2));
    expect(await signIn({ renew: true, refused: refused as Record<string, string> })).toEqual(headers(2));
    expect(sent).toHaveLength(2);
    expect(await signIn({ renew: true })).toEqual(headers(3));
  });

  it("looks again once nobody else signs in", async () => {
    const { sent, store, signIn } = kept();
    const other = kept();
    const result = await signIn({
      tokens: {
        get: async (name) => store.get(name),
        set: async (name, value) => void store.set(name, value),
        exclusively: async (work) => {
          await other.signIn();
          for (const [name, value] of other.store) store.set(name, value);
          return work();
        },
      },
    });
    expect(result).toEqual(headers(1));
    expect(sent).toEqual([]);
  });

  it.each([
    ["no e-mail", new Map([["password", "p"]])],
    ["no password", new Map([["email", "a@x"]])],
    [
      "a blank e-mail",
      new Map([
        ["email", " "],
        ["password", "p"],
      ]),
    ],
  ])("with %s sends nothing", async (_name, credentials) => {
    const { sent, signIn } = kept();
    expect(await signIn({ credentials })).toMatchObject({ reason: "unauthenticated", code: "NoCredential" });
    expect(sent).toEqual([]);
  });

  it("with a wrong password says what it may be", async () => {
    const { signIn, store } = kept();
    const refused = await signIn({ send: async () => refusal("unauthenticated", "bad_credentials", 401) });
    expect(refused).toMatchObject({ reason: "unauthenticated", code: "bad_credentials" });
    expect(refused.message).toBe(
      "It says no. Check the e-mail and the password; an account with an authenticator cannot sign in this way.",
    );
    expect(store.size).toBe(0);
    const wordless = { ...refusal("unauthenticated", "HTTP 401", 401), message: "" };
    expect((await signIn({ send: async () => wordless })).message).toMatch(/^HTTP 401\. Check/);
  });

  it.each([
    ["one token", { id_token: "a" }],
    ["an empty token", { id_token: "a", access_token: "" }],
    ["a token that no header can hold", { id_token: "a", access_token: "b\nc" }],
    ["nothing", null],
  ])("that is answered with %s fails", async (_name, body) => {
    const { signIn } = kept();
    expect(await signIn({ send: async () => ({ ok: true, status: 200, body }) })).toMatchObject({
      reason: "malformed",
    });
  });

  it("that cannot be sent fails as it is", async () => {
    const { signIn } = kept();
    expect(await signIn({ send: async () => refusal("unavailable", "down", 503) })).toEqual(
      refusal("unavailable", "down", 503),
    );
  });
});

describe("over the wire", () => {
  interface Seen {
    readonly line: string;
    readonly headers: IncomingMessage["headers"];
    readonly body: string;
  }

  async function withServer(
    answer: (request: Seen, count: number) => { status?: number; body?: unknown },
    work: (connection: Connection, seen: readonly Seen[]) => Promise<void>,
  ): Promise<void> {
    const seen: Seen[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const one = {
          line: `${request.method} ${request.url}`,
          headers: request.headers,
          body: Buffer.concat(chunks).toString(),
        };
        seen.push(one);
        const { status = 200, body } = answer(one, seen.length);
        response.writeHead(status, { "content-type": "application/json" });
        response.end(body === undefined ? "" : JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const tokens = new Map<string, string>();
    const connection = openConnection({
      name: "test",
      protocol,
      urls: { api: url, auth: url },
      credentials: new Map([
        ["email", "alice@x"],
        ["password", "s3cret"],
      ]),
      tokens: {
        get: async (name) => tokens.get(name),
        set: async (name, value) => void tokens.set(name, value),
        exclusively: (each) => each(),
      },
      version: "0.0.0",
      retry: { base: 1, attempts: 2 },
    });
    try {
      await work(connection, seen);
    } finally {
      await connection.close();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  const signedIn = (count: number) => ({
    body: { id_token: token(`id${count}`, 300), access_token: token(`ac${count}`, 300) },
  });
  const create = {
    method: "POST",
    path: "/v1.0/invoke/gotham-vienna-identity/method/o1/projects/my%20web",
  } as const;

  it("the GET has its body, every request both tokens, and a new project nothing but its path", () =>
    withServer(
      ({ line }) => (line.endsWith("/get-tokens") ? signedIn(1) : { body: { id: "p1", name: "my web" } }),
      async (connection, seen) => {
        expect(await connection.send(create, "project.create")).toMatchObject({
          ok: true,
          body: { id: "p1" },
        });
        expect(seen.map(({ line, body }) => [line, body])).toEqual([
          ["GET /get-tokens", '{"username":"alice@x","password":"s3cret"}'],
          ["POST /v1.0/invoke/gotham-vienna-identity/method/o1/projects/my%20web", ""],
        ]);
        expect(seen[0]?.headers).not.toHaveProperty("authorization");
        expect(seen[0]?.headers).not.toHaveProperty("access");
        expect(seen[1]?.headers).toMatchObject(headers(1));
        expect(seen[1]?.headers).not.toHaveProperty("content-type");
      },
    ));

  it("a token that is refused is renewed once, and both go anew", () => {
    let signIns = 0;
    return withServer(
      ({ line, headers: of }) => {
        if (line.endsWith("/get-tokens")) {
          signIns += 1;
          return signedIn(signIns);
        }
        return of.authorization === headers(1).authorization
          ? { status: 401, body: { code: "token_expired", message: "over" } }
          : { body: [] };
      },
      async (connection, seen) => {
        const path = "/v1.0/invoke/gotham-enterprises/method/orgs";
        expect(await connection.reader.read({ method: "GET", path })).toMatchObject({ ok: true, body: [] });
        expect(signIns).toBe(2);
        expect(seen.at(-1)?.headers).toMatchObject(headers(2));
      },
    );
  });

  it("neither password nor token stands in what is told", () =>
    withServer(
      ({ line, body, headers: of }) =>
        line.endsWith("/get-tokens")
          ? signedIn(1)
          : { status: 403, body: { code: "no", message: `${body} ${of.authorization} ${of.access} s3cret` } },
      async (connection) => {
        const outcome = await connection.send(create, "project.create");
        expect(outcome).toMatchObject({ ok: false, reason: "forbidden" });
        const words = JSON.stringify(outcome);
        expect(words).not.toContain("s3cret");
        expect(words).not.toContain(token("id1", 300));
        expect(words).not.toContain(token("ac1", 300));
      },
    ));
});
