/** The examples of the repository, as Terraform. */
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { platforms } from "../../../src/platforms/registry.ts";
import { validate } from "../../../src/run/validate.ts";
import { expandConfiguration } from "../../../src/terraform/expand/configuration.ts";
import { charter, parsed } from "../../cli/charter.ts";

const root = resolve(import.meta.dirname, "../../../examples");

describe("every example", () => {
  const names = readdirSync(root, { withFileTypes: true })
    .filter((each) => each.isDirectory() && each.name !== "kubernetes" && each.name !== "cdktf")
    .map(({ name }) => name);

  /** What Terraform cannot say of them. */
  const said: Readonly<Record<string, string>> = {
    "cloud-console": "note: acme was called Acme before",
    "dnanexus-two-orgs": "warning: policies of charter.yaml",
  };

  test.each(names)("%s", async (name) => {
    const args = ["export", "terraform", join(root, name), "--stdout", "--format", "json"];
    const ended = await charter(args);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain(said[name] ?? "");
    expect(ended.stderr === "").toBe(said[name] === undefined);
    expect(parsed(ended)).toMatchObject({ files: [{ path: "main.tf" }, { path: "imports.tf" }] });
  });
});

describe("a community of thousands", () => {
  test.each([
    ["cloud-console", { entries: 7959, organizations: 8, kinds: 7, blocks: 53, instances: 2696 }],
    ["marketplace", { entries: 7734, organizations: 8, kinds: 6, blocks: 42, instances: 2322 }],
    // An organization for each of its teams.
    ["dnanexus", { entries: 9245, organizations: 822, kinds: 4, blocks: 1654, instances: 2344 }],
  ])("%s is at most a block for each kind and organization", async (name, counts) => {
    const loaded = await validate({ directory: join(root, "kubernetes", name, "config") });
    if (!loaded.ok) throw new Error("the example is invalid");
    const { blocks, imports } = expandConfiguration(loaded.value, platforms, { imports: true });
    const entries = loaded.value.connections.reduce((sum, { desired }) => sum + desired.resources.size, 0);
    expect({
      entries,
      organizations: new Set(blocks.map(({ organization }) => organization)).size,
      kinds: new Set(blocks.map(({ type }) => type)).size,
      blocks: blocks.length,
      instances: imports.length,
    }).toEqual(counts);
    expect(blocks.length).toBeLessThanOrEqual(counts.kinds * counts.organizations);
  });
});
