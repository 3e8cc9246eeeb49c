import type { Plan } from "../model/plan.ts";
import { shellWord } from "../report/escape.ts";
import { planMarkdown } from "../report/plan/markdown.ts";
import { changeCount } from "../report/plan/summary.ts";
import { planText } from "../report/plan/terminal.ts";
import { type CommandDefinition, collect, examples } from "./command.ts";
import { type Context, problem, runOptions } from "./context.ts";
import { type ExitCode, exitCode } from "./exit.ts";
import { fail, say, writeFindings, writeResult } from "./output.ts";

interface Flags {
  readonly out?: string;
  readonly calls?: boolean;
  readonly detailedExitcode?: boolean;
  readonly target?: readonly string[];
  readonly allow?: readonly string[];
  readonly withoutForbidden?: boolean;
}

export const plan: CommandDefinition = {
  define: (command) => {
    command
      .description(
        "Show what would change to make live state as the configuration says, who would gain or lose access, and what stops it. Nothing is changed.",
      )
      .option("-o, --out <file>", "write the plan into a file, for charter apply FILE")
      .option("--calls", "show every call as it would be sent")
      .option("--detailed-exitcode", "exit with 2 where there is something to change")
      .option("--target <address>", "plan only what lies at or below this address (repeatable)", collect)
      .option("--allow <guard:scope>", "override a guard at one place (repeatable)", collect)
      .option("--without-forbidden", "leave out what the account may not do, instead of stopping");
    examples(command, [
      ["charter plan", "what would change"],
      ["charter plan -o plan.json && charter apply plan.json", "review a plan, then apply exactly that"],
      ["charter plan --format markdown > comment.md", "for a comment on a pull request"],
      ["charter plan --target acme/members", "only the members of one organization"],
      ["charter plan --allow removals:acme/members", "after a guard stopped it, and you meant it"],
    ]);
  },
  run: async (command, context): Promise<ExitCode> => {
    const flags = command.opts<Flags>();
    const { plan: make } = await import("../run/index.ts");
    const result = await make({
      ...runOptions(context),
      allow: flags.allow ?? [],
      targets: flags.target ?? [],
      withoutForbidden: flags.withoutForbidden ?? false,
    });
    if (!result.ok) return fail(context, result.findings);
    writePlan(context, result.value, flags.calls ?? false);
    writeFindings(context, result.findings);
    if (flags.out !== undefined) {
      const failed = await save(context, result.value, flags.out);
      if (failed !== null) return failed;
    } else if (changeCount(result.value.summary) > 0 && result.value.summary.stops === 0) {
      say(context, `Apply it with: charter apply. Its digest: ${result.value.digest}`);
    }
    return exitCode({ type: "plan", plan: result.value, detailed: flags.detailedExitcode ?? false });
  },
};

/** The plan in the format that was asked for. */
export function writePlan(context: Context, value: Plan, calls: boolean): void {
  writeResult(context, {
    terminal: () =>
      planText(value, { style: context.styles.stdout, verbose: context.globals.verbose, calls }),
    markdown: () => planMarkdown(value, { calls }),
    json: () => value,
  });
}

/** Writes the plan file; null where that went well or there was nothing that may be written. */
async function save(context: Context, value: Plan, file: string): Promise<ExitCode | null> {
  if (value.summary.stops > 0) {
    say(context, `Not written to ${shellWord(file)}: a plan that is stopped cannot be applied.`);
    return null;
  }
  const { serializePlan } = await import("../plan/file.ts");
  const { writePrivate } = await import("./files.ts");
  const why = await writePrivate(file, serializePlan(value));
  if (why !== null) {
    const message = `The plan could not be written to ${shellWord(file)} (${why}). Give another file with -o.`;
    return fail(context, [problem("write", message)]);
  }
  say(
    context,
    `Written to ${shellWord(file)}. Apply exactly this plan with: charter apply ${shellWord(file)} --digest ${value.digest}`,
  );
  return null;
}
