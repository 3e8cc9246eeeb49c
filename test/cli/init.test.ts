import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Type } from "typebox";
import { describe, expect, test } from "vitest";
import { exampleOrganization } from "../../src/cli/example.ts";
import { optional, required } from "../../src/model/attribute.ts";
import { defineKind } from "../../src/model/kind.ts";
import { platforms } from "../../src/platforms/registry.ts";
import { charter, folder, parsed } from "./charter.ts";

describe("charter init", () => {
  test("writes what is valid as it stands, and says what to do next", async () => {
    await using dir = await folder();
    const { code, stdout, stderr } = await charter(["init", "dnanexus"], { cwd: dir.path });
    expect([code, stdout]).toEqual([0, "charter.yaml\norganizations/org-acme.yaml\n.gitignore\n"]);
    expect(stderr).toContain("put the credential into CHARTER_DNANEXUS_TOKEN");
    expect(stderr).toContain("charter import dnanexus");
    expect(await readFile(join(dir.path, ".gitignore"), "utf8")).toBe(".charter/\n");

    const valid = await charter(["validate"], { cwd: dir.path });
    expect(valid).toMatchObject({ code: 0, stderr: "" });
    expect(valid.stdout).toBe(
      "The configuration is valid: 1 organization with 2 resources in 1 connection.\n",
    );
    expect((await charter(["fmt", "--check"], { cwd: dir.path })).code).toBe(0);
  });

  test("what is commented out in charter.yaml is valid too", async () => {
    await using dir = await folder();
    await charter(["init", "dnanexus"], { cwd: dir.path });
    const file = join(dir.path, "charter.yaml");
    const text = await readFile(file, "utf8");
    const [head = "", connections = ""] = text.split("# connections:");
    const [guards = "", policies = ""] = head.split("# policies:");
    const [policy = "", prose = ""] = policies.split("\n\n");
    const shown = `${guards}policies:${policy.replaceAll(/^# /gm, "")}\n\n${prose}`;
    await writeFile(file, `${shown}connections:${connections.replaceAll(/^# /gm, "")}`);
    expect(shown).toContain('\n    for: "*/members"\n');
    expect(await charter(["validate"], { cwd: dir.path })).toMatchObject({ code: 0, stderr: "" });
  });

  test("never overwrites: nothing at all is written then", async () => {
    await using dir = await folder({ "charter.yaml": "# mine\n" });
    const { code, stderr } = await charter(["init", "dnanexus"], { cwd: dir.path });
    expect(code).toBe(1);
    expect(stderr).toContain("charter.yaml is already there, so nothing was written.");
    expect(await readFile(join(dir.path, "charter.yaml"), "utf8")).toBe("# mine\n");
    await expect(stat(join(dir.path, "organizations"))).rejects.toThrow("ENOENT");
    await expect(stat(join(dir.path, ".gitignore"))).rejects.toThrow("ENOENT");
  });

  test.each([
    ["without a line break at its end", "node_modules", "node_modules\n.charter/\n"],
    ["that has the line", "/.charter\n", "/.charter\n"],
  ])("adds to a .gitignore %s", async (_, before, after) => {
    await using dir = await folder({ ".gitignore": before });
    await charter(["init", "dnanexus"], { cwd: dir.path });
    expect(await readFile(join(dir.path, ".gitignore"), "utf8")).toBe(after);
  });

  test("makes the folder, and the next steps name it", async () => {
    await using dir = await folder();
    const { stderr } = await charter(["init", "dnanexus", "-C", "my orgs"], { cwd: dir.path });
    expect(stderr).toContain("charter plan -C 'my orgs'");
    expect((await stat(join(dir.path, "my orgs/charter.yaml"))).isFile()).toBe(true);
  });

  test("without a platform says which there are", async () => {
    await using dir = await folder();
    const { code, stderr } = await charter(["init"], { cwd: dir.path });
    expect(code).toBe(1);
    expect(stderr).toContain(platforms.map(({ name }) => name).join(", "));
  });

  test.each(platforms.map(({ name }) => name))(
    "%s: valid as it stands, and in its usual form",
    async (name) => {
      await using dir = await folder();
      const { code, stderr } = await charter(["init", name], { cwd: dir.path });
      expect(code, stderr).toBe(0);
      expect(await charter(["validate"], { cwd: dir.path })).toMatchObject({ code: 0, stderr: "" });
      expect((await charter(["fmt", "--check"], { cwd: dir.path })).code).toBe(0);
      const usual = platforms.find((each) => each.name === name)?.protocol.hosts;
      const hasUrl = Object.values(usual ?? {})[0]?.url !== undefined;
      expect(stderr.includes("_URL")).toBe(!hasUrl);
    },
  );

  test("as JSON", async () => {
    await using dir = await folder();
    const ended = await charter(["init", "dnanexus", "--format", "json"], { cwd: dir.path });
    expect(parsed(ended)).toEqual({
      format: "charter-init/1",
      files: ["charter.yaml", "organizations/org-acme.yaml", ".gitignore"],
    });
  });

  test("a folder that cannot be written to", async () => {
    await using dir = await folder({ organizations: "a file" });
    await mkdir(join(dir.path, "x"));
    const { code, stderr } = await charter(["init", "dnanexus"], { cwd: dir.path });
    expect(code).toBe(1);
    expect(stderr).toMatch(/\[cli\/(write|exists)\]/);
  });

  test("the example of every platform explains itself and needs no more than the platform does", () => {
    for (const platform of platforms) {
      const text = exampleOrganization(platform);
      expect(text).toContain(`platform: ${platform.name}\n`);
      for (const kind of platform.kinds.filter(({ parent }) => parent === platform.kinds[0]?.name)) {
        expect(text).toMatch(new RegExp(`^(# )?${kind.collection}:$`, "m"));
      }
    }
  });

  test("what a platform requires is there, with a value that it allows", () => {
    const [platform] = platforms;
    if (platform === undefined) throw new Error("no platform");
    const root = defineKind({
      name: "team",
      description: "A team.",
      parent: null,
      collection: "teams",
      key: { description: "Any name.", example: "core" },
      attributes: {
        plan: required(Type.Enum(["free", "paid"])),
        seats: required(Type.Integer({ minimum: 3 })),
        open: required(Type.Boolean()),
        title: required(Type.String()),
        colour: optional(Type.String()),
      },
      can: { create: true, update: true, delete: false },
      omission: "keep",
      manage: "authoritative",
      principal: false,
    });
    const text = exampleOrganization({ ...platform, name: "teams", title: "Teams", kinds: [root] });
    expect(text.split("\n").slice(2)).toEqual([
      "platform: teams",
      "organization: core",
      'plan: "free"',
      "seats: 3",
      "open: false",
      'title: "example"',
      "",
    ]);
  });
});
