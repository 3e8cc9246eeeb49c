/** Faults, the rate limit and the log, in the platform's manner (cloud-console.md §3.6, §4). */
import { request } from "undici";
import { describe, expect, test } from "vitest";
import { parseFault } from "../../../src/sandbox/faults.ts";
import { acme, type Desk, headersOf, mail, open, pathOf, world } from "./support.ts";

const admins = `E orgs/${acme}/admins`;
const invite = (desk: Desk) => desk.ask("alice", `POST ${admins}`, { email: mail("grace") });

describe("a status", () => {
  test.each([
    [400, "bad_request"],
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "not_found"],
    [409, "conflict"],
    [429, "too_many_requests"],
    [500, "internal_error"],
    [502, "internal_error"],
    [503, "service_unavailable"],
  ])("%d is %s in the envelope, with Retry-After, and nothing happens", async (status, code) => {
    const desk = await open(world, { faults: [{ kind: "status", status, retryAfter: 7 }] });
    const before = desk.dump();
    const answer = await invite(desk);
    expect(answer).toMatchObject({ status, body: { code, message: expect.any(String) } });
    expect(answer.headers["retry-after"]).toBe("7");
    expect(desk.dump()).toEqual(before);
  });

  test("strikes at sign-in too, by its path", async () => {
    const desk = await open(world, { faults: [parseFault("503:route=get-tokens,times=1")] });
    const signIn = () =>
      request(`${desk.url}/get-tokens`, {
        method: "GET",
        body: JSON.stringify({ username: mail("alice"), password: "password" }),
      });
    const first = await signIn();
    expect([first.statusCode, first.headers["retry-after"], await first.body.json()]).toMatchObject([
      503,
      undefined,
      { code: "service_unavailable" },
    ]);
    expect((await desk.ask("alice", "GET E orgs")).status).toBe(200);
    expect((await signIn()).statusCode).toBe(200);
  });
});

describe("the connection", () => {
  test("lost: the invitation goes out, nobody hears of it", async () => {
    const desk = await open(world, { faults: [parseFault("lost:route=admins,times=1")] });
    await expect(invite(desk)).rejects.toThrow();
    expect((await invite(desk)).body).toMatchObject({ code: "already_invited" });
    expect(desk.requests.map(({ status, fault }) => [status, fault])).toEqual([
      [0, "lost"],
      [409, undefined],
    ]);
  });

  test("reset: nothing happens", async () => {
    const desk = await open(world, { faults: [parseFault("reset:times=1")] });
    await expect(invite(desk)).rejects.toThrow();
    expect((await invite(desk)).status).toBe(200);
  });

  test("truncate: half an answer", async () => {
    const desk = await open(world, { faults: [parseFault("truncate:times=1")] });
    const answer = await request(desk.url + pathOf(`${admins}`), { headers: headersOf(desk, "alice") });
    expect(Number(answer.headers["content-length"])).toBeGreaterThan(100);
    await expect(answer.body.text()).rejects.toThrow();
    expect((await desk.ask("alice", `GET ${admins}`)).body).toHaveLength(3);
  });

  test("html: a gateway's page", async () => {
    const desk = await open(world, { faults: [parseFault("html")] });
    const answer = await request(desk.url + pathOf("E orgs"), { headers: headersOf(desk, "alice") });
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([504, "text/html"]);
    expect(await answer.body.text()).toMatch(/^<html>/);
  });

  test("there are no pages to loop over and no locks to find", async () => {
    const desk = await open(world, { faults: [parseFault("loop"), parseFault("lock")] });
    expect((await desk.ask("alice", "GET E orgs")).body).toHaveLength(1);
    expect((await invite(desk)).status).toBe(200);
  });
});

test("the rate is each account's own, and says when to come back", async () => {
  const desk = await open(world, { rate: 2 });
  const statuses: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) statuses.push((await desk.ask("alice", "GET E orgs")).status);
  expect(statuses).toEqual([200, 200, 429]);
  const refused = await desk.ask("alice", "GET E orgs");
  expect(refused).toMatchObject({ status: 429, body: { code: "too_many_requests" } });
  expect(refused.headers["retry-after"]).toBe("1");
  expect((await desk.ask("bob", "GET E orgs")).status).toBe(200);
});

test("the log says who asked what, and whether it was a write", async () => {
  const desk = await open(world);
  await desk.ask("alice", "GET E orgs");
  await desk.ask("carol", `PUT E orgs/${acme}`, { name: "x" });
  await request(desk.url + pathOf("E orgs"));
  expect(desk.requests).toMatchObject([
    { method: "GET", path: pathOf("E orgs"), user: mail("alice"), status: 200, body: "", write: false },
    {
      method: "PUT",
      path: pathOf(`E orgs/${acme}`),
      user: mail("carol"),
      status: 403,
      body: { name: "x" },
      write: true,
    },
    { method: "GET", path: pathOf("E orgs"), user: null, status: 401, body: "", write: false },
  ]);
});
