import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { charter, parsed } from "./charter.ts";

describe("version and help", () => {
  test.each(["--version", "-V"])("%s", async (flag) => {
    const manifest: { version: string } = JSON.parse(
      await readFile(new URL("../../package.json", import.meta.url), "utf8"),
    );
    expect(await charter([flag])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" });
  });

  test("--version stands also after a command", async () => {
    const { code, stdout } = await charter(["plan", "--version"]);
    expect([code, stdout]).toEqual([0, (await charter(["--version"])).stdout]);
  });

  test("--help lists every command, the global flags and the exit codes, on standard output", async () => {
    const { code, stdout, stderr } = await charter(["--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    for (const { name } of commands) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, "m"));
    for (const flag of [
      "--directory",
      "--format",
      "--quiet",
      "--verbose",
      "--no-color",
      "--no-input",
      "--no-code",
    ]) {
      expect(stdout).toContain(flag);
    }
    expect(stdout).toContain("4  applied in part");
  });

  test("no command: the same on standard error, and an error", async () => {
    const { code, stdout, stderr } = await charter([]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("Usage: charter");
  });

  test.each(commands.map(({ name }) => name))("%s --help has examples", async (name) => {
    const { code, stdout, stderr } = await charter([name, "--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`Usage: charter ${name}`);
    expect(stdout).toMatch(/Examples:\n {2}# .+\n {2}\$ .*charter/);
    expect(stdout).toContain("Global Options:");
  });

  test("help COMMAND is COMMAND --help", async () => {
    expect((await charter(["help", "plan"])).stdout).toBe((await charter(["plan", "--help"])).stdout);
  });
});

describe("mistakes are errors that name what was probably meant", () => {
  test.each([
    [
      ["plna"],
      "cli/unknown-command",
      "Unknown command 'plna'; did you mean plan? charter --help shows what there is.",
    ],
    [["plan", "--tagret", "x"], "cli/unknown-flag", "Unknown option '--tagret'; did you mean --target?"],
    [
      ["plan", "--detailed"],
      "cli/unknown-flag",
      "Unknown option '--detailed'; did you mean --detailed-exitcode?",
    ],
    [["apply", "--dry_run"], "cli/unknown-flag", "Unknown option '--dry_run'. charter apply --help shows"],
    [["--fromat", "json", "plan"], "cli/unknown-flag", "Unknown option '--fromat'; did you mean --format?"],
    [
      ["plan", "here"],
      "cli/excess-arguments",
      "Too many arguments for 'plan'. Expected 0 arguments but got 1: here.",
    ],
    [["apply", "a", "b"], "cli/excess-arguments", "Too many arguments for 'apply'."],
    [["plan", "--format", "xml"], "cli/bad-value", "Allowed choices are terminal, markdown, json."],
    [["completion", "csh"], "cli/bad-value", "Allowed choices are bash, zsh, fish."],
    [["completion"], "cli/missing-argument", "Missing required argument 'shell'."],
    [["import"], "cli/missing-argument", "Missing required argument 'platform'."],
    [["plan", "--out"], "cli/missing-value", "Option '-o, --out <file>' argument missing."],
    [
      ["plan", "-q", "-v"],
      "cli/conflict",
      "Option '-q, --quiet' cannot be used with option '-v, --verbose'.",
    ],
    [["validate", "--max-file-size", "big"], "cli/bad-value", "It takes a number of MiB above 0."],
    [["plan", "--patience", "long"], "cli/bad-value", "It takes a number of seconds."],
    [
      ["sandbox", "dnanexs"],
      "cli/unknown-platform",
      'There is no platform "dnanexs"; did you mean "dnanexus"?',
    ],
    [["schema", "zzz"], "cli/unknown-platform", 'There is no platform "zzz".'],
    [["import", "dnanexs"], "cli/unknown-platform", 'did you mean "dnanexus"?'],
    [["init", "dnanexs"], "cli/unknown-platform", 'did you mean "dnanexus"?'],
    [["apply"], "cli/needs-yes", "run charter apply --yes"],
    [["apply", "--no-input"], "cli/needs-yes", "run charter apply --yes"],
    [["apply", "p.json", "--yes", "--allow", "a:b/c"], "cli/conflict", "--allow cannot change a saved plan."],
    [["apply", "p.json", "--yes", "--target", "a"], "cli/conflict", "--target cannot change a saved plan."],
    [
      ["apply", "no-such.json", "--yes"],
      "cli/read",
      "The plan file no-such.json cannot be read (there is no such file or folder).",
    ],
    [["sandbox", "dnanexus", "--fault", "teapot"], "cli/sandbox", 'The fault "teapot" has no known kind'],
    [
      ["sandbox", "dnanexus", "--port", "1e3"],
      "cli/sandbox",
      "--port takes a whole number from 0 to 65535, not 1e3.",
    ],
    [
      ["sandbox", "dnanexus", "--seed", "no-such.json"],
      "cli/sandbox",
      "The seed no-such.json cannot be read",
    ],
    [
      ["sandbox", "dnanexus", "--as", "user-nobody"],
      "cli/sandbox",
      "There is no account user-nobody in this sandbox. Known:",
    ],
    [["fmt", "no-such.yaml"], "cli/read", "There is no file no-such.yaml."],
    [
      ["validate", "-C", "/no/such/folder"],
      "config/unreadable",
      "The folder /no/such/folder does not exist.",
    ],
  ])("charter %j", async (args, code, sentence) => {
    const human = await charter(args);
    expect([human.code, human.stdout]).toEqual([1, ""]);
    expect(human.stderr).toContain(`[${code}]`);
    expect(human.stderr).toContain(sentence);

    // Without what is wrong with them these would plan the folder that they stand in.
    if (args.includes("xml") || args.includes("--out")) return;
    const machine = await charter(["--format", "json", ...args]);
    expect(machine.code).toBe(1);
    expect(parsed(machine)).toMatchObject({ ok: false, findings: [{ code, severity: "error" }] });
  });

  test("hostile arguments are escaped", async () => {
    const { stderr } = await charter(["plan\u001b[2J"]);
    expect(stderr).toContain("Unknown command 'plan\\u{1b}[2J'");
    expect((await charter(["validate", "-C", "/no\u001b[2J"])).stderr).not.toContain("\u001b");
  });

  test("colour: only where it is wanted", async () => {
    expect((await charter(["plna"])).stderr).not.toContain("\u001b[");
    expect((await charter(["plna"], { env: { FORCE_COLOR: "1" } })).stderr).toContain("\u001b[");
    expect((await charter(["plna", "--no-color"], { env: { FORCE_COLOR: "1" } })).stderr).not.toContain(
      "\u001b[",
    );
  });
});

test("a reader that goes away is not an error", async () => {
  const { execFileSync } = await import("node:child_process");
  const bin = new URL("../../src/cli/bin.ts", import.meta.url).pathname;
  const script = `"${process.execPath}" "${bin}" schema dnanexus | head -c 10; echo "\${PIPESTATUS[0]}"`;
  expect(execFileSync("bash", ["-c", script], { encoding: "utf8" })).toMatch(/^\{\n.{8}0\n$/s);
});
