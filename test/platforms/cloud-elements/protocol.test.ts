import { afterEach, describe, expect, it } from "vitest";
import { isFailure } from "../../../src/http/failure.ts";
import type { Outcome, Request } from "../../../src/model/protocol.ts";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import { writes } from "../../../src/platforms/cloud-elements/writes.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { connectAs } from "../harness/connect.ts";

const { protocol } = cloudElements;

function answer(status: number, text: string, operation: string | null = null): Outcome {
  return protocol.outcome({ status, headers: {}, text }, operation);
}

const envelope = (message: string) => JSON.stringify({ requestId: "5cdc0e2be4b0a92f2f1a4c0a", message });

describe("outcomes", () => {
  it.each([
    [400, "invalid"],
    [401, "unauthenticated"],
    [403, "forbidden"],
    [404, "missing"],
    [405, "invalid"],
    [406, "invalid"],
    [409, "conflict"],
    [415, "invalid"],
    [418, "invalid"],
    [429, "limited"],
    [500, "unavailable"],
    [503, "unavailable"],
  ])("%i is %s, with or without words", (status, reason) => {
    expect(answer(status, envelope("no"))).toMatchObject({
      ok: false,
      reason,
      code: `HTTP ${status}`,
      message: "no",
      status,
    });
    expect(answer(status, "")).toMatchObject({ ok: false, reason, message: "" });
  });

  it.each([
    [200, '{"id":1}', "ok"],
    [200, "[]", "ok"],
    [200, "null", "ok"],
    [200, "", "ok"],
    [200, '{"id":1', "lost"],
    [200, "<html>", "malformed"],
    // Every success is exactly 200 (§3).
    [201, '{"id":1}', "malformed"],
    [204, "", "malformed"],
    [404, "Not Found", "malformed"],
    [502, "<html>Bad Gateway</html>", "malformed"],
    [400, '{"error":"text"}', "malformed"],
    [400, '{"message":7}', "malformed"],
    [400, "[]", "malformed"],
    [400, '{"message":"n', "lost"],
  ])("%i %s is %s", (status, text, reason) => {
    const outcome = answer(status, text);
    expect(outcome.ok ? "ok" : outcome.reason).toBe(reason);
  });

  it("the words of a connected vendor stand beside the platform's own", () => {
    const text = JSON.stringify({ requestId: "x", message: "It failed", providerMessage: "quota\u001b[31m" });
    expect(answer(400, text)).toMatchObject({ message: "It failed. quota [31m" });
  });

  it.each([
    ["user.giveAdmin", 409, "already"],
    ["user.giveOrgAdmin", 409, "already"],
    ["user.takeAdmin", 404, "already"],
    ["user.takeOrgAdmin", 404, "already"],
    ["organizationUser.deactivate", 404, "already"],
    ["accountUser.deactivate", 404, "already"],
    ["account.delete", 404, "already"],
    ["user.giveAdmin", 404, "missing"],
    ["user.takeAdmin", 403, "forbidden"],
    ["accountUser.create", 409, "conflict"],
    ["organizationUser.create", 409, "conflict"],
    ["account.update", 404, "missing"],
    ["accountUser.reactivate", 404, "missing"],
    ["roles.setPrivileges", 404, "missing"],
    [null, 409, "conflict"],
  ])("%s, answered by %i, is %s", (operation, status, reason) => {
    expect(answer(status, envelope("so it is"), operation)).toMatchObject({ ok: false, reason });
  });

  it.each([404, 405])(
    "a server that knows no way to set the second factor (%i): the words say where to go",
    (status) => {
      const outcome = answer(status, envelope("No such route"), "organization.setTwoFactor");
      expect(outcome).toMatchObject({
        reason: "invalid",
        message:
          "No such route. This server offers no call for two-factor sign-in: change it in the console, under Security.",
      });
      expect(answer(status, "", "organization.setTwoFactor")).toMatchObject({
        message:
          "This server offers no call for two-factor sign-in: change it in the console, under Security.",
      });
      expect(answer(403, envelope("no"), "organization.setTwoFactor")).toMatchObject({
        reason: "forbidden",
        message: "no",
      });
    },
  );
});

describe("credentials", () => {
  const good = { userSecret: "abc+/=", organizationSecret: "0123abcd", email: "ann@acme.io" };
  const authorize = (parts: Readonly<Record<string, string>>) =>
    protocol.authorize({
      credentials: new Map(Object.entries(parts)),
      tokens: { get: async () => undefined, set: async () => {}, exclusively: (work) => work() },
      send: async () => ({ ok: true, status: 200, body: {} }),
      renew: false,
    });

  it("are the two secrets in one header", async () => {
    expect(await authorize({ ...good, userSecret: " abc+/=\n" })).toEqual({
      authorization: "User abc+/=, Organization 0123abcd",
    });
  });

  it.each([
    [{ userSecret: "" }, "user secret"],
    [{ userSecret: "two words" }, "user secret"],
    // The header is split at commas (§4).
    [{ userSecret: "abc,def" }, "user secret"],
    [{ organizationSecret: "ü" }, "organization secret"],
    [{ organizationSecret: "" }, "organization secret"],
    [{ email: "" }, "mail of the user"],
    [{ email: "ann" }, "mail of the user"],
  ])("%j is none", async (wrong, words) => {
    const failure = await authorize({ ...good, ...wrong });
    expect(failure).toMatchObject({ ok: false, reason: "unauthenticated", code: "NoSecret" });
    const message = isFailure(failure) ? String(failure.message) : "";
    expect(message).toContain(words);
    for (const value of Object.values(wrong)) if (value !== "") expect(message).not.toContain(value);
  });

  it("only the mail may be shown", () => {
    const shown = Object.entries(protocol.credentials).filter(([, rule]) => rule.public === true);
    expect(shown.map(([part]) => part)).toEqual(["email"]);
  });

  it("go to no host of the makers unasked, and there is none by default", () => {
    expect(protocol.hosts.api).toMatchObject({
      vendor: ["cloud-elements.com", "cloud-elements.co.uk", "hana.ondemand.com"],
    });
    expect(protocol.hosts.api?.url).toBeUndefined();
  });
});

describe("routes", () => {
  const api = "/elements/api-v2";
  const isRead = (method: string, path: string) =>
    protocol.reads.some((each) => each.method === method && each.path.test(path));

  it.each([
    "/organizations/me",
    "/organizations/roles",
    "/organizations/users",
    "/organizations/users/a%40b.c",
    "/accounts",
    "/accounts/12/users",
    "/accounts/12/users/a%40b.c",
    "/users/a%40b.c",
    "/users/12/roles",
  ])("GET %s reads", (path) => {
    expect(isRead("GET", api + path)).toBe(true);
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) expect(isRead(method, api + path)).toBe(false);
  });

  it.each([
    `${api}/users/12/roles/admin`,
    `${api}/organizations/roles/reset`,
    `${api}/authentication/user-secret-reset`,
    `${api}/accounts/12`,
    "/users/12/roles",
    `${api}/users/`,
    `/x${api}/accounts`,
  ])("GET %s is none of them", (path) => {
    expect(isRead("GET", path)).toBe(false);
  });
});

describe("a write whose answer is lost", () => {
  let sandbox: Sandbox | undefined;
  afterEach(() => sandbox?.close());

  async function start() {
    sandbox = await startSandbox("cloud-elements", {
      seed: {
        organizations: [
          {
            name: "acme",
            accounts: [
              { externalId: "hq", default: true, users: [{ email: "ann@acme.io", roles: ["org-admin"] }] },
              { externalId: "shop", users: [{ email: "bob@acme.io" }] },
            ],
          },
        ],
      },
    });
    return connectAs(cloudElements, sandbox, "ann@acme.io").reader;
  }

  const api = "/elements/api-v2";
  const post = (path: string, body: NonNullable<Request["body"]>): Request => ({
    method: "POST",
    path: api + path,
    body,
  });
  const none = () => false;
  const create = writes["accountUser.create"];

  it("an account: only one that was not there before can be it", async () => {
    const reader = await start();
    const find = (externalId: string, known: (id: string) => boolean) =>
      writes["account.create"].find(reader, post("/accounts", { externalId }), known);
    expect(await find("shop", none)).toMatchObject({ ok: true, body: { id: 1001 } });
    expect(await find("shop", (id) => id === "1001")).toBeNull();
    expect(await find("fresh", none)).toBeNull();
  });

  it("an account: of two new ones nobody can tell which it is", async () => {
    const list = [1, 2].map((id) => ({ id, externalId: "twin", active: true }));
    const reader = {
      signal: new AbortController().signal,
      connection: "test",
      read: async (): Promise<Outcome> => ({ ok: true, status: 200, body: list }),
    };
    const find = (known: (id: string) => boolean) =>
      writes["account.create"].find(reader, post("/accounts", { externalId: "twin" }), known);
    expect(await find(none)).toMatchObject({ ok: false, reason: "conflict" });
    expect(await find((id) => id === "1")).toMatchObject({ ok: true, body: { id: 2 } });
  });

  it("a user: there, not there, there before, or in another account", async () => {
    const reader = await start();
    const find = (path: string, email: string, known: (id: string) => boolean = none) =>
      create.find(reader, post(path, { email }), known);
    expect(await find("/accounts/1001/users", "bob@acme.io")).toMatchObject({
      ok: true,
      body: { id: 10001 },
    });
    expect(await find("/accounts/1001/users", "Bob@acme.io")).toMatchObject({ ok: true });
    expect(await find("/accounts/1001/users", "eve@acme.io")).toBeNull();
    expect(await find("/accounts/1001/users", "bob@acme.io", () => true)).toMatchObject({
      ok: false,
      reason: "conflict",
    });
    expect(await find("/accounts/1001/users", "ann@acme.io")).toBeNull();
    expect(await find("/organizations/users", "ann@acme.io")).toMatchObject({
      ok: true,
      body: { id: 10000 },
    });
  });

  it("of a server that cannot be asked says so", async () => {
    const reader = await start();
    await sandbox?.close();
    expect(
      await create.find(reader, post("/accounts/1001/users", { email: "bob@acme.io" }), none),
    ).toMatchObject({
      ok: false,
    });
  });
});
