/** What the documentation tells people to type is typed here, against a sandbox; what it links to is there. */
import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { platforms } from "../../src/platforms/registry.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { environment } from "../platforms/harness/converge.ts";

const root = resolve(import.meta.dirname, "../..");
const pages = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...(await readdir(join(root, "docs"), { recursive: true }))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
  ...(await readdir(join(root, "examples"))).map((name) => `examples/${name}/README.md`),
];
const bin = join(root, "src/cli/bin.ts");
const run = promisify(execFile);

function blocks(text: string, language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm");
  return [...text.matchAll(fence)].map(([, body]) => body ?? "");
}

/** A folder of its own, in which `charter` is the one of this checkout. */
async function desk(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "charter-docs-"));
  await mkdir(join(folder, "bin"));
  await mkdir(join(folder, "work"));
  const command = join(folder, "bin/charter");
  await writeFile(command, `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`);
  await chmod(command, 0o755);
  return folder;
}

/** Types a script there, against a sandbox; gives what it prints. */
async function type(script: string, folder: string, variables: Readonly<Record<string, string>>) {
  const env = {
    ...process.env,
    ...variables,
    NO_COLOR: "1",
    PATH: [join(folder, "bin"), dirname(process.execPath), process.env["PATH"]].join(delimiter),
  };
  const { stdout } = await run("sh", ["-e", "-c", script], { cwd: join(folder, "work"), env });
  return stdout;
}

describe.each(platforms.map((platform) => [platform.name, platform] as const))(
  "the start of %s",
  (name, platform) => {
    test("what is live is imported, and planning it changes nothing", async () => {
      const text = await readFile(join(root, `docs/${name}.md`), "utf8");
      const start = blocks(text.split("## Start")[1] ?? "", "sh")[0] ?? "";
      const lines = start.split("\n").filter((line) => !line.startsWith("charter sandbox"));
      expect(start).toContain(`charter sandbox ${name}`);
      expect(start).toContain(`charter import ${name}`);
      await using sandbox = await served(name);
      const folder = await desk();
      try {
        const [account = ""] = Object.keys(sandbox.server.tokens);
        const printed = await type(lines.join("\n"), folder, environment(platform, sandbox.server, account));
        expect(printed).toContain("No changes.");
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  },
);

async function served(name: string): Promise<AsyncDisposable & { readonly server: Sandbox }> {
  const server = await startSandbox(name);
  return { server, [Symbol.asyncDispose]: () => server.close() };
}

describe("the README's five minutes", () => {
  let sandbox: Sandbox;
  let folder: string;

  beforeAll(async () => {
    sandbox = await startSandbox("dnanexus");
    folder = await desk();
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
    const variables = {
      CHARTER_DNANEXUS_URL: sandbox.url,
      CHARTER_DNANEXUS_TOKEN: sandbox.tokens["user-alice"] ?? "",
    };
    const outputs: string[] = [];
    for (const script of tested) outputs.push(await type(script, folder, variables));
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
        if (!isSettings && !/^(platform:|import )/m.test(body)) continue;
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
