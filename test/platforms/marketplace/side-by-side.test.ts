/** Several runs with one credential, side by side and after each other, do not lock each other out (marketplace.md §6.12). */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type Connection, openConnection } from "../../../src/http/connection.ts";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";
import { get } from "../../../src/platforms/marketplace/requests.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { openFolderStore } from "../../../src/store/folder/folder.ts";
import { charter, folder, parsed } from "../../cli/charter.ts";
import { environment } from "../harness/converge.ts";

const alice = "alice@example.com";
const tokenRoute = "/v1/connect/oauth2/token";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(tokenSeconds: number): Promise<Sandbox> {
  const sandbox = await startSandbox("marketplace", {
    seed: {
      settings: { tokenSeconds },
      users: [{ email: alice }],
      organizations: [{ name: "Acme", members: { [alice]: "maintainer" } }],
    },
  });
  closing.push(() => sandbox.close());
  return sandbox;
}

/** What became of every attempt to sign in. */
function signIns(sandbox: Sandbox): readonly number[] {
  return sandbox.requests.filter(({ path }) => path === tokenRoute).map(({ status }) => status);
}

describe("processes", () => {
  it("three at a time, again and again, while tokens last for a second", { timeout: 120_000 }, async () => {
    const sandbox = await start(1);
    await using dir = await folder({
      "acme.yaml": `platform: marketplace\norganization: acme\nname: Acme\nmembers: { ${alice}: maintainer }\n`,
    });
    const env = environment(marketplace, sandbox, alice);
    for (let round = 0; round < 3; round += 1) {
      const runs = await Promise.all(
        [1, 2, 3].map(() => charter(["plan", "-C", dir.path, "--format", "json"], { env })),
      );
      expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(runs.map(() => [0, ""]));
      for (const run of runs) expect(parsed(run)).toMatchObject({ summary: { calls: 0, stops: 0 } });
      if (round < 2) await new Promise((resolve) => setTimeout(resolve, 1100));
    }
    // Each round had to sign in, and no token was used twice.
    expect(signIns(sandbox).length).toBeGreaterThanOrEqual(3);
    expect(signIns(sandbox).every((status) => status === 200)).toBe(true);
    // What is configured is nowhere in the store.
    const stored = await readFile(join(dir.path, ".charter", "tokens", "marketplace.json"), "utf8");
    expect(stored).not.toContain(env.CHARTER_MARKETPLACE_REFRESH_TOKEN);
    expect(stored).not.toContain(env.CHARTER_MARKETPLACE_CLIENT_SECRET);
  });
});

describe("connections", () => {
  async function open(sandbox: Sandbox, root: string): Promise<Connection> {
    const connection = openConnection({
      name: "marketplace",
      protocol: marketplace.protocol,
      urls: { api: sandbox.url, auth: sandbox.url },
      credentials: new Map(Object.entries(first)),
      // A store of its own, as another process has: only the folder is shared.
      tokens: openFolderStore(root).tokens("marketplace"),
      version: "0.0.0",
      retry: { base: 1, attempts: 2 },
    });
    closing.push(() => connection.close());
    return connection;
  }
  const first = { clientId: "charter", clientSecret: "charter-secret", refreshToken: `refresh-${alice}` };
  const me = (connection: Connection) => connection.reader.read(get(["users", "me"]));

  async function shared(): Promise<string> {
    const root = await mkdtemp(join(tmpdir(), "charter-tokens-"));
    closing.push(() => rm(root, { recursive: true }));
    return root;
  }

  it("that are refused at once renew once, and all of them go on", async () => {
    const [sandbox, root] = [await start(1800), await shared()];
    const all = await Promise.all([1, 2, 3, 4].map(() => open(sandbox, root)));
    expect((await Promise.all(all.map(me))).map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect(signIns(sandbox)).toEqual([200]);
    sandbox.expire();
    expect((await Promise.all(all.map(me))).map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect(signIns(sandbox)).toEqual([200, 200]);
    // Once more, one after the other: only the first has to.
    sandbox.expire();
    for (const each of all) expect(await me(each)).toMatchObject({ ok: true });
    expect(signIns(sandbox)).toEqual([200, 200, 200]);
  });

  it("with stores of their own do lock each other out, and are told what to do", async () => {
    const sandbox = await start(1800);
    const [one, other] = [await open(sandbox, await shared()), await open(sandbox, await shared())];
    expect(await me(one)).toMatchObject({ ok: true });
    const failure = await me(other);
    expect(failure).toMatchObject({ ok: false, reason: "unauthenticated", code: "invalid_grant" });
    expect(failure.ok ? "" : failure.message).toMatch(/Sign in anew/);
    expect(JSON.stringify(failure)).not.toContain(first.refreshToken);
  });
});
