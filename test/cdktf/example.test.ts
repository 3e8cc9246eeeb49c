/** examples/cdktf, run as cdktf.json says; and that both cores check a stack with a write-only value and let it pass. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import * as cdktf from "cdktf";
import * as cdktn from "cdktn";
import { expect, test } from "vitest";
import * as classic from "../../src/cdktf/cdktf.ts";
import * as next from "../../src/cdktf/cdktn.ts";

const root = resolve(import.meta.dirname, "../..");

test("the example writes a stack, whose triggers follow a membership", async () => {
  const { app }: { app: string } = JSON.parse(await readFile(join(root, "cdktf.json"), "utf8"));
  expect(app).toBe("node examples/cdktf/main.ts");
  const out = await mkdtemp(join(tmpdir(), "charter-example-"));
  try {
    await promisify(execFile)(process.execPath, ["examples/cdktf/main.ts"], {
      cwd: root,
      env: { ...process.env, CDKTF_OUTDIR: out },
    });
    const made = JSON.parse(await readFile(join(out, "stacks/acme/cdk.tf.json"), "utf8"));
    expect(made.resource.null_resource["readers-changed"].triggers.readers).toMatch(
      /^\$\{jsonencode\(keys\(charter_dnanexus_grants\.acme_grants_\w+\["raw-data"\]\.grants\)\)\}$/,
    );
    expect(made.terraform.required_providers.charter).toEqual({ source: "orgcharter/charter" });
  } finally {
    await rm(out, { recursive: true });
  }
});

test.each([
  ["cdktf", cdktf, classic],
  ["cdktn", cdktn, next],
] as const)("%s takes write-only values without a setting", async (_, core, charter) => {
  const outdir = await mkdtemp(join(tmpdir(), "charter-synth-"));
  try {
    const app = new core.App({ outdir });
    // The two have the same shape, and each gets its own.
    const stack = new core.TerraformStack(app as never, "test") as never;
    new charter.CharterProvider(stack, "charter");
    new charter.cloudElements.User(stack, "user", { account: "a/accounts/b", key: "a@b.c", password: "p" });
    new charter.Organization(stack, "acme", {
      platform: "cloud-elements",
      organization: "acme",
      accounts: { hq: { users: { "a@b.c": { password: { env: "FIRST_PASSWORD" } } } } },
    });
    app.synth();
    const made = JSON.parse(await readFile(join(outdir, "stacks/test/cdk.tf.json"), "utf8"));
    expect(made.variable).toMatchObject({ first_password: { ephemeral: true, sensitive: true } });
    expect(made.resource.charter_cloud_elements_user.user.password).toBe("p");
  } finally {
    await rm(outdir, { recursive: true });
  }
});
