import { CommanderError } from "commander";
import { version } from "../version.ts";
import { commands } from "./commands.ts";
import type { ExitCode } from "./exit.ts";
import { processIo } from "./io.ts";
import { addCommand, chosenCommand, createProgram, wholeProgram } from "./program.ts";

/** Runs the command line of this process. What only a command needs is imported once there is one. */
export async function main(argv: readonly string[]): Promise<void> {
  const io = processIo();
  let errors = "";
  const program = createProgram(
    {
      out: io.stdout.write,
      error: (text) => {
        errors += text;
      },
      columns: io.stdout.columns,
    },
    version(),
  );
  const chosen = chosenCommand(argv, commands);
  let code: ExitCode = 0;
  for (const entry of commands) {
    const definition = entry === chosen ? await entry.load() : null;
    const command = addCommand(program, entry, definition);
    if (definition === null) continue;
    command.action(async () => {
      const { carryOut } = await import("./session.ts");
      code = await carryOut({ definition, command, program, io, wholeProgram: () => wholeProgram(commands) });
    });
  }
  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const { misused } = await import("./usage.ts");
    code = misused(error, { argv, io, help: errors, program, command: chosen?.name });
  }
  process.exitCode = code;
}
