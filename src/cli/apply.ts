import type { Finding } from "../model/finding.ts";
import type { ApplyResult } from "../model/outcome.ts";
import type { Plan } from "../model/plan.ts";
import { applyMarkdown } from "../report/apply/markdown.ts";
import { applyText } from "../report/apply/terminal.ts";
import { shellWord } from "../report/escape.ts";
import { planMarkdown } from "../report/plan/markdown.ts";
import { planQuestion, planText } from "../report/plan/terminal.ts";
import { type CommandDefinition, collect, examples } from "./command.ts";
import { type Context, canAsk, problem, runOptions } from "./context.ts";
import { type ExitCode, exitCode } from "./exit.ts";
import { fail, say, writeFindings, writeResult } from "./output.ts";

interface Flags {
  readonly yes?: boolean;
  readonly digest?: string;
  readonly target?: readonly string[];
  readonly allow?: readonly string[];
  readonly withoutForbidden?: boolean;
}

export const apply: CommandDefinition = {
  define: (command) => {
    command
      .description(
        "Carry a plan out: a new one, which is shown first, or exactly the one in PLANFILE, which is made again and refused if it does not come out the same. Asks before anything is sent.",
      )
      .argument("[planfile]", "a plan that charter plan -o FILE wrote")
      .option("-y, --yes", "do not ask")
      .option("--digest <sha256>", "apply only the plan that has this digest, as charter plan printed it")
      .option("--target <address>", "apply only what lies at or below this address (repeatable)", collect)
      .option("--allow <guard:scope>", "override a guard at one place (repeatable)", collect)
      .option("--without-forbidden", "leave out what the account may not do, instead of stopping");
    examples(command, [
      ["charter apply", "plan, show it, ask, apply"],
      ["charter apply plan.json", "apply exactly a plan that was reviewed"],
      ["charter apply plan.json --yes", "in CI, where nobody can be asked"],
      ["charter apply plan.json --digest 3f1c…", "only if the file holds the plan that was reviewed"],
      ["charter apply --digest 3f1c…", "the reviewed plan without its file: refused if anything has moved"],
      ["charter apply --target acme/members/user-alice", "only one member"],
    ]);
  },
  run: async (command, context): Promise<ExitCode> => {
    const flags = command.opts<Flags>();
    const file: string | undefined = command.processedArgs[0];
    const refusal = refuse(context, flags, file);
    if (refusal !== null) return fail(context, [refusal]);
    const saved = file === undefined ? null : await load(file);
    if (saved !== null && "finding" in saved) return fail(context, [saved.finding]);

    const { apply: carryOut } = await import("../run/index.ts");
    const asked = { shown: false, declined: false };
    const result = await carryOut({
      ...runOptions(context),
      ...(saved === null ? planning(flags) : { plan: saved.plan }),
      ...(flags.digest === undefined ? {} : { digest: flags.digest }),
      confirm: async (plan) => {
        // With the other formats and nobody to ask, the plan is part of the result.
        if (flags.yes !== true || context.globals.format === "terminal") showPlan(context, plan);
        asked.shown = true;
        asked.declined = flags.yes !== true && !(await ask(context, plan));
        return !asked.declined;
      },
    });
    if (!result.ok) return fail(context, result.findings);
    const { plan, result: outcome } = result.value;
    writeOutcome(context, plan, outcome, asked.shown);
    writeFindings(context, result.findings);
    if (asked.declined) {
      const message = context.signal.aborted
        ? "Cancelled before anything was sent."
        : "The answer was not yes: nothing was sent.";
      say(context, message);
    }
    return exitCode({ type: "apply", plan, result: outcome, declined: asked.declined });
  },
};

function planning(flags: Flags) {
  return {
    allow: flags.allow ?? [],
    targets: flags.target ?? [],
    withoutForbidden: flags.withoutForbidden ?? false,
  };
}

/** What can be said before anything is read. */
function refuse(context: Context, flags: Flags, file: string | undefined): Finding | null {
  const planned = (["target", "allow", "withoutForbidden"] as const).find(
    (name) => flags[name] !== undefined,
  );
  if (file !== undefined && planned !== undefined) {
    const flag = planned === "withoutForbidden" ? "--without-forbidden" : `--${planned}`;
    return problem(
      "conflict",
      `${flag} cannot change a saved plan. Give it to charter plan -o ${shellWord(file)} instead, and apply that.`,
    );
  }
  if (flags.digest !== undefined && !/^[0-9a-f]{64}$/i.test(flags.digest)) {
    return problem(
      "digest",
      "--digest takes the whole digest, 64 hexadecimal digits, as charter plan prints it: a part of it can be forged.",
    );
  }
  if (flags.yes !== true && !canAsk(context)) {
    return problem(
      "needs-yes",
      "Nobody can be asked here (no terminal, or --no-input), so nothing was read or sent. " +
        "Review charter plan first, then run charter apply --yes.",
    );
  }
  return null;
}

/** Bytes: about what one text can hold. */
const largestPlan = 512 * 1024 * 1024;

async function load(file: string): Promise<{ readonly plan: Plan } | { readonly finding: Finding }> {
  const { readText } = await import("./files.ts");
  const read = await readText(file, largestPlan);
  if ("why" in read) {
    const message = `The plan file ${shellWord(file)} cannot be read (${read.why}). charter plan -o FILE writes one.`;
    return { finding: problem("read", message) };
  }
  const { parsePlan } = await import("../plan/file.ts");
  return parsePlan(read.text);
}

/** Before the question. With the other formats it is for whoever is asked, so it goes where the question goes. */
function showPlan(context: Context, plan: Plan): void {
  context.progress.clear();
  const { format, verbose } = context.globals;
  const [output, style] =
    format === "terminal"
      ? [context.io.stdout, context.styles.stdout]
      : [context.io.stderr, context.styles.stderr];
  output.write(planText(plan, { style, verbose }));
}

async function ask(context: Context, plan: Plan): Promise<boolean> {
  const { confirm } = await import("./confirm.ts");
  return confirm(context, `\n${planQuestion(plan)} Only yes is accepted: `);
}

function writeOutcome(context: Context, plan: Plan, result: ApplyResult | null, shown: boolean): void {
  const { verbose } = context.globals;
  const style = context.styles.stdout;
  writeResult(context, {
    terminal: () => {
      if (result !== null) return `\n${applyText(plan, result, { style, verbose })}`;
      return shown ? "" : planText(plan, { style, verbose });
    },
    markdown: () => (result === null ? planMarkdown(plan) : applyMarkdown(plan, result)),
    json: () => ({ format: "charter-apply/1", plan, result }),
  });
}
