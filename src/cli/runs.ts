import { Argument } from "commander";
import { runMarkdown, runsMarkdown } from "../report/runs/markdown.ts";
import { runsText, runText } from "../report/runs/terminal.ts";
import { type CommandDefinition, examples } from "./command.ts";
import { runOptions } from "./context.ts";
import { type ExitCode, exitCode } from "./exit.ts";
import { fail, writeResult } from "./output.ts";

export const runs: CommandDefinition = {
  define: (command) => {
    command
      .description(
        "List what was applied from this folder, newest first; with show, one run: by whom, from which plan, and what became of every change, also where the run was killed.",
      )
      .addArgument(new Argument("[action]", "one run in detail").choices(["show"]))
      .argument("[id]", "the run, or the beginning of its id; default: the last");
    examples(command, [
      ["charter runs", "every run, a line each"],
      ["charter runs show", "what the last one did"],
      ["charter runs show 20261125T2130 --format json", "a certain one, for a program"],
    ]);
  },
  run: async (command, context): Promise<ExitCode> => {
    const [action, id]: (string | undefined)[] = command.processedArgs;
    const style = context.styles.stdout;
    const { verbose } = context.globals;
    const { listRuns, showRun } = await import("../run/runs.ts");
    if (action === undefined) {
      const result = await listRuns(runOptions(context));
      if (!result.ok) return fail(context, result.findings);
      writeResult(context, {
        terminal: () => runsText(result.value, { style, verbose }),
        markdown: () => runsMarkdown(result.value),
        json: () => ({ format: "charter-runs/1", runs: result.value }),
      });
      return exitCode({ type: "done" });
    }
    const result = await showRun(id ?? null, runOptions(context));
    if (!result.ok) return fail(context, result.findings);
    writeResult(context, {
      terminal: () => runText(result.value, { style, verbose }),
      markdown: () => runMarkdown(result.value),
      json: () => ({ format: "charter-run/1", ...result.value }),
    });
    return exitCode({ type: "done" });
  },
};
