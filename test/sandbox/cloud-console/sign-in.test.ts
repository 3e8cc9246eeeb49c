/** Tokens: how they are had, that both are needed, that they end (cloud-console.md §3.1 A1, §4). */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { request } from "undici";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type Desk, headersOf, mail, open, pathOf, record, userId, world } from "./support.ts";

interface Tokens {
  readonly id: string;
  readonly access: string;
}

/** As the vendor's page does: GET, with a body. */
async function signIn(desk: Desk, body: string | object, headers: Record<string, string> = {}) {
  const answer = await request(`${desk.url}/get-tokens`, {
    method: "GET",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers,
  });
  return { status: answer.statusCode, body: record(await answer.body.json()) };
}

async function tokensOf(desk: Desk, name: string): Promise<Tokens> {
  const { body } = await signIn(desk, login(desk, name));
  return { id: String(body["id_token"]), access: String(body["access_token"]) };
}

function login(desk: Desk, name: string) {
  const { email, password } = desk.credentials(mail(name));
  return { username: email, password };
}

async function me(desk: Desk, headers: Record<string, string>): Promise<number> {
  const answer = await request(desk.url + pathOf("E users/me"), { headers });
  await answer.body.dump();
  return answer.statusCode;
}

const both = ({ id, access }: Tokens) => ({ authorization: `Bearer ${id}`, access: `Bearer ${access}` });

/** The second part of a JWT. */
function claims(token: string): Readonly<Record<string, unknown>> {
  expect(token.split(".")).toHaveLength(3);
  return record(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()));
}

describe("signing in", () => {
  test("answers two JWTs and nothing else", async () => {
    const desk = await open(world);
    const before = Math.floor(Date.now() / 1000);
    const { status, body } = await signIn(desk, login(desk, "alice"));
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(["id_token", "access_token"]);
    for (const token of [body["id_token"], body["access_token"]]) {
      const { exp, email, sub } = claims(String(token));
      expect([email, sub]).toEqual([mail("alice"), userId("alice")]);
      expect(Number(exp) - before - 300).toBeOneOf([0, 1, 2]);
    }
  });

  test("is good for a request", async () => {
    const desk = await open(world);
    expect(await me(desk, both(await tokensOf(desk, "alice")))).toBe(200);
  });

  test.each([
    ["curl's content type", { "content-type": "application/x-www-form-urlencoded" }],
    ["plain text", { "content-type": "text/plain" }],
    ["none", {}],
  ])("takes JSON whatever the content type: %s", async (_name, headers) => {
    const desk = await open(world);
    expect((await signIn(desk, login(desk, "alice"), headers)).status).toBe(200);
  });

  test("takes the e-mail in any case, with blanks around", async () => {
    const desk = await open(world);
    const { body } = await signIn(desk, { username: " Alice@EXAMPLE.com ", password: "password" });
    expect(claims(String(body["id_token"]))["email"]).toBe(mail("alice"));
  });

  test.each<[string, object]>([
    ["a wrong password", { username: mail("alice"), password: "Password" }],
    ["an unknown address", { username: mail("nobody"), password: "password" }],
    ["an account with the authenticator", { username: mail("otto"), password: "password" }],
    ["another person's password", { username: mail("alice"), password: "swordfish" }],
  ])("refuses %s", async (_name, body) => {
    const desk = await open({
      users: [
        { email: mail("alice") },
        { email: mail("otto"), authenticator: true },
        { email: mail("pat"), password: "swordfish" },
      ],
    });
    const answer = await signIn(desk, body);
    expect([answer.status, answer.body["code"]]).toEqual([401, "invalid_credentials"]);
    expect((await signIn(desk, login(desk, "pat"))).status).toBe(200);
  });

  test.each<[string, string | object]>([
    ["nothing", ""],
    ["no JSON", "username=a&password=b"],
    ["a list", []],
    ["null", "null"],
    ["no password", { username: mail("alice") }],
    ["no username", { password: "password" }],
    ["numbers", { username: 1, password: 2 }],
    ["hostile keys", '{"__proto__":{"username":"alice@example.com","password":"password"}}'],
  ])("refuses %s as malformed", async (_name, body) => {
    const desk = await open(world);
    const answer = await signIn(desk, body);
    expect([answer.status, answer.body["code"]]).toEqual([400, "invalid_request"]);
  });

  test("is a GET and nothing else", async () => {
    const desk = await open(world);
    const answer = await request(`${desk.url}/get-tokens`, {
      method: "POST",
      body: JSON.stringify(login(desk, "alice")),
    });
    expect([answer.statusCode, await answer.body.json()]).toMatchObject([404, { code: "not_found" }]);
  });

  test("does not show the password in the log", async () => {
    const desk = await open({ users: [{ email: mail("pat"), password: "swordfish" }] });
    await signIn(desk, login(desk, "pat"));
    expect(desk.requests).toHaveLength(1);
    expect(JSON.stringify(desk.requests)).not.toContain("swordfish");
  });
});

describe("a request needs both tokens", () => {
  const cases: readonly (readonly [string, (alice: Tokens, bob: Tokens) => Record<string, string>])[] = [
    ["none", () => ({})],
    ["no access token", ({ id }) => ({ authorization: `Bearer ${id}` })],
    ["no id token", ({ access }) => ({ access: `Bearer ${access}` })],
    ["the id token twice", ({ id }) => both({ id, access: id })],
    ["the access token twice", ({ access }) => both({ id: access, access })],
    ["the two swapped", ({ id, access }) => both({ id: access, access: id })],
    ["tokens of two people", ({ id }, { access }) => both({ id, access })],
    ["another scheme", ({ id, access }) => ({ authorization: `Basic ${id}`, access: `Bearer ${access}` })],
    ["no scheme", ({ id, access }) => ({ authorization: id, access })],
    ["a changed signature", ({ id, access }) => both({ id: `${id}x`, access })],
    ["a fourth part", ({ id, access }) => both({ id: `${id}.x`, access })],
    ["nonsense", () => both({ id: "a.b.c", access: "a.b.c-access" })],
    ["nothing but dots", () => both({ id: "..", access: "..-access" })],
    ["only the suffix", ({ id }) => both({ id, access: "-access" })],
  ];
  test.each(cases)("%s: 401", async (_name, headers) => {
    const desk = await open(world);
    const [alice, bob] = [await tokensOf(desk, "alice"), await tokensOf(desk, "bob")];
    expect(await me(desk, headers(alice, bob))).toBe(401);
  });

  test("claims of one's own making are worth nothing", async () => {
    const desk = await open(world);
    const { id } = await tokensOf(desk, "carol");
    const [header, , signature] = id.split(".");
    const forged = Buffer.from(JSON.stringify({ ...claims(id), email: mail("alice") })).toString("base64url");
    const token = `${header}.${forged}.${signature}`;
    expect(await me(desk, both({ id: token, access: `${token}-access` }))).toBe(401);
  });

  test("tokens of another console are worth nothing", async () => {
    const [one, two] = [await open(world), await open(world)];
    expect(await me(two, both(await tokensOf(one, "alice")))).toBe(401);
  });

  test("they may come from two sign-ins, and the scheme in any case", async () => {
    const desk = await open(world);
    const [first, second] = [await tokensOf(desk, "alice"), await tokensOf(desk, "alice")];
    const headers = { authorization: `bearer ${first.id}`, access: `BEARER ${second.access}` };
    expect(await me(desk, headers)).toBe(200);
  });

  test("the refusal comes before everything else, in the envelope", async () => {
    const desk = await open(world);
    for (const what of ["E orgs/nowhere", "I(nowhere) projects/x", "B nowhere", "E "]) {
      const answer = await request(desk.url + pathOf(what));
      expect([answer.statusCode, await answer.body.json()]).toEqual([
        401,
        { code: "unauthorized", message: expect.any(String) },
      ]);
    }
  });
});

describe("tokens end", () => {
  test("by themselves, after the seconds of the seed", async () => {
    const desk = await open({ ...world, settings: { tokenSeconds: 60 } });
    const tokens = await tokensOf(desk, "alice");
    const exp = Number(claims(tokens.id)["exp"]) * 1000;
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      vi.setSystemTime(exp - 1);
      expect(await me(desk, both(tokens))).toBe(200);
      vi.setSystemTime(exp);
      expect(await me(desk, both(tokens))).toBe(401);
      expect(await me(desk, both(await tokensOf(desk, "alice")))).toBe(200);
    } finally {
      vi.useRealTimers();
    }
  });

  test("each of the two for itself", async () => {
    const desk = await open({ ...world, settings: { tokenSeconds: 60 } });
    const old = await tokensOf(desk, "alice");
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      vi.setSystemTime(Number(claims(old.id)["exp"]) * 1000);
      const fresh = await tokensOf(desk, "alice");
      expect(await me(desk, both({ id: fresh.id, access: old.access }))).toBe(401);
      expect(await me(desk, both({ id: old.id, access: fresh.access }))).toBe(401);
      expect(await me(desk, both(fresh))).toBe(200);
    } finally {
      vi.useRealTimers();
    }
  });

  test("not with the sandbox, where it keeps a file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const data = join(folder, "state.db");
    const first = await open(world, { data });
    const tokens = await tokensOf(first, "alice");
    const dumped = first.dump();
    await first.close();
    const second = await open(undefined, { data });
    expect(second.dump()).toEqual(dumped);
    expect(await me(second, both(tokens))).toBe(200);
  });

  test("on request, all at once; new ones hold", async () => {
    const desk = await open(world);
    const old = await tokensOf(desk, "alice");
    const standing = headersOf(desk, "bob");
    desk.expire();
    expect(await me(desk, both(old))).toBe(401);
    expect(await me(desk, standing)).toBe(401);
    expect(await me(desk, both(await tokensOf(desk, "alice")))).toBe(200);
    expect(await me(desk, headersOf(desk, "bob"))).toBe(200);
  });
});

describe("without signing in", () => {
  test("everybody has a token at hand, also those who need a code", async () => {
    const desk = await open({ users: [{ email: "Otto@Example.com", authenticator: true }] });
    const token = desk.tokens["Otto@Example.com"];
    const headers = { authorization: `Bearer ${token}`, access: `Bearer ${token}-access` };
    expect(await me(desk, headers)).toBe(200);
    expect(desk.requests.at(-1)?.user).toBe("Otto@Example.com");
  });

  test("credentials are an e-mail and a password", async () => {
    const desk = await open({
      users: [{ email: mail("pat"), password: "swordfish" }, { email: mail("quin") }],
    });
    expect(desk.credentials(mail("pat"))).toEqual({ email: mail("pat"), password: "swordfish" });
    expect(desk.credentials(mail("quin"))).toEqual({ email: mail("quin"), password: "password" });
  });
});
