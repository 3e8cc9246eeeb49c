/** Refusals in the platform's envelope, and input that means no good (datica.md §4). */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { acme, E, fresh, linkTemplate, type Method, O, open } from "./support.ts";

const text = expect.stringMatching(/\S/);

/** Every field that some client reads. */
const envelope = (code: number) => ({
  code,
  id: code,
  title: text,
  description: text,
  message: text,
  errors: [{ code, title: text, description: text, message: text }],
});

describe("every refusal", () => {
  const invite = { email: "new@example.com", role: 5, linkTemplate };
  test.each<[string, number, number, string | null, Method, string, unknown?]>([
    ["malformed", 400, 1001, "owner", "PUT", `/orgs/${O}`, { name: 1 }],
    ["no session", 401, 3001, null, "GET", "/orgs"],
    ["bad credentials", 401, 3011, null, "POST", "/auth/signin", { identifier: "x", password: "y" }],
    ["bad one-time password", 401, 3012, null, "POST", "/auth/signin/mfa/x", { otp: "1" }],
    ["unknown key", 401, 3013, null, "POST", "/auth/signin/key", { publicKey: "ssh-rsa A", signature: "" }],
    ["forbidden", 403, 4003, "outsider", "GET", `/orgs/${O}`],
    ["not found", 404, 4004, "owner", "GET", "/orgs/nothing"],
    ["no such route", 404, 4004, "owner", "GET", "/nothing"],
    ["conflict", 409, 4009, "owner", "POST", `/orgs/${O}/invites`, invite],
  ])("%s: %d with %d", async (_what, status, code, who, method, path, body) => {
    const desk = await open(acme);
    const answer = await desk.ask(who, method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual(envelope(code));
    expect(answer.headers.get("content-type")).toBe("application/json");
    // A code of the application is no HTTP status.
    expect(code).toBeGreaterThan(599);
  });

  test("without nonce", async () => {
    const desk = await open(acme);
    expect(await desk.send("GET", "/pods", {})).toMatchObject({ status: 400, body: envelope(1002) });
    const stale = { ...fresh(), "X-Request-Timestamp": "1" };
    expect(await desk.send("GET", "/pods", stale)).toMatchObject({ status: 401, body: envelope(3002) });
    const once = fresh();
    await desk.send("GET", "/pods", once);
    expect(await desk.send("GET", "/pods", once)).toMatchObject({ status: 401, body: envelope(3003) });
  });

  test("locked", async () => {
    const desk = await open({ users: [{ email: "lou@example.com", locked: true }] });
    const body = { identifier: "lou@example.com", password: "password" };
    expect(await desk.ask(null, "POST", "/auth/signin", body)).toMatchObject({
      status: 403,
      body: envelope(3014),
    });
  });
});

describe("unknown routes", () => {
  test.each<[Method, string]>([
    ["GET", "/"],
    ["GET", "/orgs/"],
    ["GET", `//orgs/${O}`],
    ["POST", "/orgs"],
    ["DELETE", `/orgs/${O}`],
    ["POST", `/orgs/${O}/users`],
    ["PUT", `/orgs/${O}/invites/invite-1`],
    ["GET", `/orgs/${O}/invites/invite-1`],
    ["POST", "/environments"],
    ["DELETE", `/environments/${E}`],
    ["GET", "/orgs/accept-invite/code-1"],
    ["GET", "/auth/signin"],
    ["PUT", "/keys/laptop"],
  ])("%s %s", async (method, path) => {
    const desk = await open(acme);
    const before = desk.dump();
    const body = method === "GET" ? undefined : {};
    expect(await desk.ask("owner", method, path, body)).toMatchObject({ status: 404, body: envelope(4004) });
    expect(desk.dump()).toEqual(before);
  });
});

/** Every route that reads a body, with one that it takes. */
const writes: readonly (readonly [Method, string, object])[] = [
  ["POST", "/auth/signin", { identifier: "owner@example.com", password: "password" }],
  ["POST", "/auth/signin/mfa/x", { otp: "1" }],
  ["POST", "/auth/signin/key", { publicKey: "k", signature: "s" }],
  ["POST", "/v2/auth/signin", { username: "owner@example.com", password: "password" }],
  ["POST", "/keys", { name: "n", key: "k" }],
  ["PUT", `/orgs/${O}`, { name: "n", description: "d", mfaRequired: true }],
  ["PUT", `/orgs/${O}/users/u-member`, { role: 3 }],
  ["POST", `/orgs/${O}/invites`, { email: "guest@example.com", role: 5, linkTemplate }],
  ["POST", `/acls/${O}/groups`, { name: "n", acls: ["a"] }],
  ["PUT", `/acls/${O}/groups/Ops`, { acls: ["a"] }],
  ["PUT", `/environments/${E}`, { name: "n" }],
];

describe.each(writes)("%s %s", (method, path, good) => {
  test.each(["", "{", "text", "null", "[]", '"text"', "7", "true", '{"a":1}}', "\u0000"])(
    "refuses the body %j",
    async (body) => {
      const desk = await open(acme);
      const headers = { ...fresh(), authorization: `Bearer ${desk.tokens["owner@example.com"]}` };
      expect(await desk.send(method, path, headers, body)).toMatchObject({
        status: 400,
        body: envelope(1001),
      });
    },
  );

  test("takes JSON whatever its content type, and ignores what it does not know", async () => {
    const desk = await open(acme);
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "nonsense"]) {
      const headers = {
        ...fresh(),
        authorization: `Bearer ${desk.tokens["owner@example.com"]}`,
        "content-type": type,
      };
      const body = JSON.stringify({ ...good, later: { version: true } });
      const { status } = await desk.send(method, path, headers, body);
      expect([200, 204, 401, 409]).toContain(status);
    }
  });

  test("refuses each field in another type", async () => {
    const desk = await open(acme);
    for (const key of Object.keys(good)) {
      for (const value of [null, {}, { length: 1 }, [[]], 1.5, -1]) {
        const answer = await desk.ask("owner", method, path, { ...good, [key]: value });
        expect(answer, `${key}: ${JSON.stringify(value)}`).toMatchObject({
          status: 400,
          body: envelope(1001),
        });
      }
    }
  });

  test("does not take an inherited field for one that was given", async () => {
    const desk = await open(acme);
    const headers = { ...fresh(), authorization: `Bearer ${desk.tokens["owner@example.com"]}` };
    const body = `{"__proto__":${JSON.stringify(good)}}`;
    const { status } = await desk.send(method, path, headers, body);
    // An organization may be asked to change nothing.
    expect(status).toBe(path === `/orgs/${O}` ? 200 : 400);
    expect(Object.prototype).not.toHaveProperty("role");
  });
});

describe("odd text", () => {
  const odd = [
    "__proto__",
    "constructor",
    "a\u0000b",
    "\u202Egnp",
    "💥",
    "x".repeat(100_000),
    "' OR 1=1 --",
    "%",
    "{}",
  ];

  test.each(odd)("%j as the name of a group comes back as it was, and is addressed", async (name) => {
    const desk = await open(acme);
    const groups = `/acls/${O}/groups`;
    expect((await desk.ask("owner", "POST", groups, { name, acls: [name] })).body).toMatchObject({ name });
    const listed = (await desk.ask("owner", "GET", groups)).body;
    expect(listed).toMatchObject({ groups: expect.arrayContaining([expect.objectContaining({ name })]) });
    expect((await open(desk.dump())).dump()).toEqual(desk.dump());
    // Beyond 16 kB a request's head is too long for any server.
    if (name.length > 10_000) return;
    const path = `${groups}/${encodeURIComponent(name)}`;
    expect((await desk.ask("owner", "PUT", `${path}/members/u-member`)).status).toBe(204);
    expect((await desk.ask("owner", "DELETE", path)).status).toBe(204);
  });

  test("a broken surrogate is stored as what text can hold", async () => {
    const desk = await open(acme);
    const headers = { ...fresh(), authorization: `Bearer ${desk.tokens["owner@example.com"]}` };
    const { status } = await desk.send("PUT", `/orgs/${O}`, headers, '{"name":"\\ud800"}');
    expect(status).toBe(200);
    expect((await desk.ask("owner", "GET", `/orgs/${O}`)).body).toMatchObject({ name: "\uFFFD" });
  });

  test.each([
    "/orgs/%",
    "/orgs/%zz",
    "/orgs/%00",
    "/orgs/%ff%fe",
    `/orgs/${"x".repeat(8000)}`,
    "/orgs/..%2f",
  ])("the path %s is not found", async (path) => {
    const desk = await open(acme);
    expect((await desk.ask("owner", "GET", path)).status).toBe(404);
  });

  test("deep and large bodies", async () => {
    const desk = await open(acme);
    const headers = () => ({ ...fresh(), authorization: `Bearer ${desk.tokens["owner@example.com"]}` });
    const deep = `{"name":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
    expect((await desk.send("PUT", `/orgs/${O}`, headers(), deep)).status).toBe(400);
    const large = JSON.stringify({ role: 3, more: "x".repeat(4_000_000) });
    expect((await desk.send("PUT", `/orgs/${O}/users/u-member`, headers(), large)).status).toBe(200);
    expect((await desk.send("PUT", `/orgs/${O}/users/u-member`, headers(), '{"role":1e400}')).status).toBe(
      400,
    );
  });
});

test("whatever is asked, it is never the server's fault, and never 412", async () => {
  const desk = await open(acme);
  const segment = fc.oneof(
    fc.constantFrom("orgs", "users", "invites", "groups", "acls", "members", "environments", "keys", "auth"),
    fc.constantFrom("roles", "accept-invite", "signin", "verify", "pods", "v1", "Admins", O, E, "u-member"),
    fc.string({ maxLength: 8 }).map(encodeURIComponent),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Method>("GET", "POST", "PUT", "DELETE"),
      fc.array(segment, { minLength: 1, maxLength: 6 }),
      fc.jsonValue(),
      fc.constantFrom("owner", "admin", "member", "outsider"),
      async (method, path, body, who) => {
        const sent = method === "GET" ? undefined : body;
        const { status } = await desk.ask(who, method, `/${path.join("/")}`, sent, { "X-Pod-ID": "pod01" });
        expect(status).toBeLessThan(500);
        expect(status).not.toBe(412);
      },
    ),
    { numRuns: 300 },
  );
});
