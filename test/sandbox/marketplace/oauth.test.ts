/** The token endpoint (marketplace.md §4, RFC 6749 and 7636). */
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { record } from "../harness/open.ts";
import { acme, basic, type Desk, mail, open, type Reply, read } from "./support.ts";

const access = (reply: Reply): string => `Bearer ${String(reply.body["access_token"])}`;
const refreshOf = (reply: Reply): string => String(reply.body["refresh_token"]);
const refresh = (desk: Desk, token: string, more: Readonly<Record<string, string>> = {}): Promise<Reply> =>
  desk.token({ grant_type: "refresh_token", refresh_token: token, ...more });

const pair = {
  access_token: expect.stringMatching(/^\S{20,}$/),
  token_type: "bearer",
  expires_in: 1800,
  refresh_token: expect.stringMatching(/^\S{20,}$/),
};

function expectRefused(reply: Reply, status: number, error: string): void {
  expect(reply.status).toBe(status);
  expect(reply.body).toEqual({ error, error_description: expect.stringMatching(/\w/) });
}

describe("refresh_token", () => {
  test("gives a new pair, which lets the person act", async () => {
    const desk = await open(acme);
    const reply = await refresh(desk, "refresh-alice@example.com");
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual(pair);
    expect(reply.headers.get("cache-control")).toBe("no-store");
    expect(record((await desk.me(access(reply))).body["data"])["email"]).toBe(mail("alice"));
  });

  test("works once; the new token works in its place, whoever used the old one again", async () => {
    const desk = await open(acme);
    const first = await refresh(desk, "refresh-alice@example.com");
    expectRefused(await refresh(desk, "refresh-alice@example.com"), 400, "invalid_grant");
    const second = await refresh(desk, refreshOf(first));
    expect(second.body).toEqual(pair);
    expectRefused(await refresh(desk, refreshOf(first)), 400, "invalid_grant");
    // Access tokens that were given out live on until their own end.
    expect((await desk.me(access(first))).status).toBe(200);
    expect((await desk.me(access(second))).status).toBe(200);
  });

  test("of two at once, one gets the pair", async () => {
    const desk = await open(acme);
    const replies = await Promise.all([1, 2, 3, 4].map(() => refresh(desk, "refresh-bob@example.com")));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 400, 400, 400]);
  });

  test("that of one person leaves those of others alone", async () => {
    const desk = await open(acme);
    await refresh(desk, "refresh-alice@example.com");
    expect((await refresh(desk, "refresh-bob@example.com")).status).toBe(200);
  });

  test("credentials name the token that was not used yet", async () => {
    const desk = await open(acme);
    expect(desk.credentials(mail("alice"))).toEqual({
      clientId: "charter",
      clientSecret: "charter-secret",
      refreshToken: "refresh-alice@example.com",
    });
    const reply = await refresh(desk, "refresh-alice@example.com");
    expect(desk.credentials(mail("alice"))["refreshToken"]).toBe(refreshOf(reply));
    expect(desk.credentials("ALICE@example.com")["refreshToken"]).toBe(refreshOf(reply));
    expect(() => desk.credentials(mail("nobody"))).toThrow(/There is no account nobody@example\.com/);
  });

  test("an answer that got lost costs the token, as it would", async () => {
    const desk = await open(acme, { faults: [{ kind: "lost", route: "oauth2/token", times: 1 }] });
    await expect(refresh(desk, "refresh-alice@example.com")).rejects.toThrow();
    expectRefused(await refresh(desk, "refresh-alice@example.com"), 400, "invalid_grant");
    const { refreshToken = "" } = desk.credentials(mail("alice"));
    expect((await refresh(desk, refreshToken)).status).toBe(200);
  });

  test("belongs to its client", async () => {
    const desk = await open({
      ...acme,
      clients: [
        { id: "charter", secret: "charter-secret" },
        { id: "other", secret: "s" },
      ],
    });
    const form = { grant_type: "refresh_token", refresh_token: "refresh-alice@example.com" };
    expectRefused(await desk.token(form, basic("other:s")), 400, "invalid_grant");
    // The attempt cost nothing.
    expect((await desk.token(form)).status).toBe(200);
  });

  test("may be narrowed for one access token, and not widened", async () => {
    const desk = await open(acme);
    const narrow = await refresh(desk, "refresh-alice@example.com", { scope: "organization.full.read" });
    const write = (reply: Reply) =>
      fetch(`${desk.url}/api/v1/developer/organizations`, {
        method: "POST",
        headers: { authorization: access(reply) },
        body: '{"name":"New"}',
      });
    expect((await write(narrow)).status).toBe(403);
    expect((await write(await refresh(desk, refreshOf(narrow)))).status).toBe(201);
    const { refreshToken = "" } = desk.credentials(mail("alice"));
    expectRefused(await refresh(desk, refreshToken, { scope: "product.compact" }), 400, "invalid_scope");
    expectRefused(await refresh(desk, refreshToken, { scope: "organization.full" }), 400, "invalid_scope");
    // A refusal does not spend it.
    expect((await refresh(desk, refreshToken)).status).toBe(200);
  });

  test("has the scopes that the person granted", async () => {
    const desk = await open({ users: [{ email: mail("reader"), scopes: ["organization.full.read"] }] });
    expectRefused(
      await refresh(desk, "refresh-reader@example.com", { scope: "organization.full:rw" }),
      400,
      "invalid_scope",
    );
  });

  test("a seed may name it", async () => {
    const desk = await open({ users: [{ email: mail("alice"), refreshToken: "my-own" }] });
    expectRefused(await refresh(desk, "refresh-alice@example.com"), 400, "invalid_grant");
    expect((await refresh(desk, "my-own")).status).toBe(200);
  });
});

describe("survival of a restart", () => {
  async function dataFile(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "marketplace-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    return join(folder, "state.db");
  }

  test("refresh tokens, used and unused, and access tokens", async () => {
    const data = await dataFile();
    const first = await open(acme, { data });
    const reply = await refresh(first, "refresh-alice@example.com");
    await first.close();

    const second = await open(undefined, { data });
    expect(second.credentials(mail("alice"))["refreshToken"]).toBe(refreshOf(reply));
    expectRefused(await refresh(second, "refresh-alice@example.com"), 400, "invalid_grant");
    expect((await second.me(access(reply))).status).toBe(200);
    expect((await refresh(second, refreshOf(reply))).status).toBe(200);
    expect((await refresh(second, "refresh-bob@example.com")).status).toBe(200);
    expect(second.tokens[mail("carol")]).toBe(second.tokens[mail("carol")]);
  });
});

describe("client_credentials", () => {
  test("gives a token without a refresh token", async () => {
    const desk = await open(acme);
    for (const scope of [
      {},
      { scope: "product.compact" },
      { scope: "organization.full.read  coupon.basic" },
    ]) {
      const reply = await desk.token({ grant_type: "client_credentials", ...scope });
      expect(reply.status).toBe(200);
      const { refresh_token: _refresh, ...expected } = pair;
      expect(reply.body).toEqual(expected);
    }
  });

  test("refuses scopes that the client was not registered for", async () => {
    const desk = await open(acme);
    const form = { grant_type: "client_credentials", scope: "product.compact everything" };
    expectRefused(await desk.token(form), 400, "invalid_scope");
  });

  test("the log knows the client", async () => {
    const desk = await open(acme);
    const reply = await desk.token({ grant_type: "client_credentials" });
    expect((await desk.me(access(reply))).status).toBe(403);
    expect(desk.requests.map(({ user, status }) => [user, status])).toEqual([
      [null, 200],
      ["charter", 403],
    ]);
  });
});

describe("authorization_code", () => {
  const verifier = "a-verifier-that-is-long-enough-for-the-rule_~.0";
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const callback = "http://127.0.0.1/callback";
  const seed = {
    ...acme,
    clients: [
      { id: "charter", secret: "charter-secret" },
      { id: "other", secret: "s" },
    ],
    codes: [
      { code: "with", user: mail("alice"), challenge, redirectUri: callback },
      { code: "plain", user: mail("bob") },
      { code: "read", user: mail("bob"), scopes: ["organization.full.read"] },
      { code: "theirs", user: mail("bob"), client: "other" },
    ],
  };
  const exchange = (desk: Desk, more: Readonly<Record<string, string>>): Promise<Reply> =>
    desk.token({ grant_type: "authorization_code", ...more });
  const whole = { code: "with", redirect_uri: callback, code_verifier: verifier };

  test("gives a pair for the person who consented", async () => {
    const desk = await open(seed);
    const reply = await exchange(desk, whole);
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual(pair);
    expect(record((await desk.me(access(reply))).body["data"])["email"]).toBe(mail("alice"));
    expect(desk.credentials(mail("alice"))["refreshToken"]).toBe(refreshOf(reply));
    // A second consent does not end the first.
    expect((await refresh(desk, "refresh-alice@example.com")).status).toBe(200);
  });

  test("in the hands of another client leaves the credentials of the first as they are", async () => {
    const desk = await open(seed);
    const form = { grant_type: "authorization_code", code: "theirs" };
    expect((await desk.token(form, basic("other:s"))).status).toBe(200);
    expect(desk.credentials(mail("bob"))["refreshToken"]).toBe("refresh-bob@example.com");
  });

  test("works once", async () => {
    const desk = await open(seed);
    await exchange(desk, whole);
    expectRefused(await exchange(desk, whole), 400, "invalid_grant");
  });

  test("without PKCE and redirect_uri, where the consent had none", async () => {
    const desk = await open(seed);
    expect((await exchange(desk, { code: "plain" })).status).toBe(200);
  });

  test("with the scopes of the consent", async () => {
    const desk = await open(seed);
    const reply = await exchange(desk, { code: "read" });
    const create = await fetch(`${desk.url}/api/v1/developer/organizations`, {
      method: "POST",
      headers: { authorization: access(reply) },
      body: '{"name":"New"}',
    });
    expect(create.status).toBe(403);
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["no code", {}, "invalid_request"],
    ["an unknown code", { code: "none" }, "invalid_grant"],
    ["a code of another client", { code: "theirs" }, "invalid_grant"],
    ["no verifier", { code: "with", redirect_uri: callback }, "invalid_grant"],
    ["a wrong verifier", { ...whole, code_verifier: `${verifier}x` }, "invalid_grant"],
    ["the challenge for a verifier", { ...whole, code_verifier: challenge }, "invalid_grant"],
    ["a verifier without a challenge", { code: "plain", code_verifier: verifier }, "invalid_grant"],
    ["no redirect_uri", { code: "with", code_verifier: verifier }, "invalid_grant"],
    ["another redirect_uri", { ...whole, redirect_uri: `${callback}/` }, "invalid_grant"],
  ])("refuses %s, and the code stays good", async (_what, form, error) => {
    const desk = await open(seed);
    expectRefused(await exchange(desk, form), 400, error);
    expect((await exchange(desk, whole)).status).toBe(200);
  });

  test.each(["short", "x".repeat(42), "x".repeat(129), `${"x".repeat(50)}!`])(
    "a verifier that is none proves nothing: %s",
    async (odd) => {
      const matching = createHash("sha256").update(odd).digest("base64url");
      const desk = await open({
        ...acme,
        codes: [{ code: "odd", user: mail("bob"), challenge: matching }],
      });
      expectRefused(await exchange(desk, { code: "odd", code_verifier: odd }), 400, "invalid_grant");
    },
  );
});

describe("a request that is malformed", () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["no grant type", {}, "invalid_request"],
    ["an empty grant type", { grant_type: "" }, "invalid_request"],
    [
      "an unknown grant type",
      { grant_type: "password", username: "a", password: "b" },
      "unsupported_grant_type",
    ],
    ["a grant type of all objects", { grant_type: "__proto__" }, "unsupported_grant_type"],
    ["no refresh token", { grant_type: "refresh_token" }, "invalid_request"],
    ["an unknown refresh token", { grant_type: "refresh_token", refresh_token: "x" }, "invalid_grant"],
    [
      "a huge refresh token",
      { grant_type: "refresh_token", refresh_token: "x".repeat(100_000) },
      "invalid_grant",
    ],
  ])("%s", async (_what, form, error) => {
    const desk = await open(acme);
    expectRefused(await desk.token(form), 400, error);
  });

  const post = async (desk: Desk, body: string, headers: Readonly<Record<string, string>>): Promise<Reply> =>
    read(
      await fetch(`${desk.url}/v1/connect/oauth2/token`, {
        method: "POST",
        headers: { authorization: basic("charter:charter-secret"), ...headers },
        body,
      }),
    );
  const form = "application/x-www-form-urlencoded";

  test("a body that is no form", async () => {
    const desk = await open(acme);
    const json = JSON.stringify({ grant_type: "client_credentials" });
    const good = "grant_type=client_credentials";
    expectRefused(await post(desk, json, { "content-type": "application/json" }), 400, "invalid_request");
    expectRefused(await post(desk, json, { "content-type": form }), 400, "invalid_request");
    expectRefused(await post(desk, good, { "content-type": `${form}ish` }), 400, "invalid_request");
    expectRefused(await post(desk, "", { "content-type": form }), 400, "invalid_request");
    expect((await post(desk, good, { "content-type": `${form}; charset=UTF-8` })).status).toBe(200);
  });

  test("a parameter twice", async () => {
    const desk = await open(acme);
    const body = "grant_type=client_credentials&grant_type=client_credentials";
    expectRefused(await post(desk, body, { "content-type": form }), 400, "invalid_request");
  });

  test("GET is no way to get tokens", async () => {
    const desk = await open(acme);
    const response = await fetch(`${desk.url}/v1/connect/oauth2/token?grant_type=client_credentials`, {
      headers: { authorization: basic("charter:charter-secret") },
    });
    expect(response.status).toBe(404);
  });
});

describe("client authentication", () => {
  test.each([
    ["an unknown client", basic("nobody:charter-secret")],
    ["a wrong secret", basic("charter:wrong")],
    ["no secret", basic("charter")],
    ["a bearer token", "Bearer charter-secret"],
    ["what is no base64", "Basic ???"],
    ["nothing", ""],
  ])("fails with %s", async (_what, authorization) => {
    const desk = await open(acme);
    const reply = await desk.token({ grant_type: "client_credentials" }, authorization);
    expectRefused(reply, 401, "invalid_client");
    expect(reply.headers.get("www-authenticate")).toMatch(/^Basic /);
  });

  test("is by HTTP Basic only, not in the body", async () => {
    const desk = await open(acme);
    const form = {
      grant_type: "client_credentials",
      client_id: "charter",
      client_secret: "charter-secret",
    };
    expectRefused(await desk.token(form, ""), 401, "invalid_client");
  });

  test("comes before the grant, and costs no refresh token", async () => {
    const desk = await open(acme);
    const form = { grant_type: "refresh_token", refresh_token: "refresh-alice@example.com" };
    expectRefused(await desk.token(form, basic("charter:wrong")), 401, "invalid_client");
    expect((await desk.token(form)).status).toBe(200);
  });

  test("takes odd secrets as they are, or form-encoded", async () => {
    const secret = "a:b%2Fc+d/e";
    const desk = await open({ ...acme, clients: [{ id: "odd", secret }] });
    const form = { grant_type: "client_credentials" };
    expect((await desk.token(form, basic(`odd:${secret}`))).status).toBe(200);
    expect((await desk.token(form, basic(`odd:${encodeURIComponent(secret)}`))).status).toBe(200);
    expectRefused(await desk.token(form, basic("odd:%")), 401, "invalid_client");
  });
});

describe("the end of tokens", () => {
  test("expire ends access tokens and no refresh token", async () => {
    const desk = await open(acme);
    const standing = desk.tokens[mail("alice")];
    const reply = await refresh(desk, "refresh-alice@example.com");
    desk.expire();
    for (const authorization of [`Bearer ${standing}`, access(reply)]) {
      const refused = await desk.me(authorization);
      expect(refused.status).toBe(401);
      expect(refused.body["error"]).toBe("invalid_token");
    }
    expect((await refresh(desk, refreshOf(reply))).status).toBe(200);
    // The sandbox hands out new ones to whoever asks it directly.
    expect(desk.tokens[mail("alice")]).not.toBe(standing);
    expect((await desk.me(`Bearer ${desk.tokens[mail("alice")]}`)).status).toBe(200);
  });

  test("so does time, after tokenSeconds", async () => {
    const desk = await open({ ...acme, settings: { tokenSeconds: 1 } });
    const reply = await refresh(desk, "refresh-alice@example.com");
    expect(reply.body["expires_in"]).toBe(1);
    expect((await desk.me(access(reply))).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1050));
    expect((await desk.me(access(reply))).status).toBe(401);
    expect((await desk.me(`Bearer ${desk.tokens[mail("alice")]}`)).status).toBe(200);
  });

  test("six months end an unused refresh token; the sandbox then knows a new one", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const day = 24 * 60 * 60 * 1000;
    const desk = await open(acme);
    const begun = Date.now();
    vi.setSystemTime(begun + 180 * day);
    const renewed = await refresh(desk, "refresh-alice@example.com");
    expect(renewed.status).toBe(200);
    vi.setSystemTime(begun + 190 * day);
    expectRefused(await refresh(desk, "refresh-bob@example.com"), 400, "invalid_grant");
    expect((await refresh(desk, refreshOf(renewed))).status).toBe(200);
    const { refreshToken = "" } = desk.credentials(mail("bob"));
    expect(refreshToken).not.toBe("refresh-bob@example.com");
    expect((await refresh(desk, refreshToken)).status).toBe(200);
  });

  test("the token of an account may do all that the account granted, whatever others were given out", async () => {
    const desk = await open(acme);
    await refresh(desk, "refresh-alice@example.com", { scope: "organization.full.read" });
    expect(Object.keys(desk.tokens)).toHaveLength(acme.users.length);
    expect(await desk.verdict("alice", "POST /organizations", { name: "New" })).toBe("201");
    await refresh(desk, desk.credentials(mail("alice"))["refreshToken"] ?? "", {
      scope: "organization.full.read",
    });
    expect(await desk.verdict("alice", "POST /organizations", { name: "Newer" })).toBe("201");
  });

  test("the token of an account stays the same until then", async () => {
    const desk = await open(acme);
    expect(desk.tokens).toEqual(desk.tokens);
    expect(Object.keys(desk.tokens)).toEqual(acme.users.map(({ email }) => email));
  });
});
