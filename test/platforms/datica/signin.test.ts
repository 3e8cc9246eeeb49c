/** Sessions, second factors, and what every request carries (datica.md §3a, §4). */
import { describe, expect, it } from "vitest";
import { openConnection } from "../../../src/http/connection.ts";
import type { Failure, Request, SignIn } from "../../../src/model/protocol.ts";
import { datica } from "../../../src/platforms/datica/index.ts";
import type { Sandbox } from "../../../src/sandbox/server.ts";
import { serve } from "../../http/support.ts";
import { connect, root, seed, start } from "./world.ts";

const { protocol, reading } = datica;
const stored = `session of ${root}`;

/** How often somebody signed in. */
function signIns(sandbox: Sandbox): number {
  return sandbox.requests.filter(({ path }) => path.startsWith("/auth/signin")).length;
}

describe("a session", () => {
  it("is opened once, kept, and used by the next run without signing in", async () => {
    const sandbox = await start();
    const tokens = new Map<string, string>();
    const first = connect(sandbox, root, { tokens });
    await Promise.all([reading.identify(first.reader), reading.discover(first.reader)]);
    expect(signIns(sandbox)).toBe(1);
    expect([...tokens.keys()]).toEqual([stored]);
    expect(await reading.identify(connect(sandbox, root, { tokens }).reader)).toMatchObject({ id: root });
    expect(signIns(sandbox)).toBe(1);
  });

  it("that has ended is opened once more, by one of all that find out", async () => {
    const sandbox = await start();
    const tokens = new Map<string, string>();
    const { reader } = connect(sandbox, root, { tokens });
    await reading.identify(reader);
    const before = tokens.get(stored);
    sandbox.expire();
    const found = await Promise.all([1, 2, 3].map(() => reading.discover(reader)));
    expect(found).toEqual([1, 2, 3].map(() => ["o-acme", "o-lab"]));
    expect(signIns(sandbox)).toBe(2);
    expect(tokens.get(stored)).not.toBe(before);
  });

  it("that another process has opened meanwhile is taken over", async () => {
    const sandbox = await start();
    const tokens = new Map([[stored, "long-gone"]]);
    const connection = connect(sandbox, root, { tokens });
    const signIn: SignIn = {
      credentials: new Map(Object.entries(sandbox.credentials(root))),
      tokens: {
        get: async (name) => tokens.get(name),
        set: async () => {},
        exclusively: (work) => {
          tokens.set(stored, "fresh");
          return work();
        },
      },
      send: async () => ({ ok: true, status: 200, body: { sessionToken: "another" } }),
      renew: true,
      refused: { authorization: "Bearer long-gone" },
    };
    expect(await protocol.authorize(signIn)).toEqual({ authorization: "Bearer fresh" });
    // And what was refused is not tried again, although it is still stored.
    const same = { ...signIn, refused: { authorization: "Bearer fresh" } };
    expect(await protocol.authorize(same)).toEqual({ authorization: "Bearer another" });
    const bare: SignIn = { ...signIn, tokens: { ...signIn.tokens, exclusively: (work) => work() } };
    const { refused: _refused, ...unsaid } = bare;
    expect(await protocol.authorize(unsaid)).toEqual({ authorization: "Bearer another" });
    await connection.close();
  });

  it("belongs to an account: another one does not use it", async () => {
    const sandbox = await start();
    const tokens = new Map<string, string>();
    await reading.identify(connect(sandbox, root, { tokens }).reader);
    const other = await reading.identify(connect(sandbox, "ada@acme.io", { tokens }).reader);
    expect(other).toMatchObject({ id: "ada@acme.io" });
    expect([...tokens.keys()]).toEqual([stored, "session of ada@acme.io"]);
  });

  it("is not had by a wrong password, which is sent once", async () => {
    const sandbox = await start();
    const { reader } = connect(sandbox, root, { credentials: { password: "wrong-password" } });
    const tries = await Promise.all([1, 2, 3].map(() => reading.identify(reader)));
    for (const each of tries) expect(each).toMatchObject({ reason: "unauthenticated", code: "3011" });
    expect(signIns(sandbox)).toBe(1);
  });

  it.each([
    ["no address", { email: undefined }],
    ["no password", { password: undefined }],
  ])("%s: nothing is sent", async (_, credentials) => {
    const sandbox = await start();
    const failure = await reading.identify(connect(sandbox, root, { credentials }).reader);
    expect(failure).toMatchObject({ reason: "unauthenticated", code: "NoCredential" });
    expect(sandbox.requests).toEqual([]);
  });

  it.each<readonly [string, unknown, string]>([
    ["no token", { id: "u1", name: "Ann" }, "MalformedAnswer"],
    ["a token with a line break", { sessionToken: "a\nb" }, "MalformedAnswer"],
    ["an empty token", { sessionToken: "" }, "MalformedAnswer"],
  ])("an answer with %s is malformed, and nothing of it is stored", async (_, body, code) => {
    const kept: string[] = [];
    const failure = await protocol.authorize({
      credentials: new Map([
        ["email", root],
        ["password", "p"],
      ]),
      tokens: {
        get: async () => undefined,
        set: async (name) => void kept.push(name),
        exclusively: (work) => work(),
      },
      send: async () => ({ ok: true, status: 200, body: body as never }),
      renew: false,
    });
    expect(failure).toMatchObject({ ok: false, reason: "malformed", code });
    expect(kept).toEqual([]);
  });
});

describe("a second factor", () => {
  const secured = (type: string) => ({
    seed: { ...seed, users: seed.users.map((user) => ({ ...user, mfa: { type, code: "123456" } })) },
  });

  it("takes the code that is given", async () => {
    const sandbox = await start(secured("authenticator"));
    expect(await reading.identify(connect(sandbox).reader)).toMatchObject({ id: root });
    expect(sandbox.requests.map(({ path }) => path.replace(/mfa\/.*/, "mfa/…"))).toEqual([
      "/auth/signin",
      "/auth/signin/mfa/…",
      "/auth/verify",
    ]);
  });

  it.each([
    ["authenticator", "of its authenticator"],
    ["email", "that was just mailed to it"],
  ])("without a code says what to do (%s)", async (type, where) => {
    const sandbox = await start(secured(type));
    const failure = (await reading.identify(
      connect(sandbox, root, { credentials: { otp: undefined } }).reader,
    )) as Failure;
    expect(failure).toMatchObject({ reason: "unauthenticated", code: "SecondFactor" });
    expect(failure.message).toBe(
      `The account signs in with a second factor: put the code ${where} into CHARTER_DATICA_OTP (the \`otp\` of the connection) and run again. The session then holds for a day.`,
    );
  });

  it("the code that was mailed for the first run serves the second: no other mail is sent", async () => {
    const sandbox = await start(secured("email"));
    const tokens = new Map<string, string>();
    await reading.identify(connect(sandbox, root, { tokens, credentials: { otp: undefined } }).reader);
    expect([...tokens.keys()]).toEqual([`challenge of ${root}`]);
    expect(await reading.identify(connect(sandbox, root, { tokens }).reader)).toMatchObject({ id: root });
    expect(sandbox.requests.filter(({ path }) => path === "/auth/signin")).toHaveLength(1);
    expect(tokens.get(`challenge of ${root}`)).toBe("");
  });

  it("a challenge that is over is replaced by a new one, with the same code", async () => {
    const sandbox = await start(secured("authenticator"));
    const tokens = new Map([[`challenge of ${root}`, "long-gone"]]);
    expect(await reading.identify(connect(sandbox, root, { tokens }).reader)).toMatchObject({ id: root });
  });

  it("a wrong code is refused in words that say what to do, and not sent by all requests", async () => {
    const sandbox = await start(secured("authenticator"));
    const { reader } = connect(sandbox, root, { credentials: { otp: "999999" } });
    const [failure] = (await Promise.all([1, 2].map(() => reading.identify(reader)))) as Failure[];
    expect(failure).toMatchObject({ reason: "unauthenticated", code: "SecondFactorRefused" });
    expect(failure?.message).toMatch(/^The one-time code was refused: .* take a new one\.$/);
    expect(signIns(sandbox)).toBe(2);
  });

  it("a failure on the way is that failure", async () => {
    const sandbox = await start(secured("authenticator"));
    sandbox.setFaults([{ kind: "status", status: 500, route: "/mfa/" }]);
    expect(await reading.identify(connect(sandbox).reader)).toMatchObject({ reason: "unavailable" });
  });
});

describe("every request", () => {
  async function headersOf(work: (reader: ReturnType<typeof openConnection>) => Promise<unknown>) {
    let count = 0;
    const server = await serve((seen, response) => {
      count += 1;
      const body = seen.path === "/auth/signin" ? { sessionToken: "token-1" } : { users: [] };
      // The first reading is refused for now, so that it is sent again.
      response.statusCode = count === 2 ? 503 : 200;
      response.end(JSON.stringify(body));
    });
    const connection = openConnection({
      name: "test",
      protocol,
      urls: { auth: server.url, paas: `${server.url}/paas` },
      credentials: new Map([
        ["email", root],
        ["password", "p"],
      ]),
      tokens: { get: async () => undefined, set: async () => {}, exclusively: (task) => task() },
      version: "0.0.0",
      retry: { base: 1, attempts: 3, patience: 20 },
    });
    await work(connection);
    await connection.close();
    await server.close();
    return server.seen;
  }

  it("carries a fresh nonce and the time, also when it is sent again; only sign-in goes without a session", async () => {
    const seen = await headersOf(({ reader }) => reader.read({ method: "GET", path: "/orgs" }));
    expect(seen.map(({ path }) => path)).toEqual(["/auth/signin", "/orgs", "/orgs"]);
    const nonces = seen.map(({ headers }) => String(headers["x-request-nonce"]));
    for (const nonce of nonces) expect(Buffer.from(nonce, "base64")).toHaveLength(32);
    expect(new Set(nonces).size).toBe(3);
    for (const { headers } of seen) {
      const age = Date.now() / 1000 - Number(headers["x-request-timestamp"]);
      expect(Math.abs(age)).toBeLessThan(5);
      expect(headers["x-pod-id"]).toBe("");
    }
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      "Bearer token-1",
      "Bearer token-1",
    ]);
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({ identifier: root, password: "p" });
  });

  it("about an environment goes to the other host, under the same session, and says the pod", async () => {
    const request: Request = {
      host: "paas",
      method: "GET",
      path: "/environments/e1/users",
      headers: { "x-pod-id": "pod02" },
    };
    const seen = await headersOf(({ reader }) => reader.read(request));
    expect(seen.at(-1)).toMatchObject({
      path: "/paas/environments/e1/users",
      headers: { "x-pod-id": "pod02", authorization: "Bearer token-1" },
    });
  });
});
