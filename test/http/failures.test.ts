import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import type { Request } from "../../src/model/protocol.ts";
import { connect, inTurn, json, protocol, quickClock, serve, silent, text } from "./support.ts";

const list: Request = { method: "GET", path: "/items" };
const put: Request = { method: "PUT", path: "/items/1", body: { name: "x" } };

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
      message: `${host} cannot be reached: connection refused (ECONNREFUSED). Check the URL of the connection, the network and the proxy. Sent 6 times in 3.9 s.`,
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

  it("never shows a part of a secret, where the words are cut to length", async () => {
    const secret = "tok-SECRET-12345";
    for (let before = 120; before < 170; before += 5) {
      await using server = await serve(text(200, `<p>${"x".repeat(before)}${secret}`));
      await using connection = connect(server.url);
      const outcome = await connection.reader.read(list);
      expect(outcome).toMatchObject({ reason: "malformed" });
      expect(JSON.stringify(outcome)).not.toMatch(/x(t|to|tok|tok-S.*)[…"]/);
    }
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

  it("a header that cannot be sent takes no connection away: what comes after it is sent", async () => {
    await using server = await serve(json(200, {}));
    await using connection = connect(server.url, { concurrency: 2 });
    const bad = { ...list, headers: { "x-pod-id": "\u0130" } };
    const outcomes = await Promise.all(
      [list, bad, bad, bad, bad].map((each) => connection.reader.read(each)),
    );
    expect(outcomes.map((each) => each.ok)).toEqual([true, false, false, false, false]);
    expect(outcomes[1]).toMatchObject({ reason: "invalid", code: "BadRequest" });
    expect(await connection.reader.read(list)).toMatchObject({ ok: true });
    expect(server.seen).toHaveLength(2);
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
