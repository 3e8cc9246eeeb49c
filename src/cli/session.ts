import { resolve } from "node:path";
import type { Command } from "commander";
import { visible } from "../report/escape.ts";
import { styleFor } from "./colour.ts";
import type { CommandDefinition } from "./command.ts";
import { type Context, type Globals, problem } from "./context.ts";
import type { ExitCode } from "./exit.ts";
import { fail } from "./output.ts";
import { progressLine } from "./progress.ts";
import { interruptible } from "./signals.ts";

export interface Session extends Pick<Context, "io" | "wholeProgram"> {
  readonly definition: CommandDefinition;
  readonly command: Command;
  readonly program: Command;
}

/** Carries out a parsed command: gives it its surroundings, and an end to whatever it throws. */
export async function carryOut(session: Session): Promise<ExitCode> {
  const { definition, command, program, io, wholeProgram } = session;
  const globals = globalsOf(program);
  const progress = progressLine(io.stderr, !globals.quiet);
  const interruption = interruptible(io.stderr, progress.clear, definition.onInterrupt);
  const context: Context = {
    io,
    globals,
    styles: {
      stdout: styleFor(io.stdout, io.env, globals.color),
      stderr: styleFor(io.stderr, io.env, globals.color),
    },
    progress,
    signal: interruption.signal,
    wholeProgram,
  };
  try {
    return await definition.run(command, context);
  } catch (error) {
    if (interruption.signal.aborted && isAbort(error)) {
      return fail(context, [
        problem("cancelled", "Cancelled. Nothing more was sent; start again when you like."),
      ]);
    }
    return unexpected(context, error);
  } finally {
    progress.stop();
    interruption.dispose();
  }
}

/** A flag that was not given and has no default is not there at all. */
type Given = Omit<Globals, Optional> & Partial<Pick<Globals, Optional>>;
type Optional = "settings" | "quiet" | "verbose" | "maxFileSize" | "patience";

function globalsOf(program: Command): Globals {
  const {
    settings = null,
    quiet = false,
    verbose = false,
    maxFileSize = null,
    patience = null,
    ...given
  } = program.opts<Given>();
  return { ...given, settings, quiet, verbose, maxFileSize, patience, directory: resolve(given.directory) };
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
    context.io.stderr.write(`${(error.stack ?? "").split("\n").map(visible).join("\n")}\n`);
  }
  const message =
    `Charter met something that it did not expect (${what}). This is a bug. Please report it to the makers of ` +
    `orgcharter with the command line, the output of charter --version and ${advice}.`;
  return fail(context, [problem("bug", message)]);
}
