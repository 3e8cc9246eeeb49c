/** The order of checks: 401; 403 scope; 404 for strangers; 403 role; 400 body; 404 child; 409 state (marketplace.md §4). */
import { describe, expect, test } from "vitest";
import { record } from "../harness/open.ts";
import { acme, type Desk, id, mail, open, org, stores } from "./support.ts";

const unscoped = {
  ...acme,
  users: [...acme.users, { email: mail("reader"), id: id("9"), scopes: ["organization.full.read"] }],
};

/** Each request is wrong in all later ways as well. */
const strange = `/organizations/${id("f")}`;
const steps: readonly (readonly [string, string, string, unknown, string])[] = [
  ["scope before 404", "reader", `PUT ${strange}`, "{", "403 Forbidden"],
  ["404 of strangers before role and body", "frank", `PUT /organizations/${org}`, "{", "404 ORG-1003-404"],
  ["role before body", "dave", `PUT /organizations/${org}`, "{", "403 ORG-1004-403"],
  ["role before the name typed", "bob", `DELETE /organizations/${org}`, undefined, "403 ORG-1004-403"],
  [
    "role before the team",
    "bob",
    `DELETE /organizations/${org}/teams/${id("f")}`,
    undefined,
    "403 ORG-1004-403",
  ],
  [
    "role before the member",
    "bob",
    `DELETE /organizations/${org}/members/${id("f")}`,
    undefined,
    "403 ORG-1004-403",
  ],
  [
    "body before the member",
    "alice",
    `PUT /organizations/${org}/members/${id("f")}`,
    {},
    "400 MEMBER-2001-400",
  ],
  ["body before the team", "alice", `PUT /organizations/${org}/teams/${id("f")}`, {}, "400 TEAM-3001-400"],
  [
    "body before the team of a member",
    "alice",
    `PUT /organizations/${org}/teams/${id("f")}/members/${id("2")}`,
    {},
    "400 MEMBER-2001-400",
  ],
  [
    "body before the team that somebody joins",
    "alice",
    `POST /organizations/${org}/teams/${id("f")}/members`,
    {},
    "400 MEMBER-2001-400",
  ],
  [
    "the team before the state of the person",
    "alice",
    `POST /organizations/${org}/teams/${id("f")}/members`,
    { members: [{ email: mail("frank"), role: "viewer" }] },
    "404 TEAM-3003-404",
  ],
  [
    "the body before the last maintainer",
    "alice",
    `PUT /organizations/${org}/members/${id("1")}`,
    { role: "boss" },
    "400 MEMBER-2001-400",
  ],
  [
    "the team before a name that is taken",
    "alice",
    `PUT /organizations/${org}/teams/${id("f")}`,
    { name: "Stores" },
    "404 TEAM-3003-404",
  ],
  [
    "404 of strangers before malformed paging",
    "erin",
    `GET /organizations/${org}/members?filter.start=x`,
    undefined,
    "404 ORG-1003-404",
  ],
  [
    "malformed paging before the team",
    "alice",
    `GET /organizations/${org}/teams/${id("f")}/members?filter.start=x`,
    undefined,
    "400 MEMBER-2001-400",
  ],
  [
    "an application that one does not see before malformed paging",
    "frank",
    "GET /applications/planner/shares?filter.start=x",
    undefined,
    "404 APP-4001-404",
  ],
  [
    "the owner before the target",
    "carol",
    `PUT /applications/planner/shares/team/${id("f")}`,
    undefined,
    "403 APP-4002-403",
  ],
];

test.each(steps)("%s", async (_what, who, line, body, verdict) => {
  const desk = await open(unscoped);
  expect(await desk.verdict(who, line, body)).toBe(verdict);
});

describe("401 comes first", () => {
  const ask = async (desk: Desk, line: string, headers: Readonly<Record<string, string>>) => {
    const [method = "", path = ""] = line.split(" ");
    const response = await fetch(`${desk.url}/api/v1/developer${path}`, { method, headers });
    return { status: response.status, body: record(await response.json()), headers: response.headers };
  };
  const lines = [
    "GET /users/me",
    "GET /organizations",
    "POST /organizations",
    `GET /organizations/${id("f")}`,
    `PUT /organizations/${org}`,
    `DELETE /organizations/${org}`,
    `POST /organizations/${org}/teams/${stores}/members`,
    "GET /applications/none",
    "PUT /applications/planner/shares/user/x",
    "GET /nothing/of/the/kind",
    "PATCH /organizations",
  ];

  test.each(lines)("without a token: %s", async (line) => {
    const desk = await open(acme);
    const reply = await ask(desk, line, {});
    expect(reply.status).toBe(401);
    expect(reply.body).toEqual({
      error: "invalid_request",
      error_description: "The access_token is missing",
    });
    expect(reply.headers.get("www-authenticate")).toMatch(/^Bearer /);
  });

  test.each(lines)("with a token that is none: %s", async (line) => {
    const desk = await open(acme);
    const reply = await ask(desk, line, { authorization: "Bearer xyz" });
    expect(reply.status).toBe(401);
    expect(reply.body).toEqual({
      error: "invalid_token",
      error_description: "The access token is invalid or has expired",
    });
  });

  test.each(["Basic Y2hhcnRlcjpjaGFydGVyLXNlY3JldA==", "Bearer", "Bearer ", "", "Token abc", "Bearer a b"])(
    "with %j for an authorization",
    async (authorization) => {
      const desk = await open(acme);
      expect((await ask(desk, "GET /users/me", { authorization })).body["error"]).toBe("invalid_request");
    },
  );

  test("a refresh token is no access token", async () => {
    const desk = await open(acme);
    const { refreshToken } = desk.credentials(mail("alice"));
    const reply = await ask(desk, "GET /users/me", { authorization: `Bearer ${refreshToken}` });
    expect(reply.body["error"]).toBe("invalid_token");
  });
});

describe("what is not there", () => {
  test.each([
    "GET /",
    "GET /organization",
    "GET /organizations/",
    `GET /organizations/${org}/`,
    `PATCH /organizations/${org}`,
    `POST /organizations/${org}`,
    `PUT /organizations/${org}/members`,
    `GET /organizations/${org}/members/${id("1")}`,
    `GET /organizations/${org}/teams/${stores}/members/${id("1")}`,
    "GET /applications/planner/shares/organization",
    `GET /applications/planner/shares/organization/${org}`,
    "GET /users",
    `GET /users/${id("1")}`,
    "OPTIONS /organizations",
  ])("%s", async (line) => {
    const desk = await open(acme);
    const reply = await desk.ask("alice", line);
    expect(reply.status).toBe(404);
    expect(reply.body).toEqual({
      errors: { timestamp: expect.any(Number), code: "Not Found", reason: expect.any(String) },
    });
  });

  test.each(["/", "/organizations", "/v1/connect/oauth2/authorize", "/v1/products", "/api/v1", "/users/me"])(
    "outside of the API: %s",
    async (path) => {
      const desk = await open(acme);
      const response = await fetch(desk.url + path, {
        headers: { authorization: `Bearer ${desk.tokens[mail("alice")]}` },
      });
      expect(response.status).toBe(404);
      expect(record(record(await response.json())["errors"])["code"]).toBe("Not Found");
    },
  );

  test("HEAD answers as GET, without a body", async () => {
    const desk = await open(acme);
    const head = async (path: string) => {
      const response = await fetch(`${desk.url}/api/v1/developer${path}`, {
        method: "HEAD",
        headers: { authorization: `Bearer ${desk.tokens[mail("dave")]}` },
      });
      return [response.status, await response.text()];
    };
    expect(await head(`/organizations/${org}`)).toEqual([200, ""]);
    expect(await head(`/organizations/${id("f")}`)).toEqual([404, ""]);
    expect(desk.requests.map(({ method, write }) => [method, write])).toEqual([
      ["HEAD", false],
      ["HEAD", false],
    ]);
  });
});

test("an API error is a single object with timestamp, code and reason", async () => {
  const desk = await open(acme);
  const before = Date.now();
  const { body } = await desk.ask("frank", `GET /organizations/${org}`);
  expect(Object.keys(body)).toEqual(["errors"]);
  const { timestamp, code, reason, ...rest } = record(body["errors"]);
  expect(Number(timestamp)).toBeGreaterThanOrEqual(before);
  expect([code, reason, rest]).toEqual(["ORG-1003-404", expect.stringMatching(/\w/), {}]);
});
