import { describe, expect, it } from "vitest";
import type { Outcome } from "../../../src/model/protocol.ts";
import { datica } from "../../../src/platforms/datica/index.ts";
import { writes } from "../../../src/platforms/datica/writes.ts";

const { protocol } = datica;

function answer(status: number, body: unknown, operation: string | null = null): Outcome {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return protocol.outcome({ status, headers: {}, text }, operation);
}

const reasonOf = (outcome: Outcome): string => (outcome.ok ? "ok" : outcome.reason);

describe("the several shapes of an error (datica.md §4)", () => {
  it.each<readonly [string, unknown, string, string]>([
    [
      "the newest client",
      { title: "Forbidden", description: "Not yours.", code: 4003 },
      "4003",
      "Forbidden: Not yours.",
    ],
    ["its second shape", { id: 4003, message: "Not yours." }, "4003", "Not yours."],
    ["datikube", { code: 4003, message: "Not yours." }, "4003", "Not yours."],
    [
      "the Python client",
      { title: "Forbidden", description: "Not yours." },
      "HTTP 403",
      "Forbidden: Not yours.",
    ],
    ["a list of texts", { errors: ["Not yours.", "Go away."] }, "HTTP 403", "Not yours.; Go away."],
    [
      "a list of errors",
      { errors: [{ code: 7, message: "Not yours." }, { title: "Go" }] },
      "7",
      "Not yours.; Go",
    ],
    [
      "all at once",
      { code: 4003, id: "x", title: "Forbidden", description: "Not yours.", message: "Not yours." },
      "4003",
      "Forbidden: Not yours.",
    ],
    ["only a title", { title: "Forbidden" }, "HTTP 403", "Forbidden"],
    ["only a code", { code: "nope" }, "nope", ""],
    ["the same words twice", { title: "No", message: "No" }, "HTTP 403", "No"],
  ])("%s", (_, body, code, message) => {
    expect(answer(403, body)).toEqual({ ok: false, reason: "forbidden", code, message, status: 403 });
  });

  it.each<readonly [string, unknown]>([
    ["a gateway's page", "<html>Bad Gateway</html>"],
    ["the text of a router", "404 page not found"],
    ["nothing", ""],
    ["an object without words", { ok: false }],
    ["an empty list of errors", { errors: [] }],
    ["a bare list", []],
    ["null", null],
  ])("%s is none of them", (_, body) => {
    expect(answer(404, body)).toMatchObject({ reason: "malformed", code: "HTTP 404" });
    expect(answer(404, body)).toHaveProperty(
      "message",
      expect.stringContaining("Is the URL that of the service?"),
    );
    expect(answer(502, body)).toHaveProperty("message", expect.not.stringContaining("URL"));
  });

  it("what a server says is cleaned", () => {
    expect(answer(400, { code: "a\u001b[31m", message: "b\u001b[2Jc\nd" })).toMatchObject({
      code: "a [31m",
      message: "b [2Jc d",
    });
  });
});

describe("statuses", () => {
  it.each([
    [400, "invalid"],
    [401, "unauthenticated"],
    [403, "forbidden"],
    [404, "missing"],
    [405, "missing"],
    [409, "conflict"],
    // Nothing is downloaded and run for it, whatever the vendor's client does (§4).
    [412, "invalid"],
    [422, "invalid"],
    [429, "limited"],
    [500, "unavailable"],
    [503, "unavailable"],
  ])("%i is %s", (status, reason) => {
    expect(reasonOf(answer(status, { code: 1, message: "no" }))).toBe(reason);
  });

  it("a refused sign-in by its own code, whatever the status; the code is no status", () => {
    expect(reasonOf(answer(400, { code: 3011, message: "Invalid credentials" }))).toBe("unauthenticated");
    expect(reasonOf(answer(403, { id: "3011", message: "Invalid credentials" }))).toBe("unauthenticated");
    expect(reasonOf(answer(403, { code: 404, message: "no" }))).toBe("forbidden");
  });

  it.each<readonly [number, unknown, string]>([
    [200, [], "ok"],
    [200, "", "ok"],
    [204, "", "ok"],
    [201, { id: "x" }, "ok"],
    [200, '{"users":[', "lost"],
    [200, "<html>", "malformed"],
  ])("%i %j is %s", (status, body, reason) => {
    expect(reasonOf(answer(status, body))).toBe(reason);
  });
});

describe("already so", () => {
  const there = [
    "invite.send-member",
    "invite.send-admin",
    "environment.grant",
    "group.create",
    "group.join",
  ];
  const gone = [
    "invite.revoke",
    "member.remove-member",
    "member.remove-any",
    "environment.revoke",
    "group.delete",
    "group.leave",
  ];
  it.each(Object.keys(writes))("%s", (operation) => {
    const on = (status: number) => reasonOf(answer(status, { code: 1, message: "no" }, operation));
    expect(on(409)).toBe(there.includes(operation) ? "already" : "conflict");
    expect(on(404)).toBe(gone.includes(operation) ? "already" : "missing");
  });
});

describe("routes", () => {
  const isRead = (method: string, path: string) =>
    protocol.reads.some((each) => each.method === method && each.path.test(path));
  it.each([
    "/auth/verify",
    "/orgs",
    "/orgs/roles",
    "/orgs/o%2F1",
    "/orgs/o1/users",
    "/orgs/o1/invites",
    "/acls/o1/groups",
    "/pods",
    "/environments",
    "/environments/e1/users",
  ])("GET %s reads, and nothing else there does", (path) => {
    expect(isRead("GET", path)).toBe(true);
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) expect(isRead(method, path)).toBe(false);
  });
  it.each([
    "/orgs/accept-invite/code",
    "/orgs/o1/users/u1",
    "/environments/e1/users/u1",
    "/auth/signout",
    "/keys",
  ])("%s is not read", (path) => expect(isRead("GET", path)).toBe(false));

  it("each write has a policy, a rule and an effect", () => {
    expect(Object.keys(datica.rules.actions).sort()).toEqual(Object.keys(writes).sort());
  });

  it("no host has a usual URL, and those of the makers take a word", () => {
    expect(Object.values(protocol.hosts).map(({ url }) => url)).toEqual([undefined, undefined]);
    expect(protocol.hosts.auth?.vendor).toEqual(["datica.com", "catalyze.io"]);
    expect(protocol.hosts.paas).toMatchObject({ like: "auth", vendor: ["datica.com", "catalyze.io"] });
  });
});
