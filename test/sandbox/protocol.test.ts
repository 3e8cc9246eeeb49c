/** How the platform speaks, whatever it says (dnanexus.md §4, §7.2). */
import { request } from "node:http";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { acme, open, projectId } from "./support.ts";

describe("every answer", () => {
  test("is JSON of the announced length, with the platform's headers", async () => {
    const { ask } = await open(acme);
    for (const answer of [
      await ask("user-alice", "/system/whoami"),
      await ask("user-alice", "/user-nobody/describe"),
    ]) {
      expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
      expect(answer.headers.get("x-request-id")).toMatch(/^\d{13}-\d{1,6}$/);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(Number(answer.headers.get("content-length"))).toBe(JSON.stringify(answer.body).length);
    }
  });

  test("counts bytes, not characters", async () => {
    const sandbox = await open({ users: [{ id: "user-zoe", first: "Zoë ☃", last: "" }] });
    const answer = await sandbox.ask("user-zoe", "/user-zoe/describe", { fields: { first: true } });
    expect(Number(answer.headers.get("content-length"))).toBe(Buffer.byteLength(JSON.stringify(answer.body)));
    expect(answer.body).toEqual({ id: "user-zoe", first: "Zoë ☃" });
  });

  test("echoes the version of the protocol and the origin", async () => {
    const sandbox = await open(acme);
    const headers = { authorization: `Bearer ${sandbox.tokens["user-alice"]}`, origin: "https://x.example" };
    const asked = await fetch(`${sandbox.url}/system/whoami`, {
      method: "POST",
      headers: { ...headers, "dnanexus-api": "1.0.0", "content-type": "application/json" },
      body: "{}",
    });
    expect(asked.headers.get("dnanexus-api")).toBe("1.0.0");
    expect(asked.headers.get("access-control-allow-origin")).toBe("https://x.example");
  });
});

describe("401 has two meanings", () => {
  test.each([
    ["no header", undefined],
    ["the CLI's default token", "Bearer PUBLIC"],
    ["another scheme", "Basic abc"],
    ["an unknown token", "Bearer nonsense"],
    ["no token", "Bearer "],
  ])("%s is InvalidAuthentication", async (_name, authorization) => {
    const sandbox = await open(acme);
    const response = await fetch(`${sandbox.url}/system/whoami`, {
      method: "POST",
      headers: authorization === undefined ? {} : { authorization },
      body: "{}",
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      error: { type: "InvalidAuthentication", message: expect.stringContaining("logged in") },
    });
  });

  test("a missing right is PermissionDenied", async () => {
    const { ask } = await open(acme);
    const answer = await ask("user-dave", "/org-acme/update", { name: "x" });
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({
      error: {
        type: "PermissionDenied",
        message: expect.stringContaining("Administrator access to org-acme required"),
      },
    });
  });
});

describe("bodies", () => {
  test.each([
    ["nothing", "", undefined, 400, "MalformedJSON"],
    ["half an object", '{"a":', "application/json", 400, "MalformedJSON"],
    ["a foreign content type", "{}", "text/plain", 400, "MalformedJSON"],
    ["a form", "a=b", "application/x-www-form-urlencoded", 400, "MalformedJSON"],
    ["a list", "[]", "application/json", 422, "InvalidInput"],
    ["null", "null", "application/json", 422, "InvalidInput"],
    ["an object", "{}", "application/json", 200, undefined],
    ["an object with a charset", "{}", "application/json; charset=utf-8", 200, undefined],
    ["an object without a content type", "{}", undefined, 200, undefined],
  ])("%s", async (_name, body, contentType, status, type) => {
    const sandbox = await open(acme);
    const answer = await raw(sandbox.url, "/system/whoami", body, {
      authorization: `Bearer ${sandbox.tokens["user-alice"]}`,
      ...(contentType === undefined ? {} : { "content-type": contentType }),
    });
    expect(answer.status).toBe(status);
    if (type !== undefined) expect(answer.body).toMatchObject({ error: { type } });
  });

  test("may hold hostile keys", async () => {
    const sandbox = await open(acme);
    const answer = await raw(
      sandbox.url,
      "/org-acme/setMemberAccess",
      '{"__proto__":{"level":"ADMIN"},"constructor":{"level":"ADMIN"}}',
      { authorization: `Bearer ${sandbox.tokens["user-alice"]}` },
    );
    expect(answer.body).toMatchObject({ error: { type: "ResourceNotFound" } });
  });
});

/** Without the content type that fetch would add. */
function raw(
  url: string,
  path: string,
  body: string,
  headers: Record<string, string>,
): Promise<{ status: number | undefined; body: unknown }> {
  return new Promise((resolve, reject) => {
    const asked = request(url + path, { method: "POST", headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode, body: JSON.parse(text) }));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

/** Everything that comes back on one connection, until the server has nothing more to say. */
function exchange(url: string, sent: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(sent.join("")));
    let got = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      got += chunk;
    });
    socket.on("end", () => resolve(got));
    socket.on("error", reject);
  });
}

test("one connection carries several requests: chunked, expecting a 100, and offering to unzip", async () => {
  const sandbox = await open(acme);
  const head = (path: string, ...headers: string[]): string =>
    [
      `POST ${path} HTTP/1.1`,
      "Host: 127.0.0.1",
      `Authorization: Bearer ${sandbox.tokens["user-alice"]}`,
      "Content-Type: application/json",
      "DNAnexus-API: 1.0.0",
      "User-Agent: dxpy/0.413.0 (Linux) dx-describe",
      ...headers,
      "\r\n",
    ].join("\r\n");
  const got = await exchange(sandbox.url, [
    `${head("/system/whoami", "Accept-Encoding: identity", "Transfer-Encoding: chunked")}1\r\n{\r\n1\r\n}\r\n0\r\n\r\n`,
    `${head("/org-nobody/describe", "Accept-Encoding: gzip, br", "Content-Length: 2")}{}`,
    `${head("/org-acme/describe", "Accept-Encoding: gzip", "Content-Length: 2", "Expect: 100-continue", "Connection: close")}{}`,
  ]);
  expect(got.match(/HTTP\/1\.1 \d+/g)).toEqual([
    "HTTP/1.1 200",
    "HTTP/1.1 404",
    "HTTP/1.1 100",
    "HTTP/1.1 200",
  ]);
  expect(got).not.toMatch(/^(content-encoding|transfer-encoding|location):/im);
  expect(got.match(/^content-type: application\/json/gim)).toHaveLength(3);
  expect(got).toContain('{"id":"user-alice"}');
  expect(got).toContain('"name":"Acme"');
});

describe("what is not there is ResourceNotFound", () => {
  test.each([
    "/",
    "/nonsense",
    "/system/nonsense",
    "/None/describe",
    "/user-nobody/describe",
    "/org-nobody/describe",
    "/org-acme/nonsense",
    "/org-acme/destroy",
    "/org-acme/1.0.0/describe",
    `/${projectId("Z")}/describe`,
    "/project-None/describe",
    "/app-nothing/describe",
    "/app-nothing/1.0.0/describe",
    "/a/b/c/d",
    "/%E0%A4%A/describe",
  ])("%s", async (path) => {
    const { ask } = await open(acme);
    const answer = await ask("user-alice", path);
    expect([answer.status, answer.body]).toMatchObject([404, { error: { type: "ResourceNotFound" } }]);
  });

  test("and so is every route asked otherwise than by POST", async () => {
    const sandbox = await open(acme);
    const headers = {
      authorization: `Bearer ${sandbox.tokens["user-alice"]}`,
      "content-type": "application/json",
    };
    const response = await fetch(`${sandbox.url}/system/whoami`, { method: "PUT", headers, body: "{}" });
    expect(response.status).toBe(404);
  });
});

test("query strings are ignored", async () => {
  const { ask } = await open(acme);
  expect((await ask("user-alice", "/system/whoami?a=b&limit=x")).body).toEqual({ id: "user-alice" });
});

test("percent-encoded ids are the same ids", async () => {
  const { ask } = await open(acme);
  expect((await ask("user-alice", "/org%2Dacme/describe", { fields: { name: true } })).body).toEqual({
    id: "org-acme",
    name: "Acme",
  });
});
