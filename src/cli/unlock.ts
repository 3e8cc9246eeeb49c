import { brokenMarkdown, brokenText, locksMarkdown, locksText } from "../report/locks.ts";
import { type CommandDefinition, examples } from "./command.ts";
import { runOptions } from "./context.ts";
import { type ExitCode, exitCode } from "./exit.ts";
import { fail, writeResult } from "./output.ts";

export const unlock: CommandDefinition = {
  define: (command) => {
    command
      .description(
        "Break the lock of an apply that was ended on another machine, where nobody here can tell whether it still runs; without an id, list the locks that are held. A lock of a process of this machine that is gone is broken by the next apply by itself, and one that runs is never.",
      )
      .argument("[id]", "the lock, as the refusal named it: a newer one has another id, and stays");
    examples(command, [
      ["charter unlock", "who holds which lock"],
      ["charter unlock 5f1c08e2a9b4", "break this one"],
    ]);
  },
  run: async (command, context): Promise<ExitCode> => {
    const id: string | undefined = command.processedArgs[0];
    const { listLocks, unlock: breakLock } = await import("../run/unlock.ts");
    if (id === undefined) {
      const result = await listLocks(runOptions(context));
      if (!result.ok) return fail(context, result.findings);
      writeResult(context, {
        terminal: () => locksText(result.value),
        markdown: () => locksMarkdown(result.value),
        json: () => ({ format: "charter-locks/1", locks: result.value }),
      });
      return exitCode({ type: "done" });
    }
    const result = await breakLock(id, runOptions(context));
    if (!result.ok) return fail(context, result.findings);
    writeResult(context, {
      terminal: () => brokenText(result.value),
      markdown: () => brokenMarkdown(result.value),
      json: () => ({ format: "charter-unlock/1", ...result.value }),
    });
    return exitCode({ type: "done" });
  },
};
