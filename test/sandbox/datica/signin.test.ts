/** Sign-in, the second step, keys, locks, and how long sessions last (datica.md §3a, §4). */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { afterEach, describe, expect, test, vi } from "vitest";
import { at, type Desk, fresh, O, open } from "./support.ts";

afterEach(() => {
  vi.useRealTimers();
});

const seed = {
  users: [
    { id: "u-alice", email: "alice@example.com", name: "Alice", username: "alice.a", password: "s3cret" },
    { id: "u-bob", email: "bob@example.com" },
    { id: "u-mo", email: "mo@example.com", mfa: { type: "authenticator", code: "123456" } },
    { id: "u-may", email: "may@example.com", mfa: { type: "email", code: "000007" } },
    { id: "u-lou", email: "lou@example.com", locked: true, mfa: { type: "email", code: "1" } },
  ],
  orgs: [{ id: O, name: "Acme", members: { "alice@example.com": "owner", "bob@example.com": "member" } }],
};

const signin = (desk: Desk, identifier: string, password: string) =>
  desk.ask(null, "POST", "/auth/signin", { identifier, password });
const secondStep = (desk: Desk, mfaID: unknown, otp: unknown) =>
  desk.ask(null, "POST", `/auth/signin/mfa/${mfaID}`, { otp });
const verify = (desk: Desk, token: unknown) =>
  desk.send("GET", "/auth/verify", { ...fresh(), authorization: `Bearer ${token}` });

describe("a password", () => {
  test.each([
    ["the mail address", "alice@example.com"],
    ["the mail address in another case", "Alice@EXAMPLE.com"],
    ["an older account's username", "alice.a"],
  ])("with %s begins a session", async (_what, identifier) => {
    const desk = await open(seed);
    const { status, body } = await signin(desk, identifier, "s3cret");
    // datikube takes no other success.
    expect(status).toBe(200);
    expect(body).toEqual({
      id: "u-alice",
      name: "Alice",
      email: "alice@example.com",
      sessionToken: expect.stringMatching(/^\S{20,}$/),
    });
    const verified = await verify(desk, at(body, "sessionToken"));
    expect(verified.body).toEqual({ id: "u-alice", name: "Alice", email: "alice@example.com" });
  });

  test("is `password` where the seed gives none", async () => {
    const desk = await open(seed);
    expect((await signin(desk, "bob@example.com", "password")).status).toBe(200);
    expect((await signin(desk, "alice@example.com", "password")).status).toBe(401);
  });

  test.each([
    ["alice@example.com", "wrong"],
    ["alice@example.com", ""],
    ["alice@example.com", "S3CRET"],
    ["nobody@example.com", "password"],
    ["", ""],
    ["mo@example.com", "wrong"],
  ])("%j %j is refused with 3011", async (identifier, password) => {
    const desk = await open(seed);
    const { status, body } = await signin(desk, identifier, password);
    expect(status).toBe(401);
    expect(body).toMatchObject({ code: 3011, id: 3011 });
    expect(body).not.toHaveProperty("sessionToken");
  });

  test("what a test is told of an account signs it in", async () => {
    const desk = await open(seed);
    expect(desk.credentials("alice@example.com")).toEqual({ email: "alice@example.com", password: "s3cret" });
    expect(desk.credentials("bob@example.com")).toEqual({ email: "bob@example.com", password: "password" });
    expect(desk.credentials("mo@example.com")).toEqual({
      email: "mo@example.com",
      password: "password",
      otp: "123456",
    });
    expect(desk.credentials("nobody@example.com")).toEqual({});
  });
});

describe("the second step", () => {
  test.each([
    ["mo@example.com", "authenticator", "123456"],
    ["may@example.com", "email", "000007"],
  ])("%s is asked for a code by %s", async (email, type, otp) => {
    const desk = await open(seed);
    const first = await signin(desk, email, "password");
    expect(first.status).toBe(200);
    expect(first.body).toEqual({
      mfaID: expect.any(String),
      mfaTypes: [type],
      mfaPreferredType: type,
      mfaChallenge: "",
    });
    const { status, body } = await secondStep(desk, at(first.body, "mfaID"), otp);
    expect(status).toBe(200);
    expect(body).toMatchObject({ email, sessionToken: expect.any(String) });
    expect((await verify(desk, at(body, "sessionToken"))).body).toMatchObject({ email });
  });

  test("a wrong code is refused, and the right one still works, once", async () => {
    const desk = await open(seed);
    const mfaID = at((await signin(desk, "mo@example.com", "password")).body, "mfaID");
    expect(await secondStep(desk, mfaID, "654321")).toMatchObject({ status: 401, body: { code: 3012 } });
    expect((await secondStep(desk, mfaID, "123456")).status).toBe(200);
    expect((await secondStep(desk, mfaID, "123456")).status).toBe(401);
  });

  test("an unknown one is refused, and the code of somebody else", async () => {
    const desk = await open(seed);
    expect((await secondStep(desk, "nothing", "123456")).status).toBe(401);
    const mfaID = at((await signin(desk, "may@example.com", "password")).body, "mfaID");
    expect((await secondStep(desk, mfaID, "123456")).status).toBe(401);
    expect((await secondStep(desk, mfaID, 7)).status).toBe(400);
  });

  test("is over after ten minutes", async () => {
    const desk = await open(seed);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const mfaID = at((await signin(desk, "mo@example.com", "password")).body, "mfaID");
    vi.setSystemTime(Date.now() + 10 * 60_000 + 1);
    expect((await secondStep(desk, mfaID, "123456")).status).toBe(401);
  });

  test("an organization can demand it of all its members, and of nobody else", async () => {
    const desk = await open(seed);
    const before = at((await signin(desk, "bob@example.com", "password")).body, "sessionToken");
    expect((await desk.ask("alice", "PUT", `/orgs/${O}`, { mfaRequired: true })).body).toMatchObject({
      mfaRequired: true,
    });
    // Whoever is signed in stays so.
    expect((await verify(desk, before)).status).toBe(200);
    const first = await signin(desk, "bob@example.com", "password");
    expect(first.body).toMatchObject({ mfaPreferredType: "email" });
    const { otp } = desk.credentials("bob@example.com");
    expect(otp).toMatch(/^\d{6}$/);
    expect((await secondStep(desk, at(first.body, "mfaID"), otp)).status).toBe(200);
    expect(desk.credentials("bob@example.com")).toEqual(desk.credentials("bob@example.com"));
    await desk.ask("alice", "DELETE", `/orgs/${O}/users/u-bob`);
    expect((await signin(desk, "bob@example.com", "password")).body).toHaveProperty("sessionToken");
    expect(desk.credentials("bob@example.com")).not.toHaveProperty("otp");
  });
});

describe("too many wrong passwords", () => {
  test("lock the account: five, whoever gives them", async () => {
    const desk = await open(seed);
    for (let time = 1; time <= 5; time += 1) {
      expect((await signin(desk, "alice@example.com", "x")).body).toMatchObject({ code: 3011 });
    }
    // Not 3011, on which a client would ask again and again.
    expect(await signin(desk, "alice@example.com", "s3cret")).toMatchObject({
      status: 403,
      body: { code: 3014 },
    });
    expect(await signin(desk, "alice.a", "x")).toMatchObject({ status: 403 });
    expect((await signin(desk, "bob@example.com", "password")).status).toBe(200);
    expect(at(desk.dump(), "users", 0, "locked")).toBe(true);
    // A lock is about signing in.
    expect((await desk.ask("alice", "GET", "/auth/verify")).status).toBe(200);
  });

  test("a success clears the count, and so does time", async () => {
    const desk = await open(seed);
    const four = async () => {
      for (let time = 1; time <= 4; time += 1) await signin(desk, "alice@example.com", "x");
    };
    await four();
    expect((await signin(desk, "alice@example.com", "s3cret")).status).toBe(200);
    await four();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 15 * 60_000 + 1000 });
    await four();
    expect((await signin(desk, "alice@example.com", "s3cret")).status).toBe(200);
  });

  test("wrong codes count as well", async () => {
    const desk = await open(seed);
    const mfaID = at((await signin(desk, "mo@example.com", "password")).body, "mfaID");
    for (let time = 1; time <= 5; time += 1) await secondStep(desk, mfaID, "0");
    expect(await secondStep(desk, mfaID, "123456")).toMatchObject({ status: 403, body: { code: 3014 } });
  });

  test("a seed may begin with it", async () => {
    const desk = await open(seed);
    expect(await signin(desk, "lou@example.com", "password")).toMatchObject({ status: 403 });
  });
});

/** A public key as `ssh-keygen` writes it. */
function sshLine(key: KeyObject, comment: string): string {
  const { e = "", n = "" } = key.export({ format: "jwk" });
  const number = (base64url: string): Buffer => {
    const bytes = Buffer.from(base64url, "base64url");
    return (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  };
  const parts = [Buffer.from("ssh-rsa"), number(e), number(n)].map((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    return Buffer.concat([length, part]);
  });
  return `ssh-rsa ${Buffer.concat(parts).toString("base64")}${comment}`;
}

describe("a key", () => {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });
  // Stored as the client adds it, sent as the file holds it.
  const stored = sshLine(pair.publicKey, "\n");
  const publicKey = sshLine(pair.publicKey, " alice@laptop\n");
  const withKey = {
    ...seed,
    users: seed.users.map((user) => (user.id === "u-alice" ? { ...user, keys: { laptop: stored } } : user)),
  };
  const signed = (headers: Record<string, string>, key = pair.privateKey, hash = "sha256"): string =>
    sign(hash, Buffer.from(`${headers["X-Request-Nonce"]}&${headers["X-Request-Timestamp"]}`), key).toString(
      "base64",
    );
  const byKey = (desk: Desk, headers: Record<string, string>, body: object) =>
    desk.send("POST", "/auth/signin/key", { ...headers, authorization: "Bearer " }, JSON.stringify(body));

  test("signs the request's own nonce and timestamp", async () => {
    const desk = await open(withKey);
    const headers = fresh();
    const { status, body } = await byKey(desk, headers, { publicKey, signature: signed(headers) });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: "u-alice",
      name: "Alice",
      email: "alice@example.com",
      sessionToken: expect.any(String),
    });
    expect((await verify(desk, at(body, "sessionToken"))).status).toBe(200);
  });

  test("is added through the API first", async () => {
    const desk = await open(seed);
    await desk.ask("bob", "POST", "/keys", { name: "laptop", key: stored });
    const headers = fresh();
    const { body } = await byKey(desk, headers, { publicKey, signature: signed(headers) });
    expect(body).toMatchObject({ email: "bob@example.com" });
  });

  test.each<[string, (headers: Record<string, string>) => object]>([
    ["the signature of another request", () => ({ publicKey, signature: signed(fresh()) })],
    ["the signature of another key", (h) => ({ publicKey, signature: signed(h, stranger.privateKey) })],
    ["another hash", (h) => ({ publicKey, signature: signed(h, pair.privateKey, "sha1") })],
    ["no signature", () => ({ publicKey, signature: "" })],
    [
      "a key that nobody has",
      (h) => ({ publicKey: sshLine(stranger.publicKey, ""), signature: signed(h, stranger.privateKey) }),
    ],
    ["a key of another type", (h) => ({ publicKey: "ssh-ed25519 AAAA", signature: signed(h) })],
    ["no key", (h) => ({ publicKey: "", signature: signed(h) })],
    ["a broken key", (h) => ({ publicKey: "ssh-rsa AAAAB3NzaC1yc2EAAAABAwAAAAEA", signature: signed(h) })],
  ])("with %s is refused", async (_what, body) => {
    // The odd ones are stored, so that it is the signature that fails.
    const odd = { ed: "ssh-ed25519 AAAA", broken: "ssh-rsa AAAAB3NzaC1yc2EAAAABAwAAAAEA" };
    const users = withKey.users.map((user) => (user.id === "u-bob" ? { ...user, keys: odd } : user));
    const desk = await open({ ...withKey, users });
    const headers = fresh();
    expect(await byKey(desk, headers, body(headers))).toMatchObject({ status: 401, body: { code: 3013 } });
  });

  test("needs the second step where there is one, and no lock", async () => {
    const users = [
      { email: "mo@example.com", mfa: { type: "email", code: "42" }, keys: { k: stored } },
      { email: "lou@example.com", locked: true, keys: { k: sshLine(stranger.publicKey, "") } },
    ];
    const desk = await open({ users });
    const headers = fresh();
    const first = await byKey(desk, headers, { publicKey, signature: signed(headers) });
    expect(first.body).toMatchObject({ mfaPreferredType: "email" });
    expect((await secondStep(desk, at(first.body, "mfaID"), "42")).status).toBe(200);
    const again = fresh();
    const lou = { publicKey: sshLine(stranger.publicKey, ""), signature: signed(again, stranger.privateKey) };
    expect(await byKey(desk, again, lou)).toMatchObject({ status: 403, body: { code: 3014 } });
  });

  test("has nothing to sign without nonce and timestamp", async () => {
    const desk = await open({ ...withKey, settings: { requireNonce: false } });
    expect((await byKey(desk, {}, { publicKey, signature: "" })).status).toBe(400);
  });
});

describe("a session", () => {
  const minute = 60_000;

  test("lasts 24 hours from its sign-in", async () => {
    const desk = await open(seed);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const token = at((await signin(desk, "bob@example.com", "password")).body, "sessionToken");
    vi.setSystemTime(Date.now() + 24 * 60 * minute - minute);
    expect((await verify(desk, token)).status).toBe(200);
    vi.setSystemTime(Date.now() + minute);
    expect(await verify(desk, token)).toMatchObject({ status: 401, body: { code: 3001 } });
    expect((await desk.ask("bob", "GET", "/orgs")).status).toBe(200);
  });

  test("ends with a sign-out, and only that one", async () => {
    const desk = await open(seed);
    const [one, two] = [
      at((await signin(desk, "bob@example.com", "password")).body, "sessionToken"),
      at((await signin(desk, "bob@example.com", "password")).body, "sessionToken"),
    ];
    expect(one).not.toBe(two);
    const out = await desk.send("DELETE", "/auth/signout", { ...fresh(), authorization: `Bearer ${one}` });
    expect(out).toMatchObject({ status: 204, body: undefined });
    expect((await verify(desk, one)).status).toBe(401);
    expect((await verify(desk, two)).status).toBe(200);
  });

  test("is that of the token, not of the password", async () => {
    const desk = await open(seed);
    const { body } = await desk.ask("bob", "GET", "/auth/verify");
    expect(body).toEqual({ id: "u-bob", name: "bob", email: "bob@example.com" });
  });

  test.each([
    ["none", {}],
    ["an empty one, as the client sends before sign-in", { authorization: "Bearer " }],
    ["an unknown one", { authorization: "Bearer nothing" }],
    ["a password", { authorization: `Basic ${Buffer.from("bob@example.com:password").toString("base64")}` }],
    ["one without its word", { authorization: "nothing" }],
  ])("with a token that is %s there is none", async (_what, headers) => {
    const desk = await open(seed);
    const answer = await desk.send("GET", "/auth/verify", { ...fresh(), ...headers });
    expect(answer).toMatchObject({ status: 401, body: { code: 3001 } });
  });

  test("can be ended for all at once; tokens read afterwards are new", async () => {
    const desk = await open(seed);
    const handed = desk.tokens["bob@example.com"];
    const own = at((await signin(desk, "bob@example.com", "password")).body, "sessionToken");
    const mfaID = at((await signin(desk, "mo@example.com", "password")).body, "mfaID");
    desk.expire();
    expect((await verify(desk, handed)).status).toBe(401);
    expect((await verify(desk, own)).status).toBe(401);
    expect((await secondStep(desk, mfaID, "123456")).status).toBe(401);
    expect((await desk.ask("bob", "GET", "/orgs")).status).toBe(200);
    expect(desk.tokens["bob@example.com"]).not.toBe(handed);
  });

  test("the tokens that a test is given stay the same while they are valid", async () => {
    const desk = await open(seed);
    const { tokens } = desk;
    expect(Object.keys(tokens)).toEqual(seed.users.map(({ email }) => email));
    expect(desk.tokens).toEqual(tokens);
    expect(new Set(Object.values(tokens)).size).toBe(seed.users.length);
    // Signing out ends it, and the next look brings another.
    await desk.ask("bob", "DELETE", "/auth/signout");
    expect(desk.tokens["bob@example.com"]).not.toBe(tokens["bob@example.com"]);
  });
});

test("passwords and tokens that nobody gave are not in a dump", async () => {
  const desk = await open(seed);
  await signin(desk, "bob@example.com", "password");
  const text = JSON.stringify(desk.dump());
  for (const token of Object.values(desk.tokens)) expect(text).not.toContain(token);
  expect(at(desk.dump(), "users", 0)).toMatchObject({ password: "s3cret" });
  expect(at(desk.dump(), "users", 1)).not.toHaveProperty("password");
});
