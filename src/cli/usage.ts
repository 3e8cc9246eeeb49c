import type { Command, CommanderError } from "commander";
import type { Finding } from "../model/finding.ts";
import { plainStyle } from "../report/style.ts";
import { styleFor } from "./colour.ts";
import { type Context, type Format, formats, problem } from "./context.ts";
import type { ExitCode } from "./exit.ts";
import type { Io } from "./io.ts";
import { fail } from "./output.ts";

export interface Misuse {
  readonly argv: readonly string[];
  readonly io: Io;
  /** What commander would have printed. */
  readonly help: string;
  readonly program: Command;
  /** The command that was called, where there is one. */
  readonly command: string | undefined;
}

/** Ends a run in which commander found a mistake, or printed what was asked for. */
export function misused(error: CommanderError, misuse: Misuse): ExitCode {
  if (error.code === "commander.helpDisplayed" || error.code === "commander.version") return 0;
  if (error.code === "commander.help" && error.exitCode === 0) return 0;
  const context = bareContext(misuse);
  if (error.code === "commander.help" && context.globals.format !== "json") {
    misuse.io.stderr.write(misuse.help);
    return 1;
  }
  return fail(context, [usageFinding(error, misuse)]);
}

const codes: Readonly<Record<string, string>> = {
  "commander.unknownOption": "unknown-flag",
  "commander.unknownCommand": "unknown-command",
  "commander.excessArguments": "excess-arguments",
  "commander.missingArgument": "missing-argument",
  "commander.optionMissingArgument": "missing-value",
  "commander.invalidArgument": "bad-value",
  "commander.conflictingOption": "conflict",
  "commander.help": "no-command",
};

/** A mistake on the command line, as a finding that says what to do. */
function usageFinding(error: CommanderError, { program, command }: Misuse): Finding {
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const suggestion =
    /^\(Did you mean (.*)\?\)$/.exec(rest.join(" "))?.[1] ?? completed(first, program, command);
  const meant = suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
  const help = `charter ${command === undefined ? "" : `${command} `}--help`;
  const said = error.code === "commander.help" ? "no command was given" : first.replace(/[.]$/, "");
  return problem(codes[error.code] ?? "usage", `${sentence(said + meant)} ${help} shows what there is.`);
}

/** The flag that was begun or cut short: commander itself only knows about misspelt letters. */
function completed(message: string, program: Command, command: string | undefined): string | undefined {
  const written = /^unknown option '(--[^'=]{3,})/.exec(message)?.[1];
  if (written === undefined) return undefined;
  const own = program.commands.find((each) => each.name() === command)?.options ?? [];
  const names = [...own, ...program.options].flatMap(({ long }) => (typeof long === "string" ? [long] : []));
  return names.find((name) => name.startsWith(written.slice(0, -1)) || written.startsWith(name));
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? "" : "."}`;
}

/** For mistakes on the command line itself, when its flags could not be read: the format is looked for by hand. */
function bareContext({ io, argv, program }: Misuse): Context {
  const written = argv.flatMap((word, index) =>
    word === "--format"
      ? [argv[index + 1]]
      : word.startsWith("--format=")
        ? [word.slice("--format=".length)]
        : [],
  );
  const format: Format = formats.find((each) => each === written.at(-1)) ?? "terminal";
  const stderr = styleFor(io.stderr, io.env, !argv.includes("--no-color"));
  return {
    io,
    globals: {
      directory: ".",
      settings: null,
      format,
      quiet: false,
      verbose: false,
      color: true,
      input: false,
      code: false,
      maxFileSize: null,
      patience: null,
    },
    styles: { stdout: plainStyle, stderr },
    progress: { update: () => {}, clear: () => {}, stop: () => {} },
    signal: new AbortController().signal,
    wholeProgram: () => Promise.resolve(program),
  };
}
