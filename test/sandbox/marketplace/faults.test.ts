/** What goes wrong on request, and the rate limit, in the platform's two error shapes (marketplace.md §4). */
import { describe, expect, test } from "vitest";
import { record } from "../harness/open.ts";
import { acme, column, mail, open, org, rows } from "./support.ts";

const api = (code: string) => ({
  errors: { timestamp: expect.any(Number), code, reason: expect.stringMatching(/\w/) },
});

describe("a status", () => {
  test.each([
    [400, "Bad Request"],
    [403, "Forbidden"],
    [404, "Not Found"],
    [409, "Conflict"],
    [429, "Too Many Requests"],
    [500, "Internal Server Error"],
    [502, "Bad Gateway"],
    [503, "Service Unavailable"],
    [599, "Error"],
  ])("of %i comes as an API error: %s", async (status, code) => {
    const desk = await open(acme, { faults: [{ kind: "status", status, retryAfter: 7, times: 1 }] });
    const reply = await desk.ask("alice", "POST /organizations", { name: "New" });
    expect(reply.status).toBe(status);
    expect(reply.body).toEqual(api(code));
    expect(reply.headers.get("retry-after")).toBe("7");
    expect(reply.headers.get("content-type")).toBe("application/json");
    expect(column(await desk.ask("alice", "GET /organizations"), "name")).not.toContain("New");
  });

  test("of 401 comes as a token problem", async () => {
    const desk = await open(acme, { faults: [{ kind: "status", status: 401 }] });
    const reply = await desk.ask("alice", "GET /users/me");
    expect(reply.status).toBe(401);
    expect(reply.body).toEqual({
      error: "invalid_token",
      error_description: "The access token is invalid or has expired",
    });
    expect(reply.headers.get("retry-after")).toBeNull();
  });

  test.each([
    [400, "invalid_request"],
    [401, "invalid_client"],
    [429, "temporarily_unavailable"],
    [500, "server_error"],
    [503, "temporarily_unavailable"],
  ])("of %i comes from the token endpoint as %s, and costs no token", async (status, error) => {
    const desk = await open(acme, {
      faults: [{ kind: "status", status, retryAfter: 1, times: 1, route: "oauth2/token" }],
    });
    const form = { grant_type: "refresh_token", refresh_token: "refresh-alice@example.com" };
    const reply = await desk.token(form);
    expect(reply.status).toBe(status);
    expect(reply.body).toEqual({ error, error_description: expect.any(String) });
    expect(reply.headers.get("retry-after")).toBe("1");
    expect((await desk.token(form)).status).toBe(200);
  });
});

test("a lost answer: the server has acted", async () => {
  const desk = await open(acme, { faults: [{ kind: "lost", route: "organizations", times: 1 }] });
  await expect(desk.ask("alice", "POST /organizations", { name: "New" })).rejects.toThrow();
  expect(column(await desk.ask("alice", "GET /organizations"), "name")).toContain("New");
  expect(desk.requests[0]).toMatchObject({ status: 0, fault: "lost", write: true, user: mail("alice") });
});

test("a reset connection: the server has not acted", async () => {
  const desk = await open(acme, { faults: [{ kind: "reset", times: 1 }] });
  await expect(desk.ask("alice", "POST /organizations", { name: "New" })).rejects.toThrow();
  expect(column(await desk.ask("alice", "GET /organizations"), "name")).not.toContain("New");
});

test("a truncated list", async () => {
  const desk = await open(acme, { faults: [{ kind: "truncate", times: 1 }] });
  await expect(desk.ask("alice", `GET /organizations/${org}/members`)).rejects.toThrow();
  expect(rows(await desk.ask("alice", `GET /organizations/${org}/members`))).toHaveLength(4);
});

test("a page of a gateway", async () => {
  const desk = await open(acme, { faults: [{ kind: "html", times: 1 }] });
  await expect(desk.ask("alice", "GET /users/me")).rejects.toThrow(/JSON/);
});

test("nothing is ever locked: no write excludes another one here", async () => {
  const desk = await open(acme, { faults: [{ kind: "lock" }] });
  const replies = await Promise.all(
    ["A", "B", "C"].map((name) => desk.verdict("alice", `POST /organizations/${org}/teams`, { name })),
  );
  expect(replies).toEqual(["201", "201", "201"]);
});

test("the rate limit counts by account", async () => {
  const desk = await open(acme, { rate: 2 });
  const replies = await Promise.all(Array.from({ length: 6 }, () => desk.ask("alice", "GET /users/me")));
  const refused = replies.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(3);
  expect(refused[0]?.body).toEqual(api("Too Many Requests"));
  expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect((await desk.ask("bob", "GET /users/me")).status).toBe(200);
});

test("the log tells reads, writes and sign-ins apart", async () => {
  const desk = await open(acme);
  await desk.token({ grant_type: "refresh_token", refresh_token: "refresh-bob@example.com" });
  await desk.ask("bob", "GET /users/me");
  await desk.ask("bob", `PUT /organizations/${org}`, { name: "New" });
  await desk.ask("bob", `DELETE /applications/planner/shares/organization/${org}`);
  expect(desk.requests.map(({ method, user, write }) => [method, user, write])).toEqual([
    ["POST", null, false],
    ["GET", mail("bob"), false],
    ["PUT", mail("bob"), true],
    ["DELETE", mail("bob"), true],
  ]);
  expect(record(desk.requests[2]?.body)).toEqual({ name: "New" });
});

test("there is nobody to answer: no invitation ever waits", async () => {
  const desk = await open(acme, { accept: true });
  await desk.ask("alice", `POST /organizations/${org}/members`, {
    members: [{ email: mail("frank"), role: "viewer" }],
  });
  expect(desk.answer("accept")).toBe(0);
  expect(await desk.verdict("frank", `GET /organizations/${org}`)).toBe("200");
});
