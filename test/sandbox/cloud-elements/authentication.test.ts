/** Signing in, the two headers, and secrets that are made anew (cloud-elements.md §3a, §4, §5.14). */
import { afterEach, describe, expect, test, vi } from "vitest";
import { record } from "../harness/open.ts";
import { acme, admin, boss, clerk, each, ids, message, open, secretsOf, stranger } from "./support.ts";

afterEach(() => {
  vi.useRealTimers();
});

const me = "/organizations/me";

function token(answer: { readonly json: unknown }): string {
  return String(record(answer.json)["token"]);
}

describe("signing in", () => {
  const password = "Passw0rd!ok";

  test("a mail and a password give a token, and the token the secrets", async () => {
    const { knock, credentials } = await open(acme);
    const signedIn = await knock("POST", "/authentication", { username: boss, password });
    expect([signedIn.status, signedIn.json]).toEqual([200, { token: expect.any(String) }]);
    const bearer = { authorization: `Bearer ${token(signedIn)}` };
    const secrets = await knock("GET", "/authentication/secrets", undefined, bearer);
    expect(credentials(boss)).toMatchObject({ email: boss, ...record(secrets.json) });
    const { userSecret, organizationSecret } = record(secrets.json);
    const authorization = `User ${userSecret}, Organization ${organizationSecret}`;
    expect((await knock("GET", me, undefined, { authorization })).status).toBe(200);
  });

  test("the date is kept", async () => {
    const { ask, knock } = await open(acme);
    expect(each(await ask(boss, "GET", "/users"), "lastLoginDate")).toEqual(Array(4).fill("1970-01-01"));
    await knock("POST", "/authentication", { username: boss.toUpperCase(), password });
    const [own, other] = each(await ask(boss, "GET", "/users"), "lastLoginDate");
    expect([own, other]).toEqual([new Date().toISOString().slice(0, 10), "1970-01-01"]);
  });

  test.each([
    ["a wrong password", { username: boss, password: "no" }, 401],
    ["a mail that nobody has", { username: "no@one.io", password }, 401],
    ["no password", { username: boss }, 400],
    ["no mail", { password }, 400],
    ["a number", { username: 5, password }, 400],
    ["a list", [], 400],
    ["null", null, 400],
  ])("%s: no", async (_what, body, status) => {
    const { knock } = await open(acme);
    const answer = await knock("POST", "/authentication", body);
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({ requestId: expect.any(String), message: expect.any(String) });
  });

  test("a wrong password and an unknown mail sound the same", async () => {
    const { knock } = await open(acme);
    const wrong = await knock("POST", "/authentication", { username: boss, password: "no" });
    const unknown = await knock("POST", "/authentication", { username: "no@one.io", password });
    expect(message(wrong)).toBe(message(unknown));
  });

  test("not while the user or the account is inactive", async () => {
    const { ask, knock } = await open(acme);
    const signIn = (username: string) => knock("POST", "/authentication", { username, password });
    await ask(boss, "PATCH", `/users/${ids.clerk}`, { active: false });
    await ask(boss, "PATCH", `/accounts/${ids.shop}`, { active: false });
    expect((await signIn(clerk)).status).toBe(401);
    expect((await signIn(admin)).status).toBe(401);
  });

  test("is no write in the log of requests, so that looking around is none", async () => {
    const desk = await open(acme);
    await desk.knock("POST", "/authentication", { username: boss, password });
    expect(desk.requests.map(({ write, status }) => [write, status])).toEqual([[false, 200]]);
  });
});

describe("tokens", () => {
  test("of the profile page are accepted at once, for everybody", async () => {
    const desk = await open(acme);
    expect(Object.keys(desk.tokens)).toEqual([boss, clerk, admin, "member@shop.io", stranger]);
    for (const [who, one] of Object.entries(desk.tokens)) {
      const answer = await desk.knock("GET", me, undefined, { authorization: `Bearer ${one}` });
      expect([who, answer.status]).toEqual([who, 200]);
    }
    expect({ ...desk.tokens }).toEqual({ ...desk.tokens });
  });

  test("end when they are made to", async () => {
    const desk = await open(acme);
    const signedIn = token(
      await desk.knock("POST", "/authentication", { username: boss, password: "Passw0rd!ok" }),
    );
    const own = desk.tokens[boss] ?? "";
    const status = async (one: string) =>
      (await desk.knock("GET", me, undefined, { authorization: `Bearer ${one}` })).status;
    expect([await status(signedIn), await status(own)]).toEqual([200, 200]);
    desk.expire();
    expect([await status(signedIn), await status(own)]).toEqual([401, 401]);
    expect(await status(desk.tokens[boss] ?? "")).toBe(200);
    // Secrets do not expire.
    expect((await desk.ask(boss, "GET", me)).status).toBe(200);
  });

  test("of a sign-in end by themselves", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const desk = await open(acme);
    const signedIn = token(
      await desk.knock("POST", "/authentication", { username: boss, password: "Passw0rd!ok" }),
    );
    const status = async () =>
      (await desk.knock("GET", me, undefined, { authorization: `Bearer ${signedIn}` })).status;
    vi.setSystemTime(Date.now() + 11 * 60 * 60 * 1000);
    expect(await status()).toBe(200);
    vi.setSystemTime(Date.now() + 2 * 60 * 60 * 1000);
    expect(await status()).toBe(401);
  });

  test("know new people too", async () => {
    const desk = await open(acme);
    const body = { firstName: "Zoe", lastName: "N", email: "zed@new.io", password: "Passw0rd!" };
    await desk.ask(boss, "POST", "/organizations/users", body);
    const authorization = `Bearer ${desk.tokens["zed@new.io"]}`;
    expect((await desk.knock("GET", me, undefined, { authorization })).status).toBe(200);
  });
});

describe("the header", () => {
  /** With secrets that hold everything that base64 can. */
  const secret = `${"+/Az09".repeat(7)}x=`;
  const [first, ...others] = acme.organizations;
  const seed = {
    organizations: [
      {
        ...first,
        secret: "0123456789abcdef0123456789abcdef",
        accounts: first?.accounts.map((account) => ({
          ...account,
          users: account.users?.map((user) => (user.email === boss ? { ...user, secret } : user)),
        })),
      },
      ...others,
    ],
  };
  const shared = "0123456789abcdef0123456789abcdef";

  test.each([
    `User ${secret}, Organization ${shared}`,
    `User ${secret},Organization ${shared}`,
    `  User   ${secret} ,  Organization  ${shared}  `,
    `Organization ${shared}, User ${secret}`,
    `user ${secret}, ORGANIZATION ${shared}`,
    `User ${secret}, Organization ${shared}, Element abc/+=`,
  ])("%s is accepted", async (authorization) => {
    const { knock } = await open(seed);
    const answer = await knock("GET", me, undefined, { authorization });
    expect([answer.status, record(answer.json)["secret"]]).toEqual([200, shared]);
  });

  test.each([
    "",
    "User",
    "Bearer",
    "Bearer x",
    `Bearer ${secret}`,
    `User ${secret}`,
    `Organization ${shared}`,
    `User ${secret} Organization ${shared}`,
    `User ${secret}; Organization ${shared}`,
    `User ${secret.slice(1)}, Organization ${shared}`,
    `User ${secret}, Organization ${shared.toUpperCase()}`,
    `User ${shared}, Organization ${secret}`,
    `User ${"x".repeat(5000)}, Organization ${shared}`,
  ])("%s is not", async (authorization) => {
    const { knock } = await open(seed);
    const answer = await knock("GET", me, undefined, { authorization });
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual({
      requestId: expect.stringMatching(/^[0-9a-f]{24}$/),
      message: "No valid User and Organization secret or bearer token was given",
    });
  });

  test("a user's secret goes with the secret of the user's own organization", async () => {
    const desk = await open(seed);
    const foreign = desk.credentials(stranger)["organizationSecret"];
    const authorization = `User ${secret}, Organization ${foreign}`;
    expect((await desk.knock("GET", me, undefined, { authorization })).status).toBe(401);
  });
});

describe("made anew", () => {
  test("a user's secret replaces the old one at once", async () => {
    const desk = await open(acme);
    const old = { authorization: secretsOf(desk, clerk) };
    const answer = await desk.ask(clerk, "POST", "/authentication/user-secret-reset");
    expect(answer.json).toEqual({ secret: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/) });
    expect(desk.credentials(clerk)["userSecret"]).toBe(record(answer.json)["secret"]);
    expect((await desk.knock("GET", me, undefined, old)).status).toBe(401);
    expect((await desk.ask(clerk, "GET", me)).status).toBe(200);
    expect((await desk.ask(boss, "GET", me)).status).toBe(200);
  });

  test("an organization's secret replaces the old one for everybody at once", async () => {
    const desk = await open(acme);
    const old = [boss, clerk, admin].map((who) => ({ authorization: secretsOf(desk, who) }));
    const answer = await desk.ask(boss, "POST", "/authentication/organization-secret-reset");
    expect(answer.json).toEqual({ secret: expect.stringMatching(/^[0-9a-f]{32}$/) });
    for (const header of old) expect((await desk.knock("GET", me, undefined, header)).status).toBe(401);
    for (const who of [boss, clerk, admin, stranger])
      expect((await desk.ask(who, "GET", me)).status).toBe(200);
  });
});

test("a mail that nobody has has no credentials", async () => {
  const desk = await open(acme);
  expect(desk.credentials("no@one.io")).toEqual({
    email: "no@one.io",
    userSecret: "",
    organizationSecret: "",
    password: "",
  });
});
