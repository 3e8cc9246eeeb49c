/** The real Terraform starts the bundle: from an implied mirror, without network, as its users would. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PackedFile, packageHash } from "../../../src/terraform/install/contents.ts";
import { layInto } from "../../../src/terraform/install/mirror.ts";
import { systemOf } from "../../../src/terraform/install/systems.ts";
import { serveForReattach } from "../../../src/terraform/plugin/reattach.ts";
import { requiredProvider, terraform, withTerraform, workspace } from "../support/terraform.ts";
import { bundled } from "./plugin.ts";
import { testProvider } from "./test-provider.ts";

withTerraform("the provider under Terraform", () => {
  let bundle: Awaited<ReturnType<typeof bundled>>;
  let files: readonly PackedFile[];

  beforeAll(async () => {
    bundle = await bundled();
    files = [
      { name: "LICENSES.txt", bytes: await readFile(join(bundle.folder, "LICENSES.txt")), executable: false },
      { name: "terraform-provider-charter_v1.2.3.cjs", bytes: await readFile(bundle.file), executable: true },
    ];
  }, 60_000);

  afterAll(async () => {
    await bundle[Symbol.asyncDispose]();
  });

  test("is found without settings or network, locked, and asked for its schema", async () => {
    await using folder = await workspace({
      "main.tf": `${requiredProvider}\nprovider "charter" {}\n`,
      // What npm writes; the files of the provider lie below it.
      "package.json": '{"type":"module"}',
    });
    const system = systemOf(process.platform, process.arch) ?? "";
    await layInto(join(folder.path, "terraform.d/plugins"), files, "1.2.3", system);
    expect(await terraform(folder.path, ["init"])).toMatchObject({ code: 0, stderr: "" });
    const lock = await readFile(join(folder.path, ".terraform.lock.hcl"), "utf8");
    expect(lock).toContain('provider "registry.terraform.io/orgcharter/charter"');
    expect(lock).toContain(packageHash(files));

    expect(await terraform(folder.path, ["validate"])).toMatchObject({ code: 0, stderr: "" });
    const { code, stdout } = await terraform(folder.path, ["providers", "schema", "-json"]);
    expect(code).toBe(0);
    const schemas: {
      provider_schemas: Record<string, { resource_schemas: Record<string, unknown>; functions: object }>;
    } = JSON.parse(stdout);
    const own = schemas.provider_schemas["registry.terraform.io/orgcharter/charter"];
    expect(Object.keys(own?.resource_schemas ?? {})).toContain("charter_dnanexus_members");
    expect(Object.keys(own?.functions ?? {})).toEqual(["address", "parse_address"]);
    expect(own?.resource_schemas["charter_dnanexus_members"]).toMatchObject({
      version: 0,
      block: { attributes: { members: { nested_type: { nesting_mode: "map" } } } },
    });
  }, 60_000);

  test("is shown what a plugin says that cannot start", async () => {
    await using folder = await workspace({ "main.tf": `${requiredProvider}\nprovider "charter" {}\n` });
    const system = systemOf(process.platform, process.arch) ?? "";
    const script = '#!/usr/bin/env node\nconsole.log("Charter needs a newer Node.");\n';
    const old = {
      name: "terraform-provider-charter_v1.2.3.cjs",
      bytes: Buffer.from(script),
      executable: true,
    };
    await layInto(join(folder.path, "terraform.d/plugins"), [old], "1.2.3", system);
    expect((await terraform(folder.path, ["init"])).code).toBe(0);
    expect((await terraform(folder.path, ["validate"])).stderr.replace(/\s+/g, " ")).toContain(
      "Unrecognized remote plugin message: Charter needs a newer Node.",
    );
  }, 60_000);

  test("in this process: plan, apply, plan again, destroy", async () => {
    const { reattach, close } = await serveForReattach(testProvider());
    const env = { TF_REATTACH_PROVIDERS: reattach };
    try {
      await using folder = await workspace({
        "main.tf": `${requiredProvider}
resource "charter_thing" "a" {
  name   = "a"
  size   = 0.1
  tags   = ["y", "x"]
  people = { "__proto__" = { level = "high" }, bob = {} }
}
resource "charter_thing" "b" {
  name = "b"
  size = 12345678901
  tags = [charter_thing.a.id]
}
output "joined" {
  value = provider::charter::join("-", charter_thing.a.size, 2)
}
`,
      });
      const run = (...args: readonly string[]) => terraform(folder.path, args, { env });
      expect(await run("init")).toMatchObject({ code: 0 });
      const applied = await run("apply", "-auto-approve");
      expect([applied.code, applied.stderr]).toEqual([0, ""]);
      expect(applied.stdout).toContain('joined = "0.1-2"');
      expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0, stderr: "" });
      const shown: { values: { root_module: { resources: { values: unknown }[] } } } = JSON.parse(
        (await run("show", "-json")).stdout,
      );
      expect(shown.values.root_module.resources.map(({ values }) => JSON.stringify(values))).toEqual([
        '{"id":"a","name":"a","people":{"__proto__":{"level":"high"},"bob":{"level":null}},"size":0.1,"tags":["x","y"]}',
        '{"id":"b","name":"b","people":null,"size":12345678901,"tags":["a"]}',
      ]);
      expect(await run("destroy", "-auto-approve")).toMatchObject({ code: 0, stderr: "" });
    } finally {
      await close();
    }
  }, 60_000);

  test("a number that cannot be held is an error at its place", async () => {
    const { reattach, close } = await serveForReattach(testProvider());
    try {
      await using folder = await workspace({
        "main.tf": `${requiredProvider}
resource "charter_thing" "a" {
  name = "a"
  size = 12345678901234567890
}
`,
      });
      const env = { TF_REATTACH_PROVIDERS: reattach };
      await terraform(folder.path, ["init"], { env });
      const { code, stderr } = await terraform(folder.path, ["validate"], { env });
      expect(code).toBe(1);
      expect(stderr).toContain("on main.tf line 11");
      expect(stderr).toContain("size: It is no number that can be held exactly");
    } finally {
      await close();
    }
  });
});
