/** What is published, installed into an empty folder and used there: the command, the library, the types. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSandbox } from "../../src/sandbox/server.ts";
import { version } from "../../src/version.ts";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "../..");
let folder: string;

/** The Node of this test first, whatever else the machine has. */
const env = {
  ...process.env,
  PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`,
  NO_COLOR: "1",
};

async function npm(cwd: string, ...args: readonly string[]): Promise<string> {
  return (await run("npm", [...args], { cwd, env })).stdout;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "charter-pack-"));
  await npm(root, "pack", "--silent", "--pack-destination", folder);
  const [tarball] = (await readdir(folder)).filter((name) => name.endsWith(".tgz"));
  await mkdir(join(folder, "app"));
  await writeFile(join(folder, "app/package.json"), '{"type":"module","private":true}');
  await npm(join(folder, "app"), "install", "--no-audit", "--no-fund", "--prefer-offline", `../${tarball}`);
}, 180_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const charter = (...args: readonly string[]) =>
  run(process.execPath, [join(folder, "app/node_modules/orgcharter/dist/cli/bin.js"), ...args], {
    cwd: join(folder, "app"),
    env,
  });

describe("the packed package", () => {
  test("holds what is needed and nothing else", async () => {
    const names = await readdir(join(folder, "app/node_modules/orgcharter"));
    expect(names.sort()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "NOTICE",
      "README.md",
      "dist",
      "package.json",
      "schemas",
    ]);
  });

  test("runs as a command from the folder's bin", async () => {
    const { stdout } = await run(join(folder, "app/node_modules/.bin/charter"), ["--version"], { env });
    expect(stdout.trim()).toBe(version());
  });

  test("starts, checks and formats a configuration", async () => {
    await charter("init", "-C", "acme", "dnanexus").catch(async () => charter("-C", "acme", "init"));
    const { stderr } = await charter("validate", "-C", "acme");
    expect(stderr).not.toContain("error");
  });

  test("serves as a library, with definitions in TypeScript beside YAML, and prints nothing", async () => {
    const sandbox = await startSandbox("dnanexus");
    try {
      const organizations = join(folder, "app/organizations");
      await mkdir(organizations);
      await writeFile(
        join(organizations, "acme.ts"),
        `import { defineOrganization } from "orgcharter";
export default defineOrganization("dnanexus", {
  organization: "org-acme",
  members: { "user-alice": "ADMIN", "user-bob": { level: "MEMBER", projectAccess: "VIEW" } },
});
`,
      );
      await writeFile(
        join(folder, "app/main.ts"),
        `import { apply, plan } from "orgcharter";
const planned = await plan({ directory: "organizations" });
if (!planned.ok) throw new Error(planned.findings.map(({ message }) => message).join("\\n"));
const { create, stops } = planned.value.summary;
const applied = await apply({ directory: "organizations", plan: planned.value });
if (!applied.ok) throw new Error(applied.findings.map(({ message }) => message).join("\\n"));
const again = await plan({ directory: "organizations", signal: AbortSignal.timeout(10_000) });
process.stdout.write(JSON.stringify([create, stops, applied.value.result?.verified, again.ok && again.value.summary.calls]));
`,
      );
      const token = sandbox.tokens["user-alice"];
      const { stdout, stderr } = await run(process.execPath, ["main.ts"], {
        cwd: join(folder, "app"),
        env: { ...env, CHARTER_DNANEXUS_URL: sandbox.url, CHARTER_DNANEXUS_TOKEN: token },
      });
      expect([stdout, stderr]).toEqual(["[1,0,true,0]", ""]);
    } finally {
      await sandbox.close();
    }
  });

  test("has types: a level that the platform does not have does not compile", async () => {
    const check = async (level: string): Promise<string> => {
      await writeFile(
        join(folder, "app/types.ts"),
        `import { defineOrganization } from "orgcharter";
export default defineOrganization("dnanexus", { organization: "org-acme", members: { "user-a": "${level}" } });
`,
      );
      const compiler = join(root, "node_modules/typescript/bin/tsc");
      const flags = [
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "--module",
        "nodenext",
        "--target",
        "es2024",
        "types.ts",
      ];
      const result = await run(process.execPath, [compiler, ...flags], {
        cwd: join(folder, "app"),
        env,
      }).catch((error: { stdout: string }) => error);
      return result.stdout;
    };
    expect(await check("ADMIN")).toBe("");
    expect(await check("ADMN")).toContain("types.ts(2");
  });

  test.each(["cdktf", "cdktn"])("has constructs for %s, where that is installed", async (core) => {
    const app = join(folder, "app");
    for (const name of [core, "constructs"]) {
      // A link to what these tests have: nothing is fetched.
      await symlink(join(root, "node_modules", name), join(app, "node_modules", name)).catch(() => {});
    }
    await writeFile(
      join(app, `${core}.ts`),
      `import { App, TerraformStack } from "${core}";
import { CharterProvider, Organization } from "orgcharter/${core}";
const app = new App({ outdir: "out-${core}" });
const stack = new TerraformStack(app, "acme");
new CharterProvider(stack, "charter");
new Organization(stack, "acme", { platform: "dnanexus", organization: "org-acme", members: { "user-a": "ADMIN" } });
app.synth();
`,
    );
    await run(process.execPath, [`${core}.ts`], { cwd: app, env });
    const text = await readFile(join(app, `out-${core}/stacks/acme/cdk.tf.json`), "utf8");
    expect(text).toContain("charter_dnanexus_members");
  });
});
