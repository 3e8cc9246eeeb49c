import { Command, InvalidArgumentError, Option } from "commander";
import type { CommandDefinition } from "./command.ts";
import type { CommandEntry } from "./commands.ts";
import { formats } from "./context.ts";

export interface ProgramOutput {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly columns: number;
}

/** The program with its global flags and no command yet. It never ends the process: it throws a CommanderError. */
export function createProgram(output: ProgramOutput, version: string): Command {
  return new Command("charter")
    .description(
      "Keeps organizations in git: who belongs to them and what they may do, planned against the live system and applied exactly.",
    )
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .option("-C, --directory <dir>", "folder that holds the configuration", ".")
    .option("--settings <file>", "settings in place of charter.yaml in that folder (also CHARTER_SETTINGS)")
    .addOption(
      new Option("--format <format>", "how results are written").choices(formats).default("terminal"),
    )
    .addOption(new Option("-q, --quiet", "results and errors only").conflicts("verbose"))
    .option("-v, --verbose", "everything, however long")
    .option("--no-color", "no colour (also NO_COLOR; FORCE_COLOR turns it on)")
    .option("--no-input", "never ask; fail where a question would be needed")
    .option("--max-file-size <MiB>", "do not read files that are larger (default: 20)", mebibytes)
    .option(
      "--patience <seconds>",
      "how long a request is tried again where a platform is busy or limits it (default: 120)",
      milliseconds,
    )
    .option("--no-code", "do not run definitions in TypeScript (also CHARTER_NO_CODE=1)")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: output.out,
      writeErr: output.error,
      outputError: () => {},
      getOutHelpWidth: () => output.columns,
      getErrHelpWidth: () => output.columns,
    })
    .addHelpText("after", exitCodes)
    .exitOverride();
}

const exitCodes = `
Exit codes:
  0  nothing to do, done, or only pending and waiting
  1  error
  2  differences exist (plan --detailed-exitcode, drift, fmt --check)
  3  stopped by a guard, the preflight or something unknown
  4  applied in part

charter COMMAND --help shows the flags of a command, with examples.`;

function mebibytes(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (value <= 0) throw new InvalidArgumentError("It takes a number of MiB above 0.");
  return value * 1024 * 1024;
}

function milliseconds(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError("It takes a number of seconds.");
  return Number(text) * 1_000;
}

/** Adds a command; without a definition it is only listed. */
export function addCommand(
  program: Command,
  entry: CommandEntry,
  definition: CommandDefinition | null,
): Command {
  const command = program.command(entry.name).summary(entry.summary).description(sentence(entry.summary));
  definition?.define(command);
  return command;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The program with every command defined: for whoever describes it, not for parsing. */
export async function wholeProgram(entries: readonly CommandEntry[]): Promise<Command> {
  const program = createProgram({ out: () => {}, error: () => {}, columns: 80 }, "");
  for (const entry of entries) addCommand(program, entry, await entry.load());
  return program;
}

/** Flags of the program that take a value, which is thus not the command. */
const valued = /^(?:-C|--directory|--settings|--format|--max-file-size|--patience)$/;

/** The command that the arguments name, so that only its module is loaded. */
export function chosenCommand(
  argv: readonly string[],
  entries: readonly CommandEntry[],
): CommandEntry | undefined {
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? "";
    if (valued.test(word)) index += 1;
    else if (word !== "help" && !word.startsWith("-")) return entries.find(({ name }) => name === word);
  }
  return undefined;
}
