import { driftMarkdown } from "../report/drift/markdown.ts";
import { driftText } from "../report/drift/terminal.ts";
import { type CommandDefinition, collect, examples } from "./command.ts";
import { runOptions } from "./context.ts";
import { type ExitCode, exitCode } from "./exit.ts";
import { fail, writeFindings, writeResult } from "./output.ts";

interface Flags {
  readonly target?: readonly string[];
}

export const drift: CommandDefinition = {
  define: (command) => {
    command
      .description(
        "Report where live state and configuration differ: what was changed behind the configuration, told apart from what was configured and is not yet applied. Exits with 2 where they differ. Nothing is changed.",
      )
      .option("--target <address>", "report only what lies at or below this address (repeatable)", collect);
    examples(command, [
      ["charter drift", "what differs, and since when it is known"],
      ["charter drift --format markdown > issue.md", "for an issue that a nightly job opens"],
      ["charter drift --quiet > /dev/null; echo $?", "only whether there is any: 0 or 2"],
    ]);
  },
  run: async (command, context): Promise<ExitCode> => {
    const flags = command.opts<Flags>();
    const { drift: find } = await import("../run/index.ts");
    const result = await find({ ...runOptions(context), targets: flags.target ?? [] });
    if (!result.ok) return fail(context, result.findings);
    const { verbose } = context.globals;
    writeResult(context, {
      terminal: () => driftText(result.value, { style: context.styles.stdout, verbose }),
      markdown: () => driftMarkdown(result.value),
      json: () => result.value,
    });
    writeFindings(context, result.findings);
    return exitCode({ type: "drift", report: result.value });
  },
};
