import { relative, resolve } from "node:path";
import { Argument, Option } from "commander";
import { code, shellWord } from "../report/escape.ts";
import { plural } from "../report/text.ts";
import type { ModuleFile } from "../terraform/export.ts";
import { type CommandDefinition, examples } from "./command.ts";
import { type Context, problem, runOptions } from "./context.ts";
import { type ExitCode, exitCode } from "./exit.ts";
import { fail, say, writeFindings, writeResult } from "./output.ts";

interface Flags {
  readonly output?: string;
  readonly syntax: "hcl" | "json";
  readonly imports: boolean;
  readonly force?: boolean;
  readonly stdout?: boolean;
}

export const exportCommand: CommandDefinition = {
  define: (command) => {
    command
      .description(
        "Write the same organizations as a module of Terraform: resources, variables for secrets, and blocks that import what is live. Needs no credential and talks to nobody. What Terraform cannot say is a warning.",
      )
      .addArgument(new Argument("<target>", "what to write").choices(["terraform"]))
      .argument("[dir]", "folder that holds the configuration (as -C)")
      .option("-o, --output <dir>", "folder for the files (default: the current one)")
      .addOption(new Option("--syntax <syntax>", "the language").choices(["hcl", "json"]).default("hcl"))
      .option("--no-imports", "no import blocks: everything is made anew")
      .option("--force", "overwrite files that are already there")
      .option("--stdout", "print the files instead of writing them");
    examples(command, [
      ["charter export terraform -o terraform", "main.tf and imports.tf, in a folder"],
      ["charter export terraform organizations --stdout", "only look at it"],
      ["charter export terraform --syntax json", "main.tf.json, for programs"],
    ]);
  },
  run: async (command, context): Promise<ExitCode> => {
    const flags = command.opts<Flags>();
    const directory: string | undefined = command.processedArgs[1];
    const { exportTerraform } = await import("../terraform/export.ts");
    const result = await exportTerraform({
      ...runOptions(context),
      ...(directory === undefined ? {} : { directory }),
      syntax: flags.syntax,
      imports: flags.imports,
    });
    if (!result.ok) return fail(context, result.findings);
    const files = result.value.map((file) => ({ ...file, target: resolve(flags.output ?? ".", file.path) }));
    if (flags.stdout === true) print(context, result.value);
    else {
      const failed = await write(context, files, flags.force === true);
      if (failed !== null) return failed;
    }
    writeFindings(context, result.findings);
    return exitCode({ type: "done" });
  },
};

function print(context: Context, files: readonly ModuleFile[]): void {
  const text = files.map((file) => `${files.length > 1 ? `# ${file.path}\n` : ""}${file.text}`).join("\n");
  writeResult(context, { terminal: () => text, markdown: () => text, json: () => asJson(files) });
}

function asJson(files: readonly ModuleFile[]): object {
  return { format: "charter-export/1", files: files.map(({ path, text }) => ({ path, text })) };
}

/** All of them or none: what is in the way is found before anything is written. */
async function write(
  context: Context,
  files: readonly (ModuleFile & { readonly target: string })[],
  force: boolean,
): Promise<ExitCode | null> {
  const { exists, writeNew } = await import("./files.ts");
  const there: string[] = [];
  if (!force) for (const { target } of files) if (await exists(target)) there.push(nameOf(target));
  if (there.length > 0) {
    const message = `Already there: ${there.join(", ")}. Nothing was written. Write into another folder with -o DIR, or overwrite with --force.`;
    return fail(context, [problem("exists", message)]);
  }
  for (const { target, text } of files) {
    const why = await writeNew(target, text, force);
    if (why !== null)
      return fail(context, [problem("write", `${nameOf(target)} could not be written (${why}).`)]);
  }
  const names = files.map(({ target }) => nameOf(target));
  writeResult(context, {
    terminal: () => names.map((name) => `${name}\n`).join(""),
    markdown: () => names.map((name) => `- ${code(name)}\n`).join(""),
    json: () => asJson(files),
  });
  say(context, `${plural(files.length, "file")} written. Next: terraform init, then terraform plan.`);
  return null;
}

function nameOf(path: string): string {
  const near = relative(process.cwd(), path);
  return shellWord(near.startsWith("..") ? path : near);
}
