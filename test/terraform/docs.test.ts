/** What the documentation tells Terraform's users to type is typed; every example of the reference is valid. */
import { execFile } from "node:child_process";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { dnanexus } from "../../src/platforms/dnanexus/index.ts";
import { platforms } from "../../src/platforms/registry.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { serveForReattach } from "../../src/terraform/plugin/reattach.ts";
import { createProvider } from "../../src/terraform/provider/index.ts";
import { environment } from "../platforms/harness/converge.ts";
import { published } from "./support/published.ts";
import { requiredProvider, surroundings, terraform, withTerraform, workspace } from "./support/terraform.ts";

const docs = resolve(import.meta.dirname, "../../docs");
const run = promisify(execFile);

function blocks(text: string, language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm");
  return [...text.matchAll(fence)].map(([, body]) => body ?? "");
}

withTerraform("docs/terraform.md", () => {
  test("its start works as it stands", async () => {
    const text = await readFile(join(docs, "terraform.md"), "utf8");
    const [script = ""] = blocks(text.split("<!-- tested with terraform -->")[1] ?? "", "sh");
    expect(script).toContain("terraform init");
    await using charter = await published();
    await mkdir(join(charter.home, "bin"));
    await mkdir(join(charter.home, "infra"));
    const command = join(charter.home, "bin/charter");
    await writeFile(command, `#!/bin/sh\nexec "${process.execPath}" "${charter.bin}" "$@"\n`);
    await chmod(command, 0o755);
    const sandbox = await startSandbox("dnanexus");
    onTestFinished(() => sandbox.close());
    const { stdout } = await run("sh", ["-e", "-c", script], {
      cwd: join(charter.home, "infra"),
      env: {
        ...surroundings,
        ...environment(dnanexus, sandbox, "user-alice"),
        PATH: [join(charter.home, "bin"), dirname(process.execPath), process.env["PATH"]].join(delimiter),
      },
    });
    expect(stdout).toContain("Apply complete! Resources: 2 added, 0 changed, 0 destroyed.");
    expect(stdout).toContain("No changes.");
  }, 120_000);
});

withTerraform("the reference", () => {
  test("every example is valid", async () => {
    const provider = createProvider({ platforms, env: {}, log: () => {} });
    const served = await serveForReattach(provider);
    onTestFinished(() => served.close());
    const examples: string[] = [];
    for (const folder of ["resources", "data-sources"]) {
      for (const name of await readdir(join(docs, "terraform", folder))) {
        const [body = ""] = blocks(
          await readFile(join(docs, "terraform", folder, name), "utf8"),
          "terraform",
        );
        examples.push(body);
      }
    }
    expect(examples.length).toBeGreaterThan(50);
    const main = `${requiredProvider}variable "first_password" {\n  type = string\n}\n${examples.join("\n")}`;
    await using folder = await workspace({ "main.tf": main });
    const env = { TF_REATTACH_PROVIDERS: served.reattach };
    expect(await terraform(folder.path, ["init"], { env })).toMatchObject({ code: 0 });
    expect(await terraform(folder.path, ["validate"], { env })).toMatchObject({ code: 0, stderr: "" });
    expect(await terraform(folder.path, ["fmt", "-check"], { env })).toMatchObject({ code: 0 });
  });
});

describe("the reference", () => {
  test("speaks of nothing that only files say", async () => {
    const names = await readdir(join(docs, "terraform/resources"));
    for (const name of names) {
      const text = await readFile(join(docs, "terraform/resources", name), "utf8");
      expect([name, /state: absent|`manage:/.exec(text)]).toEqual([name, null]);
    }
  });
});
