import { describe, expect, it } from "vitest";
import type { RequestEvent } from "../../src/http/events.ts";
import type { Request } from "../../src/model/protocol.ts";
import { connect, inTurn, json, protocol, quickClock, serve } from "./support.ts";

const list: Request = { method: "GET", path: "/items" };
const put: Request = { method: "PUT", path: "/items/1", body: { name: "x" } };

describe("a reader", () => {
  it("reads what the protocol calls a read", async () => {
    await using server = await serve(json(200, { items: [1] }));
    await using connection = connect(server.url);
    expect(await connection.reader.read({ ...list, query: { limit: 10, tag: ["a", "b"] } })).toMatchObject({
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

  it("sends a form where a platform's sign-in wants one, with headers of its own", async () => {
    await using server = await serve(json(200, {}));
    await using connection = connect(server.url);
    await connection.reader.read({
      ...list,
      form: { grant: "a&b", "odd name": "ü" },
      headers: { "x-pod-id": "pod 1", accept: "text/xml" },
    });
    const [seen] = server.seen;
    expect(seen?.body).toBe("grant=a%26b&odd+name=%C3%BC");
    expect(seen?.headers).toMatchObject({
      "content-type": "application/x-www-form-urlencoded",
      "x-pod-id": "pod 1",
      accept: "text/xml",
    });
  });

  it("gives the headers of an answer along", async () => {
    await using server = await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json", "X-Next-Page": "7" }).end("[]");
    });
    await using connection = connect(server.url);
    const outcome = await connection.reader.read(list);
    expect(outcome.ok ? outcome.headers?.["x-next-page"] : outcome).toBe("7");
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
