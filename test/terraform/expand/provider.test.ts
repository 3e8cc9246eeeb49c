/** The examples, as Terraform and the provider understand them. */
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { charter, parsed } from "../../cli/charter.ts";
import { hasTerraform, terraform } from "../print/terraform.ts";

const root = resolve(import.meta.dirname, "../../..");

describe.skipIf(!hasTerraform || process.platform === "win32")("the provider takes", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "charter-provider-"));
    const script = join(folder, "terraform-provider-charter");
    await writeFile(
      script,
      `#!/bin/sh\nexec '${process.execPath}' '${join(root, "src/terraform/main.ts")}'\n`,
    );
    await chmod(script, 0o755);
    await writeFile(
      join(folder, "terraform.rc"),
      `provider_installation {\n  dev_overrides {\n    "orgcharter/charter" = ${JSON.stringify(folder)}\n  }\n  direct {}\n}\n`,
    );
  });
  afterAll(() => rm(folder, { recursive: true }));

  const valid = (files: Readonly<Record<string, string>>) =>
    terraform(files, ["validate", "-no-color"], "", { TF_CLI_CONFIG_FILE: join(folder, "terraform.rc") });

  test.each(["cloud-console", "cloud-elements", "datica", "dnanexus", "dnanexus-two-orgs", "marketplace"])(
    "%s, in both syntaxes",
    async (name) => {
      for (const syntax of ["hcl", "json"]) {
        const directory = join(root, "examples", name);
        const args = ["export", "terraform", directory, "--stdout", "--format", "json", "--syntax", syntax];
        const { files } = parsed(await charter(args));
        const texts: readonly { readonly path: string; readonly text: string }[] = Array.isArray(files)
          ? files
          : [];
        const said = valid(Object.fromEntries(texts.map(({ path, text }) => [path, text])));
        expect(said).toMatchObject({ status: 0, stderr: "" });
      }
    },
    60_000,
  );
});
