import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, CommanderError } from "commander";
import { plainStyle } from "../report/style.ts";
import { styleFor } from "./colour.ts";
import type { CommandDefinition } from "./command.ts";
import { commands } from "./commands.ts";
import type { Context, Format, Globals } from "./context.ts";
import { formats, problem } from "./context.ts";
import type { ExitCode } from "./exit.ts";
import { type Io, processIo } from "./io.ts";
import { fail } from "./output.ts";
import { progressLine } from "./progress.ts";
import { addCommand, chosenCommand, createProgram } from "./program.ts";
import { interruptible } from "./signals.ts";
import { isFine, usageFinding } from "./usage.ts";

/** Runs the command line of this process. */
export async function main(argv: readonly string[]): Promise<void> {
  process.exitCode = await run(argv, processIo());
}

async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let errors = "";
  const program = createProgram(
    { out: io.stdout.write, error: (text) => (errors += text), columns: io.stdout.columns },
    version(),
  );
  const chosen = chosenCommand(argv);
  let code: ExitCode = 0;
  for (const entry of commands) {
    const definition = entry === chosen ? await entry.load() : null;
    const command = addCommand(program, entry, definition);
    if (definition !== null) {
      command.action(async () => {
        code = await carryOut(definition, command, program, io);
      });
    }
  }
  try {
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (isFine(error)) return 0;
    const context = bareContext(io, argv);
    if (error.code === "commander.help" && context.globals.format !== "json") {
      io.stderr.write(errors);
      return 1;
    }
    return fail(context, [usageFinding(error, chosen?.name)]);
  }
}

async function carryOut(
  definition: CommandDefinition,
  command: Command,
  program: Command,
  io: Io,
): Promise<ExitCode> {
  const globals: Globals = {
    quiet: false,
    verbose: false,
    ...program.opts<Omit<Globals, "quiet" | "verbose">>(),
    directory: resolve(program.opts<Globals>().directory),
  };
  const progress = progressLine(io.stderr, !globals.quiet);
  const interruption = interruptible(io.stderr, progress.clear);
  const context: Context = {
    io,
    globals,
    styles: {
      stdout: styleFor(io.stdout, io.env, globals.color),
      stderr: styleFor(io.stderr, io.env, globals.color),
    },
    progress,
    signal: interruption.signal,
  };
  try {
    return await definition.run(command, context);
  } catch (error) {
    if (interruption.signal.aborted && isAbort(error)) {
      return fail(context, [problem("cancelled", "Cancelled. Nothing more was sent; start again when you like.")]);
    }
    return unexpected(context, error);
  } finally {
    progress.stop();
    interruption.dispose();
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === "AbortError" || error.name === "ResponseAborted");
}

/** An exception is a bug of Charter: everything that is expected comes as a finding. */
function unexpected(context: Context, error: unknown): ExitCode {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const advice = context.globals.verbose ? "the stack above" : "the same again with --verbose";
  if (context.globals.verbose && error instanceof Error) {
    context.progress.clear();
    context.io.stderr.write(`${(error.stack ?? "").replaceAll(/[^\P{Cc}\n]/gu, "?")}\n`);
  }
  const message =
    `Charter met something that it did not expect (${what}). This is a bug. Please report it to the makers of ` +
    `orgcharter (npm bugs orgcharter) with the command line, the output of charter --version and ${advice}.`;
  return fail(context, [problem("bug", message)]);
}

/** For mistakes on the command line itself, when its flags could not be read: the format is looked for by hand. */
function bareContext(io: Io, argv: readonly string[]): Context {
  const written = argv.flatMap((word, index) =>
    word === "--format" ? [argv[index + 1]] : word.startsWith("--format=") ? [word.slice("--format=".length)] : [],
  );
  const format: Format = formats.find((each) => each === written.at(-1)) ?? "terminal";
  const stderr = styleFor(io.stderr, io.env, !argv.includes("--no-color"));
  return {
    io,
    globals: { directory: ".", format, quiet: false, verbose: false, color: true, input: false, code: false },
    styles: { stdout: plainStyle, stderr },
    progress: { update: () => {}, clear: () => {}, stop: () => {} },
    signal: new AbortController().signal,
  };
}

function version(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  return manifest.version;
}
