import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import type { RequestEvent } from "../../src/http/events.ts";
import type { Request } from "../../src/model/protocol.ts";
import { connect, inTurn, json, protocol, quickClock, reset, serve, silent, text } from "./support.ts";

const list: Request = { method: "GET", path: "/items" };
const put: Request = { method: "PUT", path: "/items/1", body: { name: "x" } };

describe("a reader", () => {
  it("reads what the protocol calls a read", async () => {
    await using server = await serve(json(200, { items: [1] }));
    await using connection = connect(server.url);
    expect(await connection.reader.read({ ...list, query: { limit: 10, tag: ["a", "b"] } })).toEqual({
      ok: true,
      status: 200,
      body: { items: [1] },
    });
    const [seen] = server.seen;
    expect(seen?.path).toBe("/items?limit=10&tag=a&tag=b");
    expect(seen?.headers).toMatchObject({
      authorization: "Bearer tok-SECRET-12345",
      "user-agent": "charter/1.2.3",
      accept: "application/json",
    });
  });

  it.each<Request>([
    { method: "PUT", path: "/items/1" },
    { method: "DELETE", path: "/items/1" },
    { method: "GET", path: "/items/1/2" },
    { method: "POST", path: "/items/find/delete" },
    { method: "POST", path: "/org/find" },
  ])("refuses $method $path, since the protocol does not list it", async (request) => {
    await using server = await serve(json(200, {}));
    await using connection = connect(server.url);
    await expect(connection.reader.read(request)).rejects.toThrow("a reader cannot send");
    expect(server.seen).toEqual([]);
  });

  it("may read by POST where the protocol says so, again and again", async () => {
    await using server = await serve(json(200, {}));
    await using connection = connect(server.url);
    for (let count = 0; count < 3; count += 1) {
      expect(await connection.reader.read({ method: "POST", path: "/find", body: {} })).toMatchObject({
        ok: true,
      });
    }
  });
});

describe("a connection", () => {
  it("keeps the path of the base URL", async () => {
    await using server = await serve(json(200, {}));
    await using connection = connect(`${server.url}/api/v2/`);
    await connection.reader.read(list);
    expect(server.seen[0]?.path).toBe("/api/v2/items");
  });

  it("sends a body with GET, as one platform's sign-in wants", async () => {
    await using server = await serve(json(200, {}));
    await using connection = connect(server.url);
    await connection.reader.read({ ...list, body: { a: 1 } });
    expect(server.seen[0]).toMatchObject({ method: "GET", body: '{"a":1}' });
  });

  it.each([
    [
      "nonsense",
      "The URL of host api of connection main is not a URL. Write it like https://api.example.com.",
    ],
    ["ftp://x", "The URL of host api of connection main must begin with https:// or http://."],
    [
      "https://a:b@x",
      "The URL of host api of connection main holds a user name or password. Credentials come from environment variables or files.",
    ],
    ["https://x/?a=1", "The URL of host api of connection main must not hold a query (?) or a fragment (#)."],
  ])("says what is wrong with the URL %s", async (url, message) => {
    await using connection = connect(url);
    expect(await connection.reader.read(list)).toMatchObject({ ok: false, reason: "unreachable", message });
  });

  it("says that a URL is missing", async () => {
    await using connection = connect("", { urls: {} });
    expect(await connection.reader.read(list)).toMatchObject({
      ok: false,
      message:
        "The URL of host api of connection main is not set, and the platform has no usual one. Set it in charter.yaml.",
    });
  });

  it.each(["/items/..", "/../items", "/items/./x", "/items?x=1", "items"])(
    "does not send %s",
    async (path) => {
      await using server = await serve(json(200, {}));
      await using connection = connect(server.url, {
        protocol: protocol({ reads: [{ method: "GET", path: /.*/ }] }),
      });
      expect(await connection.reader.read({ method: "GET", path })).toMatchObject({
        ok: false,
        code: "BadPath",
      });
      expect(server.seen).toEqual([]);
    },
  );

  it("refuses operations without a policy", async () => {
    await using server = await serve(json(200, {}));
    await using connection = connect(server.url);
    await expect(connection.send(put, "toString")).rejects.toThrow("no policy for toString");
  });

  it("never has more requests under way than allowed", async () => {
    let active = 0;
    let most = 0;
    await using server = await serve((_seen, response) => {
      active += 1;
      most = Math.max(most, active);
      setTimeout(() => {
        active -= 1;
        response.end("{}");
      }, 5);
    });
    await using connection = connect(server.url, { concurrency: 3 });
    await Promise.all(Array.from({ length: 30 }, () => connection.reader.read(list)));
    expect(most).toBe(3);
    expect(server.seen).toHaveLength(30);
  });

  it("goes through a proxy where one is set, and not to hosts that need none", async () => {
    await using server = await serve(json(200, { from: "server" }));
    await using proxy = await serve(json(200, { from: "proxy" }));
    await using through = connect(server.url, { proxy: { http: proxy.url } });
    await using direct = connect(server.url, { proxy: { http: proxy.url, none: "127.0.0.1" } });
    expect(await through.reader.read(list)).toMatchObject({ body: { from: "proxy" } });
    expect(await direct.reader.read(list)).toMatchObject({ body: { from: "server" } });
  });

  it("tells what goes over the wire, without secrets", async () => {
    await using server = await serve(inTurn(json(503, {}, { "retry-after": "2" }), json(200, {})));
    const events: RequestEvent[] = [];
    const clock = quickClock();
    await using connection = connect(server.url, { onRequest: (event) => events.push(event), clock });
    await connection.reader.read({ method: "GET", path: "/items/tok-SECRET-12345" });
    const host = new URL(server.url).host;
    const about = { connection: "main", host, method: "GET", path: "/items/[redacted]", operation: null };
    expect(events).toEqual([
      { type: "sent", ...about, attempt: 1 },
      { type: "answered", ...about, attempt: 1, status: 503, reason: "unavailable", milliseconds: 0 },
      { type: "waiting", ...about, attempt: 1, reason: "unavailable", milliseconds: 2_100 },
      { type: "sent", ...about, attempt: 2 },
      { type: "answered", ...about, attempt: 2, status: 200, reason: null, milliseconds: 0 },
    ]);
  });
});

describe("what goes wrong", () => {
  it("an unreachable server", async () => {
    const server = await serve(json(200, {}));
    await server.close();
    const clock = quickClock();
    await using connection = connect(server.url, { clock });
    const host = new URL(server.url).host;
    expect(await connection.reader.read(list)).toEqual({
      ok: false,
      reason: "unreachable",
      code: "Unreachable",
      status: null,
      message: `${host} cannot be reached: connection refused (ECONNREFUSED). Check the URL of the connection, the network and the proxy. (sent 6 times in 3.9 s)`,
    });
    expect(clock.sleeps).toEqual([125, 250, 500, 1000, 2000]);
  });

  it("an unknown host is not asked for again", async () => {
    const clock = quickClock();
    await using connection = connect("http://charter-test.invalid", { clock });
    const outcome = await connection.reader.read(list);
    expect(outcome).toMatchObject({ ok: false, reason: "unreachable" });
    if (!outcome.ok && outcome.code === "UnknownHost") expect(clock.sleeps).toEqual([]);
  });

  it("HTML instead of JSON names host and status, and shows how it begins without control characters", async () => {
    await using server = await serve(text(200, "<html>\u001b[31m\u0007Please\n log in tok-SECRET-12345"));
    await using connection = connect(server.url);
    expect(await connection.reader.read(list)).toMatchObject({
      reason: "malformed",
      code: "NotJson",
      status: 200,
      message: `${new URL(server.url).host}: The answer (status 200) is HTML instead of JSON: <html> [31m Please log in [redacted]`,
    });
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    [401, "unauthenticated"],
    [404, "malformed"],
    [429, "limited"],
    [500, "unavailable"],
    [504, "unavailable"],
  ])("HTML with status %i is %s", async (status, reason) => {
    await using server = await serve(text(status, "<h1>gateway</h1>"));
    await using connection = connect(server.url, { retry: { attempts: 1, patience: 0 } });
    expect(await connection.send(put, "item.put")).toMatchObject({ ok: false, reason, status });
  });

  it("a redirect is not followed", async () => {
    await using server = await serve(text(302, "", { location: "https://elsewhere.example/" }));
    await using connection = connect(server.url);
    expect(await connection.reader.read(list)).toMatchObject({
      reason: "malformed",
      code: "Redirect",
      message: expect.stringContaining(
        "The request was redirected to https://elsewhere.example/ (status 302).",
      ),
    });
  });

  it("JSON that breaks off is read again, and then lost", async () => {
    await using server = await serve(inTurn(text(200, '{"items":[{"a":1}'), json(200, { items: [] })));
    await using connection = connect(server.url);
    expect(await connection.reader.read(list)).toMatchObject({ ok: true, body: { items: [] } });
    await using always = await serve(text(200, '{"items":["}'));
    await using second = connect(always.url);
    expect(await second.reader.read(list)).toMatchObject({ reason: "lost", code: "Truncated", status: 200 });
    expect(always.seen).toHaveLength(6);
  });

  it("an answer shorter than announced is read again", async () => {
    await using server = await serve(
      inTurn(
        (_seen, response) => {
          response.writeHead(200, { "content-length": "100" });
          response.write('{"items":');
          setTimeout(() => response.destroy(), 5);
        },
        json(200, { items: [] }),
      ),
    );
    await using connection = connect(server.url);
    expect(await connection.reader.read(list)).toMatchObject({ ok: true });
    expect(server.seen).toHaveLength(2);
  });

  it("an answer that is too large is not used", async () => {
    await using server = await serve(text(200, `["${"x".repeat(5_000)}"]`));
    await using connection = connect(server.url, { maxBytes: 1_000 });
    expect(await connection.reader.read(list)).toMatchObject({ reason: "malformed", code: "TooLarge" });
    expect(server.seen).toHaveLength(1);
  });

  it("a server that does not speak HTTP", async () => {
    const server = createServer((socket) => socket.on("data", () => socket.end("SSH-2.0-OpenSSH_9.9\r\n")));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    await using connection = connect(`http://127.0.0.1:${port}`);
    expect(await connection.reader.read(list)).toMatchObject({ reason: "malformed", code: "NotHttp" });
    server.close();
  });

  it.each([
    ["no head", silent, { headers: 50 }],
    [
      "a body that stops",
      (_seen: unknown, response: import("node:http").ServerResponse) => {
        response.writeHead(200);
        response.write("{");
      },
      { body: 50 },
    ],
    [
      "a body that drips",
      (_seen: unknown, response: import("node:http").ServerResponse) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write(" "), 10);
        response.on("close", () => clearInterval(timer));
      },
      { total: 100 },
    ],
  ] as const)("%s is lost after the time limit", async (_name, behaviour, timeouts) => {
    await using server = await serve(behaviour);
    await using connection = connect(server.url, { timeouts, retry: { attempts: 2 } });
    expect(await connection.reader.read(list)).toMatchObject({ ok: false, reason: "lost" });
    expect(server.seen).toHaveLength(2);
  });

  it("a credential that no header can carry", async () => {
    await using server = await serve(json(200, {}));
    await using connection = connect(server.url, { credentials: new Map([["token", "a\nb-secret"]]) });
    const outcome = await connection.reader.read(list);
    expect(outcome).toMatchObject({ ok: false, reason: "invalid", code: "BadRequest" });
    expect(JSON.stringify(outcome)).not.toContain("b-secret");
  });

  it("a protocol that throws", async () => {
    await using server = await serve(json(200, {}));
    await using connection = connect(server.url, {
      protocol: protocol({
        outcome: () => {
          throw new TypeError("results is not iterable");
        },
      }),
    });
    expect(await connection.reader.read(list)).toMatchObject({
      reason: "malformed",
      message: expect.stringContaining("results is not iterable"),
    });
  });
});

describe("sending again", () => {
  it.each([
    ["item.put", 429, 3],
    ["item.create", 429, 3],
    ["item.charge", 429, 3],
    ["item.charge", 503, 3],
    ["item.charge", 423, 3],
    ["item.put", 500, 3],
    ["item.create", 500, 1],
    ["item.charge", 502, 1],
    ["item.put", 409, 1],
  ])("%s after %i: sent %i times", async (operation, status, times) => {
    await using server = await serve(inTurn(json(status, {}), json(status, {}), json(200, { id: 1 })));
    await using connection = connect(server.url);
    const outcome = await connection.send(put, operation);
    expect(outcome.ok).toBe(times === 3);
    expect(server.seen).toHaveLength(times);
  });

  it.each([
    ["item.put", 2, true],
    ["item.create", 1, false],
    ["item.charge", 1, false],
  ])("%s after a reset: sent %i times", async (operation, times, ok) => {
    await using server = await serve(inTurn(reset, json(200, {})));
    await using connection = connect(server.url);
    const outcome = await connection.send(put, operation);
    expect(outcome).toMatchObject(ok ? { ok } : { ok, reason: "lost", code: "NoAnswer", status: null });
    expect(server.seen).toHaveLength(times);
  });

  it("429 does not count, but waiting ends", async () => {
    await using server = await serve(json(429, { error: "slow down" }, { "retry-after": "20" }));
    const clock = quickClock(0);
    await using connection = connect(server.url, { clock });
    expect(await connection.send(put, "item.put")).toMatchObject({
      reason: "limited",
      message: "slow down (sent 7 times in 120 s)",
      retryAfter: 20_000,
    });
    expect(clock.sleeps.filter((each) => each === 20_000).length).toBeGreaterThanOrEqual(6);
  });

  it("a wait that the platform asks for is bounded", async () => {
    await using server = await serve(inTurn(json(429, {}, { "x-retry-after": "86400" }), json(200, {})));
    const clock = quickClock(0);
    await using connection = connect(server.url, { clock });
    expect(await connection.reader.read(list)).toMatchObject({ ok: true });
    expect(clock.sleeps).toEqual([60_000]);
  });

  it("a server that always says 'at once' is not asked for ever", async () => {
    await using server = await serve(json(429, {}, { "retry-after": "0" }));
    await using connection = connect(server.url, { clock: quickClock(0) });
    expect(await connection.reader.read(list)).toMatchObject({ reason: "limited" });
    expect(server.seen).toHaveLength(100);
  });

  it("a safe write that was lost once and then refused for now keeps the doubt", async () => {
    await using server = await serve(inTurn(reset, json(429, {}, { "retry-after": "50" })));
    await using connection = connect(server.url);
    expect(await connection.send(put, "item.put")).toMatchObject({ ok: false, reason: "lost" });
  });
});

describe("signing in", () => {
  const counting = (tokens: readonly string[]) => {
    const calls: boolean[] = [];
    return {
      calls,
      protocol: protocol({
        authorize: async ({ renew }) => {
          calls.push(renew);
          await new Promise((resolve) => setTimeout(resolve, 5));
          return { authorization: `Bearer ${tokens[Math.min(calls.length, tokens.length) - 1]}` };
        },
      }),
    };
  };

  it("happens once for requests side by side", async () => {
    await using server = await serve(json(200, {}));
    const sign = counting(["first-token"]);
    await using connection = connect(server.url, { protocol: sign.protocol });
    await Promise.all([1, 2, 3, 4, 5, 6].map(() => connection.reader.read(list)));
    expect(sign.calls).toEqual([false]);
  });

  it("is renewed once for all that were refused", async () => {
    await using server = await serve((seen, response, request) =>
      (seen.headers.authorization === "Bearer second-token"
        ? json(200, {})
        : json(401, { error: "expired" }))(seen, response, request),
    );
    const sign = counting(["first-token", "second-token"]);
    await using connection = connect(server.url, { protocol: sign.protocol });
    const outcomes = await Promise.all([1, 2, 3, 4, 5, 6].map(() => connection.reader.read(list)));
    expect(outcomes.every((outcome) => outcome.ok)).toBe(true);
    expect(sign.calls).toEqual([false, true]);
  });

  it("is not repeated where it gives the same again", async () => {
    await using server = await serve(json(401, { error: "bad token tok-SECRET-12345" }));
    await using connection = connect(server.url);
    expect(await connection.reader.read(list)).toMatchObject({
      reason: "unauthenticated",
      message: "bad token [redacted]",
    });
    expect(server.seen).toHaveLength(1);
  });

  it("fails after one renewal", async () => {
    await using server = await serve(json(401, { error: "no" }));
    const sign = counting(["first-token", "second-token", "third-token"]);
    await using connection = connect(server.url, { protocol: sign.protocol });
    expect(await connection.reader.read(list)).toMatchObject({ reason: "unauthenticated" });
    expect(sign.calls).toEqual([false, true]);
    expect(server.seen).toHaveLength(2);
  });

  it("is never tried again after it was refused", async () => {
    await using server = await serve(json(401, { error: "wrong password pass-SECRET-1" }));
    await using connection = connect(server.url, {
      credentials: new Map([["password", "pass-SECRET-1"]]),
      protocol: protocol({
        authorize: async ({ send, credentials }) => {
          const outcome = await send({
            method: "POST",
            path: "/login",
            body: { password: credentials.get("password") ?? "" },
          });
          return outcome.ok ? {} : outcome;
        },
      }),
    });
    for (let count = 0; count < 5; count += 1) {
      expect(await connection.reader.read(list)).toMatchObject({
        reason: "unauthenticated",
        message: "wrong password [redacted]",
      });
    }
    expect(server.seen.map((seen) => seen.path)).toEqual(["/login"]);
  });

  it("hides the tokens that it brought", async () => {
    await using server = await serve(json(404, { error: "no item for session-TOKEN-77" }));
    await using connection = connect(server.url, {
      protocol: protocol({
        authorize: async ({ tokens }) => {
          await tokens.set("session", "session-TOKEN-77");
          return { "x-session": "session-TOKEN-77" };
        },
      }),
    });
    expect(await connection.reader.read(list)).toMatchObject({ message: "no item for [redacted]" });
  });
});

describe("cancelling", () => {
  it("ends reads, also those in the queue", async () => {
    await using server = await serve(silent);
    const controller = new AbortController();
    await using connection = connect(server.url, { signal: controller.signal, concurrency: 2 });
    const reads = [1, 2, 3, 4, 5].map(() => connection.reader.read(list));
    while (server.seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    for (const outcome of await Promise.all(reads)) expect(outcome).toMatchObject({ reason: "cancelled" });
    expect(await connection.reader.read(list)).toMatchObject({ reason: "cancelled" });
    expect(server.seen).toHaveLength(2);
  });

  it("awaits a write that is under way", async () => {
    const controller = new AbortController();
    await using server = await serve((_seen, response) => {
      controller.abort();
      setTimeout(() => response.end('{"id":1}'), 30);
    });
    await using connection = connect(server.url, { signal: controller.signal });
    expect(await connection.send(put, "item.create")).toEqual({ ok: true, status: 200, body: { id: 1 } });
  });

  it("ends a wait: what was not carried out is cancelled, what may have been keeps its doubt", async () => {
    const run = async (behaviour: Parameters<typeof serve>[0]) => {
      const controller = new AbortController();
      await using server = await serve(behaviour);
      const clock = {
        ...quickClock(),
        sleep: async () => {
          controller.abort();
          return false;
        },
      };
      await using connection = connect(server.url, { signal: controller.signal, clock });
      return await connection.send(put, "item.put");
    };
    expect(await run(json(429, {}))).toMatchObject({ reason: "cancelled" });
    expect(await run(reset)).toMatchObject({ reason: "lost" });
  });
});
