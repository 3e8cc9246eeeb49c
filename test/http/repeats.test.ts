import { describe, expect, it } from "vitest";
import type { Request } from "../../src/model/protocol.ts";
import { connect, inTurn, json, protocol, quickClock, reset, serve, silent } from "./support.ts";

const list: Request = { method: "GET", path: "/items" };
const put: Request = { method: "PUT", path: "/items/1", body: { name: "x" } };

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
      message: "slow down. Sent 7 times in 120 s.",
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
    expect(await connection.send(put, "item.put")).toMatchObject({ reason: "limited" });
    expect(server.seen).toHaveLength(100);
  });

  it("a safe write that was lost once and then refused for now keeps the doubt", async () => {
    await using server = await serve(inTurn(reset, json(429, {}, { "retry-after": "50" })));
    await using connection = connect(server.url);
    expect(await connection.send(put, "item.put")).toMatchObject({ ok: false, reason: "lost" });
  });

  it.each([401, 403, 409, 404])("and one that was lost once and then refused with %i", async (status) => {
    await using server = await serve(inTurn(reset, json(status, { error: "go away" })));
    await using connection = connect(server.url);
    expect(await connection.send(put, "item.put")).toMatchObject({
      ok: false,
      reason: "lost",
      message: expect.stringMatching(/no whole answer came: .+\. Sent again, it was refused: go away$/),
    });
  });

  it("but not where the second answer says that it is so", async () => {
    await using server = await serve(inTurn(reset, json(410, { error: "gone" })));
    await using connection = connect(server.url);
    expect(await connection.send(put, "item.put")).toMatchObject({ ok: false, reason: "already" });
  });

  it("nobody waits longer for the host than for a request", async () => {
    await using server = await serve(inTurn(json(429, {}, { "retry-after": "60" }), json(200, {})));
    const clock = quickClock(0);
    await using connection = connect(server.url, { clock, retry: { patience: 1_000 } });
    expect(await connection.reader.read(list)).toMatchObject({ reason: "limited" });
    expect(await connection.reader.read(list)).toMatchObject({ ok: true });
    expect(Math.max(...clock.sleeps)).toBeLessThanOrEqual(1_000);
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
    expect(await connection.send(put, "item.create")).toMatchObject({
      ok: true,
      status: 200,
      body: { id: 1 },
    });
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
    // The wait is over when the signal comes: the request is in the queue again.
    const controller = new AbortController();
    await using server = await serve(reset);
    const clock = {
      ...quickClock(),
      sleep: async () => {
        controller.abort();
        return true;
      },
    };
    await using connection = connect(server.url, { signal: controller.signal, clock });
    expect(await connection.send(put, "item.put")).toMatchObject({ reason: "lost" });
    expect(await run(reset)).toMatchObject({ reason: "lost" });
  });

  it("ends a place in the queue: what may have been carried out keeps its doubt", async () => {
    const controller = new AbortController();
    await using server = await serve((seen, response, request) =>
      (seen.method === "GET" ? silent : reset)(seen, response, request),
    );
    const clock = {
      ...quickClock(),
      sleep: async () => {
        // Somebody else takes the only place, and keeps it until the signal comes.
        void connection.reader.read(list);
        setTimeout(() => controller.abort(), 20);
        return true;
      },
    };
    await using connection = connect(server.url, { signal: controller.signal, clock, concurrency: 1 });
    expect(await connection.send(put, "item.put")).toMatchObject({ reason: "lost" });
    expect(server.seen.map((seen) => seen.method)).toEqual(["PUT", "GET"]);
  });
});
