/** What goes wrong on request, in Datica's manner of speaking. */
import { describe, expect, test } from "vitest";
import { parseFault } from "../../../src/sandbox/faults.ts";
import { acme, fresh, linkTemplate, O, open } from "./support.ts";

const invites = `/orgs/${O}/invites`;
const invite = { email: "guest@example.com", role: 5, linkTemplate };

describe("a status", () => {
  test.each([
    [400, 1001],
    [401, 3001],
    [403, 4003],
    [404, 4004],
    [409, 4009],
    [429, 4029],
    [500, 5000],
    [502, 5000],
    [503, 5003],
  ])("%d in the envelope, with code %d and retry-after", async (status, code) => {
    const desk = await open(acme, { faults: [{ kind: "status", status, retryAfter: 7 }] });
    const answer = await desk.ask("owner", "GET", "/orgs");
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      code,
      id: code,
      title: expect.stringMatching(/\S/),
      errors: [{ code }],
    });
    expect(answer.headers.get("retry-after")).toBe("7");
  });

  test("412 is not sent even then: the client would replace itself", async () => {
    const desk = await open(acme, { faults: [{ kind: "status", status: 412 }] });
    const answer = await desk.ask("owner", "GET", "/orgs");
    expect(answer).toMatchObject({ status: 400, body: { code: 1001 } });
    expect(answer.headers.has("retry-after")).toBe(false);
  });

  test("does not act, and leaves the nonce unused", async () => {
    const desk = await open(acme, { faults: [parseFault("503:route=invites,times=1")] });
    const before = desk.dump();
    const headers = { ...fresh(), authorization: `Bearer ${desk.tokens["owner@example.com"]}` };
    const body = JSON.stringify(invite);
    expect((await desk.send("POST", invites, headers, body)).status).toBe(503);
    expect(desk.dump()).toEqual(before);
    expect((await desk.send("POST", invites, headers, body)).status).toBe(200);
  });
});

describe("the connection", () => {
  test("lost: the invite is there though nobody heard of it", async () => {
    const desk = await open(acme, { faults: [parseFault("lost:route=invites,times=1")] });
    await expect(desk.ask("owner", "POST", invites, invite)).rejects.toThrow();
    expect((await desk.ask("owner", "POST", invites, invite)).status).toBe(409);
    expect((await desk.ask("owner", "GET", invites)).body).toMatchObject([
      {},
      { email: "guest@example.com" },
    ]);
  });

  test("lost: the nonce is used up all the same", async () => {
    const desk = await open(acme, { faults: [parseFault("lost:times=1")] });
    const headers = { ...fresh(), authorization: `Bearer ${desk.tokens["owner@example.com"]}` };
    await expect(desk.send("GET", "/orgs", headers)).rejects.toThrow();
    expect(await desk.send("GET", "/orgs", headers)).toMatchObject({ status: 401, body: { code: 3003 } });
  });

  test("reset: nothing happens", async () => {
    const desk = await open(acme, { faults: [parseFault("reset:times=1")] });
    const before = desk.dump();
    await expect(desk.ask("owner", "POST", invites, invite)).rejects.toThrow();
    expect(desk.dump()).toEqual(before);
    expect((await desk.ask("owner", "POST", invites, invite)).status).toBe(200);
  });

  test("truncate: half a list", async () => {
    const desk = await open(acme, { faults: [parseFault("truncate:route=users,times=1")] });
    await expect(desk.ask("owner", "GET", `/orgs/${O}/users`)).rejects.toThrow();
    expect((await desk.ask("owner", "GET", `/orgs/${O}/users`)).body).toHaveLength(5);
  });

  test("html: a gateway's page", async () => {
    const desk = await open(acme, { faults: [parseFault("html:times=1")] });
    const answer = await desk.ask("owner", "GET", "/orgs");
    expect(answer).toMatchObject({ status: 504, body: expect.stringMatching(/^<html>/) });
  });
});

test("a rate is an account's own", async () => {
  const desk = await open(acme, { rate: 1 });
  expect((await desk.ask("owner", "GET", "/orgs")).status).toBe(200);
  const answer = await desk.ask("owner", "GET", "/orgs");
  expect(answer).toMatchObject({ status: 429, body: { code: 4029, title: "Too Many Requests" } });
  expect(answer.headers.get("retry-after")).toBe("1");
  expect((await desk.ask("admin", "GET", "/orgs")).status).toBe(200);
});

test("what is a write, and who asked, is in the log", async () => {
  const desk = await open(acme);
  await desk.ask("owner", "GET", "/orgs");
  await desk.ask(null, "POST", "/auth/signin", { identifier: "owner@example.com", password: "password" });
  await desk.ask("owner", "POST", invites, invite);
  await desk.ask("owner", "PUT", `/orgs/${O}`, { name: "New" });
  await desk.ask("owner", "DELETE", "/auth/signout");
  expect(desk.requests.map(({ method, path, user, write }) => [method, path, user, write])).toEqual([
    ["GET", "/orgs", "owner@example.com", false],
    ["POST", "/auth/signin", null, false],
    ["POST", invites, "owner@example.com", true],
    ["PUT", `/orgs/${O}`, "owner@example.com", true],
    ["DELETE", "/auth/signout", "owner@example.com", false],
  ]);
});
