/** Secrets that answers carry and that people hand over: none of them is ever stored or shown. */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openConnection } from "../../../src/http/connection.ts";
import type { RequestEvent } from "../../../src/http/events.ts";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import { withoutSecrets } from "../../../src/platforms/cloud-elements/secrets.ts";
import { apply, plan } from "../../../src/run/index.ts";
import { startSandbox } from "../../../src/sandbox/server.ts";
import { environment } from "../harness/converge.ts";

const mark = "MARKED+/x9=";

describe("the text of an answer", () => {
  it.each([
    [`{"id":1,"secret":"${mark}"}`, '{"id":1,"secret":"[redacted]"}'],
    [`{"secret" : "${mark}","a":1}`, '{"secret" : "[redacted]","a":1}'],
    [
      `[{"password":"${mark}"},{"oauthToken":"${mark}"}]`,
      '[{"password":"[redacted]"},{"oauthToken":"[redacted]"}]',
    ],
    [`{"secret":"a\\"${mark}\\\\","b":"c"}`, '{"secret":"[redacted]","b":"c"}'],
    // Cut off in the middle of one.
    [`{"id":1,"secret":"${mark}`, '{"id":1,"secret":"[redacted]"'],
    [`{"id":1,"secret":"${mark}\\`, '{"id":1,"secret":"[redacted]"'],
    // Not one: a text that speaks of them, a policy, nothing.
    ['{"name":"my \\"secret\\": \\"x\\""}', '{"name":"my \\"secret\\": \\"x\\""}'],
    ['{"passwordPolicy":{"minLength":8}}', '{"passwordPolicy":{"minLength":8}}'],
    ['{"secret":null,"password":7}', '{"secret":null,"password":7}'],
  ])("%s", (text, expected) => {
    expect(withoutSecrets(text)).toBe(expected);
  });
});

describe("whatever a server answers to a write", () => {
  const answers: Readonly<Record<string, RequestListener>> = {
    "as it should": (_, response) => response.end(`{"id":1,"secret":"${mark}","password":"${mark}"}`),
    "cut off in the secret": (_, response) => response.end(`{"id":1,"secret":"${mark}`),
    "cut off behind it": (_, response) => response.end(`{"secret":"${mark}","id":`),
    "another status": (_, response) => response.writeHead(201).end(`{"id":1,"secret":"${mark}"}`),
    "no envelope": (_, response) => response.writeHead(400).end(`{"secret":"${mark}"}`),
    "text behind it": (_, response) => response.end(`{"secret":"${mark}"} and more`),
    "a gateway's": (_, response) => response.writeHead(502).end(`{"secret":"${mark}"}`),
    "an envelope that repeats the password": (_, response) =>
      response
        .writeHead(400)
        .end(JSON.stringify({ requestId: "x", message: `The password ${mark} is too short` })),
  };

  it.each(Object.entries(answers))("%s", async (_, listener) => {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const events: RequestEvent[] = [];
    const connection = openConnection({
      name: "test",
      protocol: cloudElements.protocol,
      urls: { api: `http://127.0.0.1:${port}` },
      credentials: new Map([
        ["userSecret", "user-SECRET"],
        ["organizationSecret", "org-SECRET"],
        ["email", "ann@acme.io"],
      ]),
      tokens: { get: async () => undefined, set: async () => {}, exclusively: (work) => work() },
      version: "0.0.0",
      retry: { base: 1, attempts: 1 },
      onRequest: (event) => events.push(event),
    });
    // As an apply does with all secrets that bodies need.
    connection.hide(mark);
    const request = {
      method: "POST",
      path: "/elements/api-v2/accounts/1/users",
      body: { password: mark },
    } as const;
    const outcome = await connection.send(request, "accountUser.create");
    const told = JSON.stringify([outcome, events]);
    expect(told).not.toContain(mark);
    expect(told).not.toContain("user-SECRET");
    expect(told).not.toContain("org-SECRET");
    await connection.close();
    server.close();
  });
});

it("a whole apply leaves no trace of any secret: not in the plan, the journal, the baseline or what is told", async () => {
  const first = "Marked-1-Passw0rd!";
  const sandbox = await startSandbox("cloud-elements", {
    seed: {
      organizations: [
        {
          name: "acme",
          accounts: [
            { externalId: "hq", default: true, users: [{ email: "ann@acme.io", roles: ["org-admin"] }] },
          ],
        },
      ],
    },
  });
  const directory = await mkdtemp(join(tmpdir(), "charter-secrets-"));
  const events: unknown[] = [];
  try {
    const document = {
      platform: "cloud-elements",
      organization: "acme",
      accounts: {
        hq: {
          users: {
            "ann@acme.io": { roles: ["org-admin"] },
            "bob@acme.io": { firstName: "Robert", lastName: "Baker", password: { env: "BOB_PASSWORD" } },
          },
        },
      },
    };
    await writeFile(join(directory, "acme.json"), JSON.stringify(document));
    const env = environment(cloudElements, sandbox, "ann@acme.io", { BOB_PASSWORD: first });
    const options = { directory, env, onProgress: (event: unknown) => events.push(event) };
    const made = await plan(options);
    if (!made.ok) throw new Error(JSON.stringify(made.findings));
    const done = await apply({ ...options, plan: made.value });
    if (!done.ok) throw new Error(JSON.stringify(done.findings));
    expect(done.value.result?.outcomes).toMatchObject([{ status: "applied" }]);

    // What the platform made known to whoever was listening, and what was told to it.
    const bob = sandbox.credentials("bob@acme.io");
    const ann = sandbox.credentials("ann@acme.io");
    const secrets = [first, bob.userSecret, ann.userSecret, ann.organizationSecret];
    expect(new Set(secrets).size).toBe(4);
    const stored = await filesIn(directory);
    expect(stored.length).toBeGreaterThan(1);
    const told = [JSON.stringify([made.value, done.value, events]), ...stored].join("\n");
    expect(told).toContain("bob@acme.io");
    for (const secret of secrets) expect(told).not.toContain(secret ?? "?");
  } finally {
    await sandbox.close();
    await rm(directory, { recursive: true, force: true });
  }
});

async function filesIn(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => readFile(join(entry.parentPath, entry.name), "utf8")),
  );
}
