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

  test.each(names)("%s", async (name) => {
    const args = ["export", "terraform", join(root, name), "--stdout", "--format", "json"];
    const ended = await charter(args);
    expect([ended.code, ended.stderr.replaceAll(/^.*(note|warning): .*$/gm, "$1")]).toMatchSnapshot();
    expect(parsed(ended)).toMatchObject({ files: [{ path: "main.tf" }, { path: "imports.tf" }] });
  });
});

describe("a community of thousands", () => {
  test.each(["cloud-console", "dnanexus", "marketplace"])(
    "%s is a block for each kind and organization",
    async (name) => {
      const loaded = await validate({ directory: join(root, "kubernetes", name, "config") });
      if (!loaded.ok) throw new Error("the example is invalid");
      const { blocks, imports } = expandConfiguration(loaded.value, platforms, { imports: true });
      const kinds = new Set(blocks.map(({ type }) => type));
      const organizations = new Set(blocks.map(({ organization }) => organization));
      const entries = loaded.value.connections.reduce((sum, { desired }) => sum + desired.resources.size, 0);
      expect({
        entries,
        blocks: blocks.length,
        kinds: kinds.size,
        organizations: organizations.size,
        instances: imports.length,
      }).toMatchSnapshot();
      expect(blocks.length).toBeLessThanOrEqual(kinds.size * organizations.size);
    },
  );
});
