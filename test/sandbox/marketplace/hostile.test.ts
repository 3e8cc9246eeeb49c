/** Whatever is sent, the answer is one of the platform's: never a 500, never another shape (marketplace.md §4). */
import fc from "fast-check";
import { expect, test } from "vitest";
import { record } from "../harness/open.ts";
import { acme, basic, id, mail, open, org, prefix, read, stores } from "./support.ts";

const documented = [200, 201, 204, 400, 401, 403, 404, 409];

const segment = fc.oneof(
  fc.constantFrom("organizations", "members", "teams", "applications", "shares", "team", "users", "me"),
  fc.constantFrom(
    org,
    stores,
    id("1"),
    id("2"),
    id("f"),
    "planner",
    "organization",
    "..",
    "%",
    "%2e%2e",
    "%00",
  ),
  fc.string({ unit: "binary", maxLength: 8 }).map((text) => encodeURIComponent(text.toWellFormed())),
);
const query = fc.constantFrom(
  "",
  "?filter.start=0",
  "?filter.limit=%",
  "?confirmName=%ff",
  "?=&&",
  "?filter.name[]=x",
);
const path = fc
  .tuple(fc.array(segment, { maxLength: 6 }), query)
  .map(([parts, tail]) => `/${parts.join("/")}${tail}`);

const known = fc.constantFrom(
  "/organizations",
  `/organizations/${org}`,
  `/organizations/${org}/members`,
  `/organizations/${org}/members/${id("2")}`,
  `/organizations/${org}/teams`,
  `/organizations/${org}/teams/${stores}`,
  `/organizations/${org}/teams/${stores}/members`,
  `/organizations/${org}/teams/${stores}/members/${id("2")}`,
  `/applications/planner/shares/team/${stores}`,
);

const odd = fc.oneof(
  fc.anything({ maxDepth: 2 }).map((value) => JSON.stringify(value) ?? ""),
  fc.json({ maxDepth: 3 }),
  fc.string({ unit: "binary" }).map((text) => text.toWellFormed()),
  fc
    .record(
      {
        name: fc.oneof(fc.string({ unit: "binary" }), fc.constant("x".repeat(70_000)), fc.jsonValue()),
        description: fc.jsonValue(),
        role: fc.oneof(fc.constantFrom("viewer", "maintainer", "__proto__", "constructor"), fc.jsonValue()),
        members: fc.oneof(
          fc.jsonValue(),
          fc.array(
            fc.record({
              email: fc.oneof(fc.constantFrom(mail("erin"), mail("frank"), "a@b"), fc.string()),
              role: fc.constantFrom("viewer", "editor", "toString"),
            }),
          ),
        ),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '{"__proto__":{"name":"x"}}',
    '{"name":"\\ud800"}',
    "[".repeat(5000),
    '{"members":[null]}',
    "1e999",
  ),
);

test("odd requests", async () => {
  const desk = await open(acme);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"),
      fc.oneof(path, known),
      odd,
      fc.constantFrom("alice", "bob", "dave"),
      async (method, target, body, who) => {
        const reply = await read(
          await fetch(desk.url + prefix + target, {
            method,
            headers: { authorization: `Bearer ${desk.tokens[mail(who)]}`, "content-type": "text/odd" },
            ...(method === "GET" ? {} : { body }),
          }),
        );
        expect(documented).toContain(reply.status);
        if (reply.status >= 400) {
          expect(reply.body).toEqual({
            errors: { timestamp: expect.any(Number), code: expect.any(String), reason: expect.any(String) },
          });
        }
      },
    ),
    { numRuns: 600 },
  );
  // And what is stored is still a seed.
  await open(desk.dump());
});

test("odd requests for tokens", async () => {
  const desk = await open(acme);
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        fc.constantFrom("grant_type", "code", "refresh_token", "scope", "code_verifier", "redirect_uri"),
        fc.oneof(
          fc.constantFrom(
            "client_credentials",
            "authorization_code",
            "refresh_token",
            "organization.full.read",
          ),
          fc.string({ unit: "binary" }).map((text) => text.toWellFormed()),
        ),
      ),
      fc.oneof(
        fc.constant(basic("charter:charter-secret")),
        fc.string().map((text) => basic(text)),
        fc.base64String().map((text) => `Basic ${text}`),
      ),
      async (form, authorization) => {
        const reply = await desk.token(form, authorization);
        expect([200, 400, 401]).toContain(reply.status);
        if (reply.status !== 200) expect(Object.keys(reply.body)).toEqual(["error", "error_description"]);
      },
    ),
    { numRuns: 300 },
  );
});

test("a large body", async () => {
  const desk = await open(acme);
  const body = { name: "New", description: "x".repeat(5_000_000) };
  const made = record((await desk.ask("frank", "POST /organizations", body)).body["data"]);
  expect(String(made["description"])).toHaveLength(5_000_000);
  const crowd = {
    members: Array.from({ length: 20_000 }, (_, n) => ({ email: `u${n}@x.y`, role: "viewer" })),
  };
  expect(await desk.verdict("alice", `POST /organizations/${org}/members`, crowd)).toBe(
    "404 MEMBER-2002-404",
  );
});
