import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { PassThrough } from "node:stream";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { CommandDefinition } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/commands.ts";
import type { Context } from "../../src/cli/context.ts";
import { addCommand, createProgram, wholeProgram } from "../../src/cli/program.ts";
import { carryOut } from "../../src/cli/session.ts";

/** Runs a command of our own making in surroundings of our own. */
async function session(run: (context: Context) => Promise<0>, args: readonly string[] = []) {
  const written = { stdout: "", stderr: "" };
  const output = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTerminal: false,
    columns: 80,
  });
  const io = { stdin: new PassThrough(), stdout: output("stdout"), stderr: output("stderr"), env: {} };
  const definition: CommandDefinition = { define: () => {}, run: (_, context) => run(context) };
  const program = createProgram({ out: () => {}, error: () => {}, columns: 80 }, "0");
  const command = addCommand(
    program,
    { name: "test", summary: "test", load: async () => definition },
    definition,
  );
  let code: number | undefined;
  command.action(async () => {
    code = await carryOut({ definition, command, program, io, wholeProgram: () => wholeProgram(commands) });
  });
  await program.parseAsync(["test", ...args], { from: "user" });
  return { code, ...written };
}

describe("an unexpected exception", () => {
  const boom = async (): Promise<0> => {
    throw new RangeError("boom \u001b[2J\nat once");
  };

  test("is one line that says it is a bug and how to report it", async () => {
    const { code, stdout, stderr } = await session(boom);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(
      "error: Charter met something that it did not expect (RangeError: boom \\u{1b}[2J\\u{a}at once). This is a bug. " +
        "Please report it to the makers of orgcharter with the command line, the output of charter " +
        "--version and the same again with --verbose. [cli/bug]\n",
    );
  });

  test("with --verbose with its stack, escaped", async () => {
    const { stderr } = await session(boom, ["--verbose"]);
    expect(stderr).toMatch(/^RangeError: boom \\u\{1b\}\[2J\nat once\n {4}at /);
  });

  test("as JSON", async () => {
    const { code, stdout } = await session(boom, ["--format", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, findings: [{ code: "cli/bug" }] });
  });
});

describe("a cancellation", () => {
  test("that ends a command is said in a sentence, and is no bug", async () => {
    const { code, stderr } = await session(async ({ signal }) => {
      process.emit("SIGINT");
      signal.throwIfAborted();
      return 0;
    });
    expect(code).toBe(1);
    expect(stderr).toContain("charter: Cancelling; what is in flight is finished first.");
    expect(stderr).toContain("Cancelled. Nothing more was sent");
    expect(stderr).not.toContain("bug");
  });

  test("leaves no handler behind", async () => {
    const before = process.listenerCount("SIGINT");
    await session(async () => 0);
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});

describe("the entry", () => {
  const bin = new URL("../../src/cli/bin.ts", import.meta.url);

  test.each(["20.20.2", "22.18.0", "8.0.0"])("Node %s is refused with what to install", async (version) => {
    const pretend = `data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"${version}"}})`;
    const failed = await promisify(execFile)(process.execPath, [
      "--import",
      pretend,
      bin.pathname,
      "plan",
    ]).then(
      () => null,
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
    expect(failed).toMatchObject({ code: 1, stdout: "" });
    expect(failed?.stderr).toBe(
      `charter: Node ${version} is too old. Charter needs Node 24 (22.19 at the least): install it from ` +
        "https://nodejs.org or with your version manager, for example nvm install 24.\n",
    );
  });

  test("--version imports nothing but the version", async () => {
    const text = await readFile(bin, "utf8");
    expect(text.match(/^import .*$/gm)).toEqual(['import { version } from "../version.ts";']);
    const version = await readFile(new URL("../../src/version.ts", import.meta.url), "utf8");
    expect(version.match(/^import .* from "(.*)";$/gm)).toEqual(['import { readFileSync } from "node:fs";']);
  });
});
