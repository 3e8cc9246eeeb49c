import type { Command } from "commander";
import type { Context } from "./context.ts";
import type { ExitCode } from "./exit.ts";

/** One command: what its module exports. Modules import what they need only once they are run. */
export interface CommandDefinition {
  /** Adds arguments, flags and examples. */
  readonly define: (command: Command) => void;
  /** What is said at the first Ctrl-C, where that does not cancel something that is in flight. */
  readonly onInterrupt?: string;
  /** Carries it out; `command` holds the parsed arguments and flags. */
  readonly run: (command: Command, context: Context) => Promise<ExitCode>;
}

/** Collects a flag that can be given several times. */
export function collect(value: string, former: readonly string[] | undefined): readonly string[] {
  return [...(former ?? []), value];
}

/** Examples at the end of the help, each with what it does. */
export function examples(command: Command, lines: readonly (readonly [string, string])[]): void {
  const text = lines.map(([example, meaning]) => `  # ${meaning}\n  $ ${example}`).join("\n\n");
  command.addHelpText("after", `\nExamples:\n${text}`);
}
