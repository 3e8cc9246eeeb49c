/** A folder from somebody who is not trusted: none of its code runs, and it does not say where credentials go. */

import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exists } from "../../src/cli/files.ts";
import { charter, folder } from "./charter.ts";
import { acme, live } from "./live.ts";

/** Leaves a file behind where it runs. */
const code = `import { writeFileSync } from "node:fs";
import { defineOrganization } from "orgcharter";
writeFileSync(new URL("./it-ran", import.meta.url), "");
export default defineOrganization("dnanexus", { organization: "org-acme" });
`;

describe("definitions in TypeScript", () => {
  const validate = async (args: readonly string[], env: Readonly<Record<string, string>>) => {
    await using dir = await folder({ "acme.ts": code });
    const { code: exit, stderr } = await charter(["validate", ...args], { cwd: dir.path, env });
    return [exit, await exists(join(dir.path, "it-ran")), stderr.includes("[config/code-off]")];
  };

  test("run, unless --no-code or CHARTER_NO_CODE says otherwise: then each is a finding", async () => {
    expect(await validate([], {})).toEqual([0, true, false]);
    expect(await validate(["--no-code"], {})).toEqual([1, false, true]);
    expect(await validate([], { CHARTER_NO_CODE: "1" })).toEqual([1, false, true]);
  });

  test("what the variable holds is a yes unless it is plainly a no", async () => {
    expect(await validate([], { CHARTER_NO_CODE: "please" })).toEqual([1, false, true]);
    expect(await validate([], { CHARTER_NO_CODE: "0" })).toEqual([0, true, false]);
    expect(await validate([], { CHARTER_NO_CODE: "" })).toEqual([0, true, false]);
  });
});

describe("settings that stand apart", () => {
  /** A server that is not ours, and what it was sent. */
  async function elsewhere() {
    const heard: string[] = [];
    const server = createServer((request, response) => {
      heard.push(request.headers.authorization ?? "");
      response.writeHead(401).end("{}");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    return {
      heard,
      url: `http://127.0.0.1:${port}`,
      [Symbol.asyncDispose]: () => new Promise<void>((done) => server.close(() => done())),
    };
  }
  const leading = (url: string) =>
    `connections:\n  mine:\n    platform: dnanexus\n    url: ${url}\n    credentials: { token: { env: CHARTER_DNANEXUS_TOKEN } }\n`;

  test("a folder with settings of its own could send the credential anywhere; with --settings it cannot", async () => {
    await using server = await elsewhere();
    await using run = await live({
      "proposal/acme.yaml": acme,
      "proposal/charter.yaml": leading(server.url),
      "base/charter.yaml": "guards: { admins: { minimum: 1 } }\n",
    });
    const proposal = ["plan", "-C", "proposal"];
    expect((await run.run(proposal)).code).toBe(1);
    expect(server.heard).toEqual([`Bearer ${run.env["CHARTER_DNANEXUS_TOKEN"]}`]);

    for (const [args, env] of [
      [["--settings", "base/charter.yaml"], {}],
      [[], { CHARTER_SETTINGS: "base/charter.yaml" }],
    ] as const) {
      const ended = await run.run([...proposal, ...args], { env });
      expect(ended).toMatchObject({
        code: 0,
        stdout: "No changes. Live state is as the configuration says.\n",
      });
      expect(ended.stderr).toContain("charter.yaml is not read: the settings come from base/charter.yaml.");
    }
    expect(server.heard).toHaveLength(1);
  });

  test("guards and the store are theirs, too", async () => {
    await using run = await live({
      "proposal/acme.yaml": acme.replace(/ {2}user-(bob|carol|dave|erin): MEMBER\n/g, ""),
      "proposal/charter.yaml": "guards: { removals: { ratio: 1, count: 1000 } }\n",
      "base/charter.yaml": "store: memory\n",
    });
    const args = ["-C", "proposal", "--settings", "base/charter.yaml"];
    expect((await run.run(["plan", ...args])).code).toBe(3);
    await writeFile(
      join(run.path, "proposal/acme.yaml"),
      acme.replace("user-erin: MEMBER", "user-erin: ADMIN"),
    );
    expect((await run.run(["apply", "--yes", ...args])).code).toBe(0);
    expect([
      await exists(join(run.path, "base/memory/runs")),
      await exists(join(run.path, "proposal/.charter")),
    ]).toEqual([true, false]);
    expect((await run.run(["runs", ...args])).stdout).toContain("dnanexus");
  });

  test("that are not there, or no settings, end the run before anything is sent", async () => {
    await using run = await live({ "acme.yaml": acme, "bad.yaml": "guard: {}\n" });
    await mkdir(join(run.path, "folder"));
    for (const name of ["none.yaml", "bad.yaml", "folder"]) {
      const { code: exit, stderr } = await run.run(["plan", "--settings", name]);
      expect([exit, stderr]).toEqual([1, expect.stringContaining(name)]);
    }
    expect(run.sandbox.requests).toEqual([]);
  });
});
