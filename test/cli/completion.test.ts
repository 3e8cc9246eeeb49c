import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { platforms } from "../../src/platforms/registry.ts";
import { charter, folder } from "./charter.ts";

const scripts = new Map<string, string>();

beforeAll(async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { code, stdout, stderr } = await charter(["completion", shell]);
    expect([code, stderr]).toEqual([0, ""]);
    scripts.set(shell, stdout);
  }
});

/** What bash would offer for this command line, the last word being the one under the cursor. */
function complete(words: readonly string[], cwd = "/"): readonly string[] {
  const list = words.map((word) => `'${word}'`).join(" ");
  const script = `${scripts.get("bash")}
COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _charter
for reply in "\${COMPREPLY[@]}"; do echo "$reply"; done`;
  return execFileSync("bash", ["-c", script], { encoding: "utf8", cwd }).split("\n").slice(0, -1);
}

describe("bash", () => {
  test("the script is one that bash can read", () => {
    execFileSync("bash", ["-n"], { input: scripts.get("bash") });
  });

  test("commands", () => {
    expect(complete(["charter", ""])).toEqual(commands.map(({ name }) => name));
    expect(complete(["charter", "pl"])).toEqual(["plan", "platforms"]);
    expect(complete(["charter", "-C", "plan", "dr"])).toEqual(["drift"]);
    expect(complete(["charter", "help", "dr"])).toEqual(["drift"]);
  });

  test("flags of the command and global ones", () => {
    expect(complete(["charter", "plan", "--o"])).toEqual(["--out"]);
    expect(complete(["charter", "plan", "--qu"])).toEqual(["--quiet"]);
    expect(complete(["charter", "--v"])).toEqual(["--version", "--verbose"]);
    expect(complete(["charter", "drift", "--out"])).toEqual([]);
  });

  test("values of flags and arguments", () => {
    expect(complete(["charter", "plan", "--format", "j"])).toEqual(["json"]);
    expect(complete(["charter", "plan", "--format", "=", "m"])).toEqual(["markdown"]);
    expect(complete(["charter", "plan", "--format", "="])).toEqual(["terminal", "markdown", "json"]);
    expect(complete(["charter", "sandbox", ""])).toEqual(platforms.map(({ name }) => name));
    expect(complete(["charter", "completion", ""])).toEqual(["bash", "zsh", "fish"]);
    expect(complete(["charter", "plan", "--target", ""])).toEqual([]);
  });

  test("files and folders, also with spaces", async () => {
    await using dir = await folder({ "my plan.json": "" });
    await mkdir(join(dir.path, "my folder"));
    await writeFile(join(dir.path, "other"), "");
    expect([...complete(["charter", "apply", "my"], dir.path)].sort()).toEqual(["my folder", "my plan.json"]);
    expect(complete(["charter", "-C", "my"], dir.path)).toEqual(["my folder"]);
    expect([...complete(["charter", "plan", "-o", "m"], dir.path)].sort()).toEqual([
      "my folder",
      "my plan.json",
    ]);
  });
});

/** Every flag of every command, by their help. */
async function flags(): Promise<readonly (readonly [string, string])[]> {
  const all: [string, string][] = [];
  for (const { name } of commands) {
    const { stdout } = await charter([name, "--help"]);
    for (const [, flag = ""] of stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)) all.push([name, flag]);
  }
  return all;
}

test("no script forgets a command, a flag or a choice", async () => {
  const all = await flags();
  expect(all.length).toBeGreaterThan(80);
  for (const [shell, script] of scripts) {
    for (const [command, flag] of all) {
      expect(script).toContain(command);
      expect(script).toContain(shell === "fish" ? `-l ${flag.slice(2)}` : flag);
    }
    expect(script).toMatch(/terminal markdown json/);
  }
});

test.each([
  ["zsh", "zsh"],
  ["fish", "fish"],
])("%s can read its script, where it is installed", (shell, program) => {
  const known = execFileSync("bash", ["-c", `command -v ${program} || true`], { encoding: "utf8" }).trim();
  if (known === "") expect(scripts.get(shell)?.split("'").length ?? 0).toBeGreaterThan(20);
  else execFileSync(known, ["-n"], { input: scripts.get(shell) });
});
