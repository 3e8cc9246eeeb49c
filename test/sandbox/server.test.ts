/** The life of a sandbox: ports, files, tokens, the log of requests. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { sandboxes } from "../../src/sandbox/registry.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { acme, open } from "./support.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "sandbox-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

test("without a seed there is an organization to play with", async () => {
  const desk = await open();
  expect(Object.keys(desk.tokens)).toEqual(["user-alice", "user-bob", "user-carol", "user-dave"]);
  expect((await desk.ask("user-alice", "/org-acme/describe")).body).toMatchObject({ level: "ADMIN" });
  expect(await desk.verdict("user-alice", "/project/new", { name: "p", billTo: "org-acme" })).toBe("ok");
});

test("the vendor's client is pointed at it by its own variables", async () => {
  const desk = await open(acme);
  const { hostname, port } = new URL(desk.url);
  const told = sandboxes.get("dnanexus")?.environment?.(desk.url, { token: "secret" }, "/scratch");
  expect(told).toEqual({
    client: "dx",
    variables: {
      DX_APISERVER_HOST: hostname,
      DX_APISERVER_PORT: port,
      DX_APISERVER_PROTOCOL: "http",
      DX_SECURITY_CONTEXT: '{"auth_token_type":"Bearer","auth_token":"secret"}',
      DX_USER_CONF_DIR: "/scratch",
      DX_AUTHSERVER_HOST: "http://127.0.0.1",
      DX_AUTHSERVER_PORT: port,
    },
    unset: expect.arrayContaining(["DX_PROJECT_CONTEXT_ID", "http_proxy", "HTTPS_PROXY"]),
  });
});

test.each([null, [], "users"])("a seed that is %j is refused, not taken for none", async (seed) => {
  await expect(startSandbox("dnanexus", { seed })).rejects.toThrow("seed must be a map");
});

test("a platform without a sandbox is named", async () => {
  await expect(startSandbox("nowhere")).rejects.toThrow(
    /no sandbox for the platform "nowhere"; there is one for .*dnanexus/,
  );
});

describe("ports", () => {
  test("a port that is taken is an error of ours", async () => {
    const desk = await open();
    const port = Number(new URL(desk.url).port);
    await expect(open(undefined, { port })).rejects.toThrow(/Cannot listen on 127\.0\.0\.1:\d+/);
  });

  test("closing twice is closing once, and frees the port", async () => {
    const desk = await open();
    const port = Number(new URL(desk.url).port);
    await Promise.all([desk.close(), desk.close()]);
    const again = await open(undefined, { port });
    expect(again.url).toBe(desk.url);
  });

  test("closing does not wait for who is being delayed", async () => {
    const desk = await open(acme, { faults: [{ kind: "latency", ms: 60_000 }] });
    const pending = desk.ask("user-alice", "/system/whoami");
    await new Promise((resolve) => setTimeout(resolve, 20));
    const cut = expect(pending).rejects.toThrow();
    await desk.close();
    await cut;
  });
});

describe("a data file", () => {
  test("keeps everything, tokens included", async () => {
    const data = join(folder(), "state.db");
    const first = await open(acme, { data });
    await first.ask("user-alice", "/org-acme/invite", { invitee: "user-dave" });
    const [tokens, before] = [{ ...first.tokens }, first.dump()];
    await first.close();
    const second = await open(undefined, { data });
    expect({ ...second.tokens }).toEqual(tokens);
    expect(second.dump()).toEqual(before);
    expect(await second.verdict("user-alice", "/org-acme/invite", { invitee: "user-dave" })).toBe(
      "InvalidState",
    );
  });

  test("is its owner's alone, since tokens are in it", async () => {
    const path = folder();
    await open(acme, { data: join(path, "state.db") });
    const modes = readdirSync(path).map((name) => (statSync(join(path, name)).mode & 0o777).toString(8));
    expect(modes).toEqual(modes.map(() => "600"));
    expect(modes).not.toEqual([]);
  });

  test("cannot be seeded twice", async () => {
    const data = join(folder(), "state.db");
    await (await open(acme, { data })).close();
    await expect(open(acme, { data })).rejects.toThrow(/already holds a sandbox, so it cannot be seeded/);
    await expect(open(undefined, { data })).resolves.toBeDefined();
  });

  test("holds nothing after a seed that failed", async () => {
    const data = join(folder(), "state.db");
    await expect(open({ users: [{ id: "alice" }] }, { data })).rejects.toThrow(/seed/);
    await expect(open(acme, { data })).resolves.toBeDefined();
  });

  test("an empty file is a new one", async () => {
    const data = join(folder(), "state.db");
    writeFileSync(data, "");
    await expect(open(acme, { data })).resolves.toBeDefined();
  });

  test("of something else is refused", async () => {
    const path = folder();
    const text = join(path, "notes.txt");
    writeFileSync(text, "These are notes and certainly no database.".repeat(50));
    await expect(open(undefined, { data: text })).rejects.toThrow(/Cannot use .*notes\.txt as a data file/);
    const foreign = join(path, "foreign.db");
    const database = new DatabaseSync(foreign);
    database.exec("CREATE TABLE t (a)");
    database.close();
    await expect(open(undefined, { data: foreign })).rejects.toThrow(/not of a sandbox/);
    await expect(open(undefined, { data: join(path, "none", "x.db") })).rejects.toThrow(/Cannot use/);
    await expect(open(undefined, { data: "" })).rejects.toThrow(/must have a name/);
  });
});

describe("the log", () => {
  test("has who asked what, and whether it was a write", async () => {
    const desk = await open(acme);
    await desk.ask("user-alice", "/org-acme/findMembers?x=1", { limit: 5 });
    await desk.ask("user-bob", "/org-acme/update", { name: "x" });
    await desk.ask("user-nobody", "/system/whoami");
    expect(desk.requests).toMatchObject([
      {
        method: "POST",
        path: "/org-acme/findMembers",
        target: "/org-acme/findMembers?x=1",
        headers: { "content-type": "application/json" },
        user: "user-alice",
        status: 200,
        body: { limit: 5 },
        write: false,
      },
      {
        method: "POST",
        path: "/org-acme/update",
        user: "user-bob",
        status: 401,
        body: { name: "x" },
        write: true,
      },
      { method: "POST", path: "/system/whoami", user: null, status: 401, body: {}, write: false },
    ]);
    // Not who proved it how: a log may be shown.
    expect(JSON.stringify(desk.requests)).not.toMatch(/bearer/i);
  });

  test("can be switched off", async () => {
    const desk = await open(acme, { log: false });
    await desk.ask("user-alice", "/system/whoami");
    expect(desk.requests).toEqual([]);
  });
});

test("a crowd is seeded in well under a second", async () => {
  const users = Array.from({ length: 1600 }, (_, n) => ({ id: `user-u${n}` }));
  const orgs = Array.from({ length: 770 }, (_, n) => ({
    id: `org-o${n}`,
    members: Object.fromEntries(
      Array.from({ length: 6 }, (_, m) => [`user-u${(n * 7 + m) % 1600}`, m === 0 ? "ADMIN" : "MEMBER"]),
    ),
  }));
  const projects = Array.from({ length: 300 }, (_, n) => ({ name: `p${n}`, billTo: `org-o${n}` }));
  const start = performance.now();
  const desk = await open({ users, orgs, projects });
  expect(performance.now() - start).toBeLessThan(1000);
  expect((await desk.ask("user-u0", "/org-o0/findMembers")).status).toBe(200);
});
