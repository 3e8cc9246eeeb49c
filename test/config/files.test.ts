import { execFileSync } from "node:child_process";
import { chmod, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listFiles } from "../../src/config/files.ts";
import { createFindings } from "../../src/config/findings.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { platforms } from "./platform.ts";
import { folder, line, now, said } from "./support.ts";

test("which files are read, sorted", async () => {
  await using made = await folder({
    "b.yaml": "",
    "B.yaml": "",
    "a/z.yml": "",
    "a.json": "",
    "a/b/c.ts": "",
    "x.d.ts": "",
    "x.test.ts": "",
    "notes.md": "",
    ".hidden.yaml": "",
    ".charter/run.json": "",
    "node_modules/p/a.yaml": "",
    "a/node_modules/p/a.yaml": "",
  });
  execFileSync("mkfifo", [join(made.path, "pipe.yaml")]);
  const files = await listFiles(made.path, createFindings());
  expect(files.map(({ name, type }) => `${name} ${type}`)).toEqual([
    "B.yaml text",
    "a.json text",
    "a/b/c.ts code",
    "a/z.yml text",
    "b.yaml text",
  ]);
});

test("symbolic links: what leads out is left, what is read already is not read twice", async () => {
  await using outside = await folder({ "x.yaml": "", "d/y.yaml": "" });
  await using made = await folder({ "a.yaml": "", "d/b.yaml": "", ".data/c.yaml": "", ".data/e/f.yaml": "" });
  const link = (target: string, name: string) => symlink(target, join(made.path, name));
  await link(join(outside.path, "x.yaml"), "out.yaml");
  await link(join(outside.path, "d"), "outdir");
  await link("a.yaml", "same.yaml");
  await link(".", "circle");
  await link(".data/c.yaml", "c.yaml");
  await link(".data/e", "e");
  await link("nothing", "dangling.yaml");
  const findings = createFindings();
  const files = await listFiles(made.path, findings);
  expect(files.map(({ name }) => name)).toEqual(["a.yaml", "c.yaml", "d/b.yaml", "e/f.yaml"]);
  expect(findings.list().map(line)).toEqual([
    "dangling.yaml:1:1 note config/skipped: The symbolic link dangling.yaml leads to nothing; it is not read.",
    "out.yaml:1:1 note config/skipped: The symbolic link out.yaml leads out of the folder; it is not read.",
    "outdir:1:1 note config/skipped: The symbolic link outdir leads out of the folder; it is not read.",
  ]);
});

test("the folder may itself be reached by a link, and must be a folder", async () => {
  await using made = await folder({ "real/a.yaml": "platform: comet\norganization: red\n" });
  await symlink(join(made.path, "real"), join(made.path, "link"));
  const { configuration } = await loadConfiguration({ directory: join(made.path, "link"), platforms, now });
  expect(configuration?.root).toBe(join(made.path, "real"));
  const { findings } = await loadConfiguration({ directory: join(made.path, "real/a.yaml"), platforms, now });
  expect(findings.map(line).join()).toMatch(
    /config\/unreadable: .*a\.yaml cannot be read: it is not a folder\./,
  );
});

test.skipIf(process.getuid?.() === 0)("what may not be read is a finding", async () => {
  await using made = await folder({ "a.yaml": "platform: comet\norganization: red\n" });
  await chmod(join(made.path, "a.yaml"), 0);
  const { findings } = await loadConfiguration({ directory: made.path, platforms, now });
  expect(findings.map(line)).toEqual([
    "a.yaml:1:1 config/unreadable: a.yaml cannot be read: access is denied.",
  ]);
});

test("settings elsewhere than at the root are not read, and that is said", async () => {
  await using made = await folder({});
  await mkdir(join(made.path, "x"));
  expect(
    await said({
      "a.yaml": "platform: comet\norganization: red\n",
      "sub/charter.yaml": "connections: 5\n",
      "charter.yml": "connections: 5\n",
    }),
  ).toEqual([
    "charter.yml:1:1 warning config/skipped: charter.yml is not read: settings stand in charter.yaml at the root of the folder.",
    "sub/charter.yaml:1:1 warning config/skipped: sub/charter.yaml is not read: settings stand in charter.yaml at the root of the folder.",
  ]);
});
