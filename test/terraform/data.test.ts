/** Data sources and functions, asked by the real Terraform. */
import { expect, onTestFinished, test } from "vitest";
import { platforms } from "../../src/platforms/registry.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { serveForReattach } from "../../src/terraform/plugin/reattach.ts";
import { createProvider } from "../../src/terraform/provider/index.ts";
import { environment } from "../platforms/harness/converge.ts";
import { requiredProvider, terraform, withTerraform, workspace } from "./support/terraform.ts";
import { worlds } from "./worlds/index.ts";

withTerraform("data sources", () => {
  test.each(worlds.map((world) => [world.platform.name, world] as const))(
    "of %s: an organization, and who can do what in it",
    async (name, { platform, seed, pool }) => {
      const [key = ""] = pool.holders["organization"] ?? [];
      const sandbox = await startSandbox(name, { seed });
      onTestFinished(() => sandbox.close());
      const [account = ""] = Object.keys(sandbox.tokens);
      const provider = createProvider({
        platforms,
        env: environment(platform, sandbox, account),
        log: () => {},
      });
      const served = await serveForReattach(provider);
      onTestFinished(() => served.close());
      const type = `charter_${name.replaceAll("-", "_")}`;
      const main = `${requiredProvider}
provider "charter" {
  store = "tokens"
}
data "${type}_organization" "it" {
  key = "${key}"
}
data "${type}_access" "all" {
  organization = data.${type}_organization.it.id
}
data "${type}_access" "mine" {
  organization = data.${type}_organization.it.id
  who          = "${account}"
}
output "told" {
  value = {
    id   = data.${type}_organization.it.id
    name = data.${type}_organization.it.name
    all  = length(data.${type}_access.all.rows)
    mine = distinct(data.${type}_access.mine.rows[*].who)
    keys = [for row in data.${type}_access.all.rows : provider::charter::parse_address(row.target).organization]
  }
}
`;
      await using folder = await workspace({ "main.tf": main });
      const env = { TF_REATTACH_PROVIDERS: served.reattach };
      expect(await terraform(folder.path, ["init"], { env })).toMatchObject({ code: 0 });
      expect(await terraform(folder.path, ["apply", "-auto-approve"], { env })).toMatchObject({
        code: 0,
        stderr: "",
      });
      const { stdout } = await terraform(folder.path, ["output", "-json", "told"], { env });
      const told: { id: string; all: number; mine: string[]; keys: string[] } = JSON.parse(stdout);
      expect(told.id).toBe(key);
      expect(told.all).toBeGreaterThan(1);
      expect(told.mine).toEqual([account]);
      expect(new Set(told.keys)).toEqual(new Set([key]));
      expect(sandbox.requests.filter(({ write }) => write)).toEqual([]);
    },
    60_000,
  );

  test("say what is not there, and what no action is", async () => {
    const sandbox = await startSandbox("dnanexus");
    onTestFinished(() => sandbox.close());
    const [world] = worlds.filter(({ platform }) => platform.name === "dnanexus");
    if (world === undefined) throw new Error("no world");
    const env = environment(world.platform, sandbox, "user-alice");
    const served = await serveForReattach(createProvider({ platforms, env, log: () => {} }));
    onTestFinished(() => served.close());
    const main = `${requiredProvider}
data "charter_dnanexus_organization" "none" {
  key = "org-nowhere"
}
data "charter_dnanexus_access" "odd" {
  organization = "org-acme"
  action       = "FLY"
}
`;
    await using folder = await workspace({ "main.tf": main });
    const surroundings = { TF_REATTACH_PROVIDERS: served.reattach };
    await terraform(folder.path, ["init"], { env: surroundings });
    const { code, stderr } = await terraform(folder.path, ["plan"], { env: surroundings });
    expect(code).toBe(1);
    expect(stderr).toContain("shows no organization");
    expect(stderr).toContain('action       = "FLY"');
    expect(stderr).toContain("There is no action FLY.");
  });
});
