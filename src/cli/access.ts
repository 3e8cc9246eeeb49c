import { accessMarkdown } from "../report/access/markdown.ts";
import { accessText } from "../report/access/terminal.ts";
import { type CommandDefinition, examples } from "./command.ts";
import { runOptions } from "./context.ts";
import { type ExitCode, exitCode } from "./exit.ts";
import { fail, writeFindings, writeResult } from "./output.ts";

interface Flags {
  readonly action?: string;
  readonly on?: string;
  readonly without?: string;
}

export const access: CommandDefinition = {
  define: (command) => {
    command
      .description(
        "Show who can do what where, and by which path, as it is live: through memberships, grants to organizations, and what takes away from them.",
      )
      .argument("[who]", "only this person or other principal")
      .option("--action <action>", "only rows that allow this action")
      .option("--on <target>", "only this organization, project or application, by its address")
      .option("--without <address>", "as it would be if this membership or grant were gone");
    examples(command, [
      ["charter access user-mallory", "everything that one person can do"],
      ["charter access --on acme/projects/raw-data --action DOWNLOAD", "who can download from one project"],
      ["charter access user-bob --without acme/members/user-bob", "what is left of it after a removal"],
    ]);
  },
  run: async (command, context): Promise<ExitCode> => {
    const flags = command.opts<Flags>();
    const who: string | undefined = command.processedArgs[0];
    const { access: find } = await import("../run/index.ts");
    const result = await find({
      ...runOptions(context),
      ...(who === undefined ? {} : { who }),
      ...(flags.action === undefined ? {} : { action: flags.action }),
      ...(flags.on === undefined ? {} : { target: flags.on }),
      ...(flags.without === undefined ? {} : { without: flags.without }),
    });
    if (!result.ok) return fail(context, result.findings);
    const { verbose } = context.globals;
    writeResult(context, {
      terminal: () => accessText(result.value, { style: context.styles.stdout, verbose }),
      markdown: () => accessMarkdown(result.value),
      json: () => ({ format: "charter-access/1", rows: result.value }),
    });
    writeFindings(context, result.findings);
    return exitCode({ type: "done" });
  },
};
