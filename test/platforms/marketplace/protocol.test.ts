import { afterEach, describe, expect, it } from "vitest";
import { interpret } from "../../../src/http/interpret.ts";
import type { Outcome, Request } from "../../../src/model/protocol.ts";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";
import { get, segmentsOf } from "../../../src/platforms/marketplace/requests.ts";
import { writes } from "../../../src/platforms/marketplace/writes.ts";
import { resolveUrls } from "../../../src/run/credentials.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { connectAs } from "../harness/connect.ts";

const { protocol } = marketplace;

function answer(status: number, text: string, operation: string | null = null): Outcome {
  return protocol.outcome({ status, headers: {}, text }, operation);
}

function reasonOf(status: number, body: unknown, operation: string | null = null): string {
  const outcome = answer(status, JSON.stringify(body), operation);
  return outcome.ok ? "ok" : outcome.reason;
}

const api = (code: string, reason = "No") => ({ errors: { timestamp: 1567098508093, code, reason } });
const token = (error: string, description = "No") => ({ error, error_description: description });

describe("outcomes", () => {
  it.each([
    [400, api("ORG-1001-400"), "invalid"],
    [400, api("ORG-1005-400"), "invalid"],
    [401, api("SomethingNew"), "unauthenticated"],
    [403, api("ORG-1004-403"), "forbidden"],
    [403, api("Forbidden"), "forbidden"],
    [404, api("ORG-1003-404"), "missing"],
    [409, api("MEMBER-2004-409"), "conflict"],
    [422, api("PRODUCT-2011-422"), "invalid"],
    [429, api("TooMany"), "limited"],
    [500, api("ORG-9999-500"), "unavailable"],
    [503, api("constructor"), "unavailable"],
    [401, token("invalid_token", "expired"), "unauthenticated"],
    [401, token("invalid_request"), "unauthenticated"],
    [400, token("invalid_grant"), "unauthenticated"],
    [401, token("invalid_client"), "unauthenticated"],
    [400, token("unauthorized_client"), "unauthenticated"],
    [400, token("unsupported_grant_type"), "invalid"],
    [403, token("insufficient_scope"), "forbidden"],
    [401, { errors: token("invalid_token") }, "unauthenticated"],
  ])("%i %j is %s", (status, body, reason) => {
    expect(reasonOf(status, body)).toBe(reason);
  });

  it("keep the code and the words, on one line", () => {
    expect(answer(403, JSON.stringify(api("ORG-1004-403", "Not\nyours\u001b[2J")))).toMatchObject({
      code: "ORG-1004-403",
      message: "Not yours [2J",
      status: 403,
    });
    expect(
      answer(401, JSON.stringify({ errors: token("invalid_token", "The token expired") })),
    ).toMatchObject({
      code: "invalid_token",
      message: "The token expired",
    });
  });

  it.each([
    ["member.remove", "MEMBER-2002-404", "already"],
    ["team.delete", "TEAM-3003-404", "already"],
    ["team-member.remove", "MEMBER-2002-404", "already"],
    ["team-member.remove", "TEAM-3003-404", "already"],
    ["team-member.leave", "MEMBER-2002-404", "already"],
    ["application.unshare", "APP-4001-404", "already"],
    ["member.remove", "ORG-1003-404", "missing"],
    ["team.delete", "ORG-1003-404", "missing"],
    ["application.unshare", "ORG-1003-404", "missing"],
    ["organization.delete", "ORG-1003-404", "missing"],
    ["member.leave", "ORG-1003-404", "missing"],
    ["member.change", "MEMBER-2002-404", "missing"],
    ["member.add", "MEMBER-2002-404", "missing"],
    ["application.share", "APP-4001-404", "missing"],
    [null, "TEAM-3003-404", "missing"],
  ])("404 to %s with %s is %s", (operation, code, reason) => {
    expect(reasonOf(404, api(code), operation)).toBe(reason);
  });

  it.each(["member.add", "team-member.add"])(
    "409 to %s is no success: the others of the batch are not there",
    (operation) => {
      for (const code of ["MEMBER-2003-409", "TEAM-3005-409", "TEAM-3004-409"])
        expect(reasonOf(409, api(code), operation)).toBe("conflict");
    },
  );

  it.each([
    [200, '{"data":{}}', "ok"],
    [201, '{"data":{}}', "ok"],
    [204, "", "ok"],
    [202, "{}", "malformed"],
    [200, "[]", "malformed"],
    [200, "", "malformed"],
    [200, '{"data":[', "lost"],
    [200, "<html>", "malformed"],
    [404, "Not Found", "malformed"],
    [400, '{"errors":[]}', "malformed"],
    [400, '{"errors":{"code":7}}', "malformed"],
    [400, '{"errors":"text"}', "malformed"],
    [400, "{}", "malformed"],
    [400, "null", "malformed"],
  ])("%i %s is %s", (status, text, reason) => {
    const outcome = answer(status, text);
    expect(outcome.ok ? "ok" : outcome.reason).toBe(reason);
  });

  it.each([
    [401, "unauthenticated"],
    [429, "limited"],
    [502, "unavailable"],
    [400, "malformed"],
  ])("a gateway's page with %i is %s", (status, reason) => {
    const outcome = interpret({ status, headers: {}, text: "<html>Oops</html>" }, null, protocol, 0);
    expect(outcome.ok ? "ok" : outcome.reason).toBe(reason);
  });

  it("of a removal without a body are whole", () => {
    expect(answer(204, "", "member.remove")).toEqual({ ok: true, status: 204, body: null });
  });
});

describe("routes", () => {
  const base = "/api/v1/developer";
  const isRead = (method: Request["method"], path: string) =>
    protocol.reads.some((each) => each.method === method && each.path.test(path));

  it.each([
    "/users/me",
    "/organizations",
    "/applications",
    "/organizations/o/members",
    "/organizations/o/teams",
    "/organizations/o/applications",
    "/organizations/o/teams/t/members",
    "/organizations/o/teams/t/applications",
  ])("GET %s reads, and nothing else does there", (path) => {
    expect(isRead("GET", base + path)).toBe(true);
    for (const method of ["POST", "PUT", "PATCH", "DELETE"] as const)
      expect(isRead(method, base + path)).toBe(false);
  });

  it.each(["/organizations/o/x", "/organizations/o/teams/t/x/members", "/applications/a", "/users/you", ""])(
    "GET %s is not asked for",
    (path) => expect(isRead("GET", base + path)).toBe(false),
  );

  it("names are encoded, and decoded as they were", () => {
    const odd = ["organizations", "a/b%2F c", "teams", "ü?#"];
    const request = get(odd, { "filter.start": 0 });
    expect(request.path).toBe("/api/v1/developer/organizations/a%2Fb%252F%20c/teams/%C3%BC%3F%23");
    expect(segmentsOf(request)).toEqual(odd);
  });
});

describe("hosts", () => {
  const connection = { name: "marketplace", platform: "marketplace", urls: {}, credentials: {} };
  const urls = (given: Record<string, string>, unverified = false) =>
    resolveUrls({ ...connection, urls: given, unverified }, marketplace, {});

  it("have no usual URL", () => {
    const { findings } = urls({});
    expect(findings.map(({ code }) => code)).toEqual(["connection/no-url"]);
  });

  it("tokens come from where the API is, unless the connection says otherwise", () => {
    expect(urls({ api: "https://portal.example" }).urls).toEqual({
      api: "https://portal.example",
      auth: "https://portal.example",
    });
    expect(urls({ api: "https://portal.example", auth: "https://id.example" }).urls.auth).toBe(
      "https://id.example",
    );
  });

  it.each([
    { api: "https://api.kroger.com" },
    { api: "https://api-ce.kroger.com" },
    { api: "https://kroger.com" },
    { api: "https://portal.example", auth: "https://api.kroger.com" },
  ])("trap 14: %j is refused unless somebody says that it is unverified", (given) => {
    const { findings } = urls(given);
    expect(findings[0]?.code).toBe("connection/bad-url");
    expect(findings[0]?.message).toMatch(/nobody has tried this contract.*unverified: true/);
    expect(urls(given, true).findings).toEqual([]);
  });

  it("another maker's domain is not the maker's", () => {
    expect(urls({ api: "https://notkroger.com" }).findings).toEqual([]);
  });
});

describe("a write whose answer is lost", () => {
  let sandbox: Sandbox | undefined;
  afterEach(() => sandbox?.close());

  async function start() {
    sandbox = await startSandbox("marketplace", {
      seed: {
        users: ["a", "b", "c"].map((name) => ({ email: `${name}@example.com` })),
        organizations: [
          {
            id: "00000000-0000-4000-8000-000000000001",
            name: "Acme",
            members: { "a@example.com": "maintainer", "b@example.com": "viewer" },
            teams: [
              {
                id: "00000000-0000-4000-8000-000000000002",
                name: "Dev",
                members: { "b@example.com": "editor" },
              },
            ],
          },
        ],
      },
    });
    return connectAs(marketplace, sandbox, "a@example.com").reader;
  }

  const [acme, dev] = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"];
  const post = (path: readonly string[], body: NonNullable<Request["body"]> = {}): Request => ({
    ...get(path),
    method: "POST",
    body,
  });
  const none = () => false;

  it.each([
    ["an organization", "organization.create", ["organizations"], "Acme", acme],
    ["a team", "team.create", ["organizations", acme, "teams"], "Dev", dev],
  ] as const)("%s: one of that name that was not there before", async (_, operation, path, name, id) => {
    const reader = await start();
    const { find } = writes[operation];
    expect(await find(reader, post(path, { name }), none)).toEqual({
      ok: true,
      status: 201,
      body: { data: { id } },
    });
    expect(await find(reader, post(path, { name }), (each) => each === id)).toBeNull();
    expect(await find(reader, post(path, { name: "Fresh" }), none)).toBeNull();
  });

  it.each([
    ["member.add", ["organizations", acme, "members"], "viewer"],
    ["team-member.add", ["organizations", acme, "teams", dev, "members"], "editor"],
  ] as const)("%s: all are there, none is, or somebody else was faster", async (operation, path, role) => {
    const reader = await start();
    const find = (...members: { email: string; role: string }[]) =>
      writes[operation].find(reader, post(path, { members }), none);
    const [b, c] = [
      { email: "B@example.com", role },
      { email: "c@example.com", role },
    ];
    expect(await find(b)).toMatchObject({ ok: true });
    expect(await find(c)).toBeNull();
    expect(await find(b, c)).toMatchObject({ ok: false, reason: "conflict", code: "Changed" });
    expect(await find({ ...b, role: "reviewer" })).toMatchObject({
      ok: false,
      message: `Members by now, and not by this call: b@example.com (${role}). Plan again.`,
    });
  });

  it.each(["organization.delete", "member.leave"] as const)(
    "%s: the organization is among the actor's, or not",
    async (operation) => {
      const reader = await start();
      const { find } = writes[operation];
      expect(await find(reader, post(["organizations", acme]), none)).toBeNull();
      expect(await find(reader, post(["organizations", dev]), none)).toMatchObject({ ok: true });
    },
  );

  it("what cannot be looked up is not taken for done", async () => {
    const reader = await start();
    expect(
      await writes["team.create"].find(reader, post(["organizations", dev, "teams"], { name: "x" }), none),
    ).toMatchObject({
      ok: false,
      reason: "missing",
    });
  });
});
