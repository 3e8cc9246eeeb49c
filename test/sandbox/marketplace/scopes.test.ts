/** Every route × what a token is good for, one test a cell; and tokens of nobody (marketplace.md §4). */
import { describe, expect, test } from "vitest";
import { record } from "../harness/open.ts";
import { id, mail, open } from "./support.ts";

const org = id("a");
const team = id("b");

const holders = {
  nothing: [],
  read: ["organization.full.read"],
  write: ["organization.full:rw"],
  application: ["application.full:rw"],
} as const;
type Holder = keyof typeof holders;

/** Everybody maintains the organization and the team and owns an application, so that only the scope decides. */
const everybody = Object.fromEntries(Object.keys(holders).map((name) => [mail(name), "maintainer"]));
const seed = {
  users: [
    ...Object.entries(holders).map(([name, scopes], index) => ({
      email: mail(name),
      id: id(String(index + 1)),
      scopes,
    })),
    { email: mail("other"), id: id("5") },
    { email: mail("newcomer"), id: id("6") },
  ],
  applications: Object.keys(holders).map((name) => ({ clientId: name, owner: mail(name) })),
  organizations: [
    {
      id: org,
      name: "Acme",
      members: { ...everybody, [mail("other")]: "viewer" },
      applications: Object.keys(holders),
      teams: [{ id: team, name: "Team", members: { ...everybody, [mail("other")]: "viewer" } }],
    },
  ],
};

const newcomer = { members: [{ email: mail("newcomer"), role: "viewer" }] };

/** Request, body, and who may: those who read may not write, those who write may read. */
const table: readonly (readonly [string, unknown, readonly Holder[]])[] = [
  ["GET /users/me", undefined, ["nothing", "read", "write", "application"]],
  ["GET /organizations", undefined, ["read", "write"]],
  ["POST /organizations", { name: "New" }, ["write"]],
  [`GET /organizations/${org}`, undefined, ["read", "write"]],
  [`PUT /organizations/${org}`, { name: "New" }, ["write"]],
  [`DELETE /organizations/${org}?confirmName=Acme`, undefined, ["write"]],
  [`GET /organizations/${org}/members`, undefined, ["read", "write"]],
  [`POST /organizations/${org}/members`, newcomer, ["write"]],
  [`PUT /organizations/${org}/members/${id("5")}`, { role: "editor" }, ["write"]],
  [`DELETE /organizations/${org}/members/${id("5")}`, undefined, ["write"]],
  [`GET /organizations/${org}/teams`, undefined, ["read", "write"]],
  [`POST /organizations/${org}/teams`, { name: "New" }, ["write"]],
  [`GET /organizations/${org}/teams/${team}`, undefined, ["read", "write"]],
  [`PUT /organizations/${org}/teams/${team}`, { name: "New" }, ["write"]],
  [`DELETE /organizations/${org}/teams/${team}`, undefined, ["write"]],
  [`GET /organizations/${org}/teams/${team}/members`, undefined, ["read", "write"]],
  [`PUT /organizations/${org}/teams/${team}/members/${id("5")}`, { role: "editor" }, ["write"]],
  [`DELETE /organizations/${org}/teams/${team}/members/${id("5")}`, undefined, ["write"]],
  [`GET /organizations/${org}/applications`, undefined, ["read", "write"]],
  [`GET /organizations/${org}/teams/${team}/applications`, undefined, ["read", "write"]],
  ["GET /applications", undefined, ["application"]],
  ["GET /applications/{own}", undefined, ["application"]],
  ["GET /applications/{own}/shares", undefined, ["application"]],
  [`PUT /applications/{own}/shares/team/${team}`, undefined, ["application"]],
  [`DELETE /applications/{own}/shares/organization/${org}`, undefined, ["application"]],
];

const names = ["nothing", "read", "write", "application"] as const;
const cells = table.flatMap(([line, body, allowed]) =>
  names.map((holder) => ({ line, body, holder, allowed: allowed.includes(holder) })),
);

test.each(cells)("a token for $holder: $line → $allowed", async ({ line, body, holder, allowed }) => {
  const desk = await open(seed);
  const before = desk.dump();
  const reply = await desk.ask(holder, line.replace("{own}", holder), body);
  if (allowed) {
    expect(reply.status).toBeLessThan(300);
    return;
  }
  expect(reply.status).toBe(403);
  expect(reply.body).toEqual({
    errors: { timestamp: expect.any(Number), code: "Forbidden", reason: "missing required scopes" },
  });
  expect(desk.dump()).toEqual(before);
});

test("adding to a team takes the scope as well", async () => {
  const desk = await open(seed);
  await desk.ask("write", `POST /organizations/${org}/members`, newcomer);
  const path = `POST /organizations/${org}/teams/${team}/members`;
  for (const holder of ["nothing", "read", "application"]) {
    expect(await desk.verdict(holder, path, newcomer)).toBe("403 Forbidden");
  }
  expect(await desk.verdict("write", path, newcomer)).toBe("201");
});

describe("a token of the client itself", () => {
  test.each(table.map(([line, body]) => ({ line: line.replace("{own}", "write"), body })))(
    "acts for nobody: $line",
    async ({ line, body }) => {
      const desk = await open(seed);
      const { body: granted } = await desk.token({ grant_type: "client_credentials" });
      const [method = "", path = ""] = line.split(" ");
      const response = await fetch(`${desk.url}/api/v1/developer${path}`, {
        method,
        headers: { authorization: `Bearer ${String(granted["access_token"])}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect(response.status).toBe(403);
      expect(record(record(await response.json())["errors"])).toMatchObject({ code: "Forbidden" });
    },
  );
});
