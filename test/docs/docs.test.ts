/** What the documentation tells people to type is typed here, against a sandbox; what it links to is there. */
import { execFile } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";

const root = resolve(import.meta.dirname, "../..");
const pages = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "docs/configuration.md",
  "docs/dnanexus.md",
];
const bin = join(root, "src/cli/bin.ts");
const run = promisify(execFile);

function blocks(text: string, language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm");
  return [...text.matchAll(fence)].map(([, body]) => body ?? "");
}

describe("the README's five minutes", () => {
  let sandbox: Sandbox;
  let folder: string;

  beforeAll(async () => {
    sandbox = await startSandbox("dnanexus");
    folder = await mkdtemp(join(tmpdir(), "charter-docs-"));
    const command = join(folder, "bin-charter");
    await writeFile(command, `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`);
    await chmod(command, 0o755);
    await run("mkdir", ["-p", join(folder, "bin"), join(folder, "work")]);
    await run("mv", [command, join(folder, "bin/charter")]);
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("every command works, in order", async () => {
    const text = await readFile(join(root, "README.md"), "utf8");
    const tested = text
      .split("<!-- tested -->")
      .slice(1)
      .map((part) => blocks(part, "sh")[0] ?? "");
    expect(tested).toHaveLength(2);
    const env = {
      ...process.env,
      NO_COLOR: "1",
      PATH: [join(folder, "bin"), dirname(process.execPath), process.env["PATH"]].join(delimiter),
      CHARTER_DNANEXUS_URL: sandbox.url,
      CHARTER_DNANEXUS_TOKEN: sandbox.tokens["user-alice"],
    };
    const outputs: string[] = [];
    for (const script of tested) {
      const { stdout } = await run("sh", ["-e", "-c", script], { cwd: join(folder, "work"), env });
      outputs.push(stdout);
    }
    expect(outputs[0]).toContain("No changes.");
    expect(outputs[1]).toContain("Applied and verified");
    expect(outputs[1]).toContain("No drift.");
  });
});

describe("examples in the documentation", () => {
  test.each(pages)("the configurations of %s are valid", async (page) => {
    const text = await readFile(join(root, page), "utf8");
    const folder = await mkdtemp(join(tmpdir(), "charter-docs-"));
    try {
      for (const [index, body] of [...blocks(text, "yaml"), ...blocks(text, "ts")].entries()) {
        const isSettings = /^(connections|guards):/m.test(body);
        const isCode = body.includes("import ");
        if (isCode && !body.includes("export default")) continue;
        const own = join(folder, String(index));
        await run("mkdir", ["-p", own]);
        const extra = isSettings ? "platform: dnanexus\norganization: org-x\nconnection: staging\n" : body;
        if (isSettings) await writeFile(join(own, "charter.yaml"), body);
        await writeFile(join(own, isCode ? "org.ts" : "org.yaml"), extra);
        const checked = run(process.execPath, [bin, "validate", "-C", own]).catch(
          (error: Error) => error.message,
        );
        expect(await checked).toMatchObject({ stdout: expect.any(String) });
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test.each(pages)("the links of %s lead somewhere", async (page) => {
    const text = await readFile(join(root, page), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target ?? "");
    for (const target of links) {
      const path = resolve(root, dirname(page), target);
      expect([target, await readdir(dirname(path))]).toEqual([
        target,
        expect.arrayContaining([path.split("/").at(-1)]),
      ]);
    }
  });
});
