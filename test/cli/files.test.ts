import { chmod, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readText, replaceText, writeNew, writePrivate } from "../../src/cli/files.ts";
import { charter, folder, parsed } from "./charter.ts";

const messy = `organization: org-acme
platform: dnanexus
members:
    user-bob:   MEMBER   # second
    # the first
    user-alice:   ADMIN
`;

describe("charter fmt", () => {
  test("formats all files of the folder and says which; a second time there is nothing to do", async () => {
    await using dir = await folder({ "acme.yaml": messy, "sub/other.yaml": "a: 1\n", "notes.txt": "x" });
    const first = await charter(["fmt"], { cwd: dir.path });
    expect(first).toEqual({ code: 0, stdout: "acme.yaml\n", stderr: "1 of 2 files changed.\n" });
    const text = await readFile(join(dir.path, "acme.yaml"), "utf8");
    expect(text).toMatchInlineSnapshot(`
      "platform: dnanexus
      organization: org-acme
      members:
        # the first
        user-alice: ADMIN
        user-bob: MEMBER   # second
      "
    `);
    const second = await charter(["fmt"], { cwd: dir.path });
    expect(second).toEqual({ code: 0, stdout: "", stderr: "2 files, all in their usual form.\n" });
  });

  test("--check changes nothing and exits with 2", async () => {
    await using dir = await folder({ "acme.yaml": messy });
    const ended = await charter(["fmt", "--check"], { cwd: dir.path });
    expect(ended).toMatchObject({ code: 2, stdout: "acme.yaml\n" });
    expect(await readFile(join(dir.path, "acme.yaml"), "utf8")).toBe(messy);
    const json = await charter(["fmt", "--check", "--format", "json"], { cwd: dir.path });
    expect(parsed(json)).toEqual({ format: "charter-fmt/1", check: true, looked: 1, files: ["acme.yaml"] });
  });

  test("only what was named, keeping its permissions", async () => {
    await using dir = await folder({ "a.yaml": messy, "b.yaml": messy });
    await chmod(join(dir.path, "a.yaml"), 0o640);
    expect((await charter(["fmt", "a.yaml"], { cwd: dir.path })).stdout).toBe("a.yaml\n");
    expect((await stat(join(dir.path, "a.yaml"))).mode & 0o777).toBe(0o640);
    expect(await readFile(join(dir.path, "b.yaml"), "utf8")).toBe(messy);
  });

  test("standard input to standard output", async () => {
    const ended = await charter(["fmt", "-"], { input: messy });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toContain("  user-alice: ADMIN\n");
    expect((await charter(["fmt", "-"], { input: ended.stdout })).stdout).toBe(ended.stdout);
    expect(await charter(["fmt", "-", "--check"], { input: messy })).toMatchObject({ code: 2, stdout: "" });
  });

  test("a syntax error is shown at its place, and the others are still formatted", async () => {
    await using dir = await folder({ "bad.yaml": "platform: [\n", "good.yaml": messy });
    const { code, stderr } = await charter(["fmt"], { cwd: dir.path });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^bad\.yaml:\d+:\d+: error: .*\[config\/syntax\]/m);
    expect(await readFile(join(dir.path, "bad.yaml"), "utf8")).toBe("platform: [\n");
    expect(await readFile(join(dir.path, "good.yaml"), "utf8")).not.toBe(messy);
  });

  test("what is not UTF-8 is left alone", async () => {
    await using dir = await folder();
    const bytes = Buffer.from("name: caf\xe9   \n", "latin1");
    await writeFile(join(dir.path, "a.yaml"), bytes);
    const { code, stderr } = await charter(["fmt"], { cwd: dir.path });
    expect([code, stderr]).toEqual([1, "error: a.yaml cannot be read (it is not UTF-8 text). [cli/read]\n"]);
    expect(await readFile(join(dir.path, "a.yaml"))).toEqual(bytes);
  });
});

describe("charter schema", () => {
  test("of a platform and of charter.yaml", async () => {
    const platform = await charter(["schema", "dnanexus"]);
    expect(platform).toMatchObject({ code: 0, stderr: "" });
    expect(parsed(platform)).toMatchObject({ $schema: "http://json-schema.org/draft-07/schema#" });
    expect(parsed(await charter(["schema"]))).toMatchObject({ title: "charter.yaml" });
  });
});

describe("files", () => {
  test("a private file is only for its owner, and replaces one that was not", async () => {
    await using dir = await folder({ "plan.json": "old" });
    const file = join(dir.path, "plan.json");
    await chmod(file, 0o666);
    expect(await writePrivate(file, "new")).toBeNull();
    expect(await readFile(file, "utf8")).toBe("new");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test.each([
    ["/dev/null", "it is not an ordinary file"],
    ["/no/such/folder/plan.json", "there is no such file or folder"],
    ["/proc/plan.json", /./],
  ])("a private file at %s is not written", async (file, why) => {
    expect(await writePrivate(file, "x")).toMatch(why);
  });

  test("a new file does not replace one, nor what a link leads to", async () => {
    await using dir = await folder({ a: "mine" });
    await symlink(join(dir.path, "elsewhere"), join(dir.path, "link"));
    expect(await writeNew(join(dir.path, "a"), "x")).toBe("it is already there");
    expect(await writeNew(join(dir.path, "link"), "x")).toBe("it is already there");
    expect(await writeNew(join(dir.path, "a"), "x", true)).toBeNull();
    expect(await writeNew(join(dir.path, "deep/er/b"), "x")).toBeNull();
  });

  test("a replaced file behind a link leaves the link", async () => {
    await using dir = await folder({ a: "old" });
    await symlink(join(dir.path, "a"), join(dir.path, "link"));
    expect(await replaceText(join(dir.path, "link"), "new")).toBeNull();
    expect(await readFile(join(dir.path, "a"), "utf8")).toBe("new");
    // Wider than any umask lets a new file be.
    await chmod(join(dir.path, "a"), 0o666);
    expect(await replaceText(join(dir.path, "a"), "newer")).toBeNull();
    expect((await stat(join(dir.path, "a"))).mode & 0o777).toBe(0o666);
    expect(await replaceText(join(dir.path, "no"), "new")).toBe("there is no such file or folder");
  });

  test.runIf(process.platform !== "win32")("nor is one that never ends", async () => {
    expect(await readText("/dev/zero", 1000)).toEqual({ why: "it has more than 1000 bytes" });
  });

  test("a text that is too large is not read", async () => {
    await using dir = await folder({ a: "12345" });
    expect(await readText(join(dir.path, "a"), 4)).toEqual({ why: "it has 5 bytes, more than 4" });
    expect(await readText(join(dir.path, "a"), 5)).toEqual({ text: "12345" });
  });
});
