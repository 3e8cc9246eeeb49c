/** The command in this process: all that it prints, without starting one for each of hundreds of cases. */
import { PassThrough } from "node:stream";
import { commands } from "../../src/cli/commands.ts";
import { addCommand, createProgram, wholeProgram } from "../../src/cli/program.ts";
import { carryOut } from "../../src/cli/session.ts";

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `charter ARGS` with this environment. */
export async function inside(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Said> {
  const said = { code: 0, stdout: "", stderr: "" };
  const output = (name: "stdout" | "stderr") => ({
    write: (text: string) => {
      said[name] += text;
    },
    isTerminal: false,
    columns: 80,
  });
  const io = { stdin: new PassThrough(), stdout: output("stdout"), stderr: output("stderr"), env };
  const program = createProgram({ out: io.stdout.write, error: io.stderr.write, columns: 80 }, "0");
  for (const entry of commands) {
    const definition = entry.name === args[0] ? await entry.load() : null;
    const command = addCommand(program, entry, definition);
    if (definition === null) continue;
    command.action(async () => {
      said.code = await carryOut({
        definition,
        command,
        program,
        io,
        wholeProgram: () => wholeProgram(commands),
      });
    });
  }
  await program.parseAsync([...args], { from: "user" });
  return said;
}
