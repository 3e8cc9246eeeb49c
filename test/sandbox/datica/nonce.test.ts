/** Nonce and timestamp (datica.md §4): a missing one is 400, one that is not fresh 401, and both can be switched off. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { acme, type Desk, fresh, O, open } from "./support.ts";

afterEach(() => {
  vi.useRealTimers();
});

const verify = (desk: Desk, headers: Readonly<Record<string, string>>) =>
  desk.send("GET", "/auth/verify", {
    authorization: `Bearer ${desk.tokens["owner@example.com"]}`,
    ...headers,
  });

describe("required", () => {
  test.each<[string, Record<string, string>]>([
    ["both", {}],
    ["the nonce", { "X-Request-Timestamp": fresh()["X-Request-Timestamp"] ?? "" }],
    ["the timestamp", { "X-Request-Nonce": "bm9uY2U=" }],
    ["what is in the nonce", { ...fresh(), "X-Request-Nonce": "" }],
    ["what is in the timestamp", { ...fresh(), "X-Request-Timestamp": "" }],
  ])("without %s a request is refused", async (_what, headers) => {
    const desk = await open(acme);
    expect(await verify(desk, headers)).toMatchObject({ status: 400, body: { code: 1002 } });
  });

  test.each(["/pods", "/environments", `/orgs/${O}`])("on %s too", async (path) => {
    const desk = await open(acme);
    expect((await desk.send("GET", path, {})).status).toBe(400);
  });

  test("also at sign-in, before the credentials are looked at", async () => {
    const desk = await open(acme);
    const body = JSON.stringify({ identifier: "owner@example.com", password: "wrong" });
    expect((await desk.send("POST", "/auth/signin", {}, body)).status).toBe(400);
  });
});

describe("a timestamp", () => {
  const shifted = (seconds: number) => fresh(Date.now() + seconds * 1000);

  test.each([-290, -10, 0, 10, 290])("that is %d seconds off is taken", async (seconds) => {
    const desk = await open(acme);
    expect((await verify(desk, shifted(seconds))).status).toBe(200);
  });

  test.each([-302, 302, -86_400, 86_400])("that is %d seconds off is refused", async (seconds) => {
    const desk = await open(acme);
    expect(await verify(desk, shifted(seconds))).toMatchObject({ status: 401, body: { code: 3002 } });
  });

  test.each(["now", "1.5", "-1", "0x10", "2026-01-01T00:00:00Z", "1e9"])("%s is malformed", async (text) => {
    const desk = await open(acme);
    const answer = await verify(desk, { ...fresh(), "X-Request-Timestamp": text });
    expect(answer).toMatchObject({ status: 400, body: { code: 1001 } });
  });

  test("in milliseconds is far off", async () => {
    const desk = await open(acme);
    const headers = { ...fresh(), "X-Request-Timestamp": String(Date.now()) };
    expect(await verify(desk, headers)).toMatchObject({ status: 401, body: { code: 3002 } });
  });
});

describe("a nonce", () => {
  test("works once, for whomever and whatever", async () => {
    const desk = await open(acme);
    const headers = fresh();
    expect((await verify(desk, headers)).status).toBe(200);
    expect(await verify(desk, headers)).toMatchObject({ status: 401, body: { code: 3003 } });
    expect((await desk.send("GET", "/pods", headers)).status).toBe(401);
    expect(
      (await verify(desk, { ...fresh(), "X-Request-Timestamp": headers["X-Request-Timestamp"] ?? "" }))
        .status,
    ).toBe(200);
  });

  test("is used up by a refused request as well", async () => {
    const desk = await open(acme);
    const headers = fresh();
    expect((await desk.send("GET", `/orgs/${O}`, headers)).status).toBe(401);
    expect(await verify(desk, headers)).toMatchObject({ body: { code: 3003 } });
  });

  test("is remembered for as long as its timestamp can be acceptable", async () => {
    const desk = await open(acme);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const ahead = fresh(Date.now() + 4.9 * 60_000);
    expect((await verify(desk, ahead)).status).toBe(200);
    vi.setSystemTime(Date.now() + 9.8 * 60_000);
    expect(await verify(desk, ahead)).toMatchObject({ body: { code: 3003 } });
    // Later it is the timestamp that is refused.
    vi.setSystemTime(Date.now() + 60_000);
    expect(await verify(desk, ahead)).toMatchObject({ body: { code: 3002 } });
  });
});

describe("switched", () => {
  test("not required: what is missing passes, what is there is checked", async () => {
    const desk = await open({ ...acme, settings: { requireNonce: false } });
    expect((await verify(desk, {})).status).toBe(200);
    const headers = fresh();
    expect((await verify(desk, headers)).status).toBe(200);
    expect((await verify(desk, headers)).status).toBe(401);
    expect((await verify(desk, { "X-Request-Timestamp": "1" })).status).toBe(401);
    expect((await verify(desk, { "X-Request-Timestamp": "x" })).status).toBe(400);
  });

  test("not checked: replays and wrong clocks pass, what is missing does not", async () => {
    const desk = await open({ ...acme, settings: { checkNonce: false } });
    const headers = { ...fresh(), "X-Request-Timestamp": "1" };
    expect((await verify(desk, headers)).status).toBe(200);
    expect((await verify(desk, headers)).status).toBe(200);
    expect((await verify(desk, {})).status).toBe(400);
  });
});
