import { isAbsolute, relative, resolve } from "node:path";
import { fence, shellWord, show } from "../report/escape.ts";
import { bounded, count, plural } from "../report/text.ts";
import type { ImportedFile } from "../run/import/options.ts";
import { type CommandDefinition, examples } from "./command.ts";
import { type Context, problem, runOptions } from "./context.ts";
import { type ExitCode, exitCode } from "./exit.ts";
import { fail, say, writeFindings, writeResult } from "./output.ts";

interface Flags {
  readonly update?: boolean;
  readonly into?: string;
  readonly connection?: string;
  readonly force?: boolean;
  readonly stdout?: boolean;
}

export const importCommand: CommandDefinition = {
  define: (command) => {
    command
      .description(
        "Write the configuration of organizations as they are live. Planning right after it changes nothing. Without an organization: all that the account can see. What is configured already is left alone, or brought up to what is live with --update: comments and order stay.",
      )
      .argument("<platform>", "the platform to read")
      .argument("[organizations...]", "only these")
      .option(
        "--update",
        "bring the files of configured organizations up to what is live (without an organization: of all)",
      )
      .option("--into <dir>", "folder for new files, relative to the configuration")
      .option("--connection <name>", "the connection of charter.yaml to use")
      .option("--force", "overwrite files that are already there")
      .option(
        "--stdout",
        "print the files instead of writing them; with --update, what would change in them",
      );
    examples(command, [
      ["charter import dnanexus", "everything that the account can see"],
      ["charter import dnanexus org-acme --into organizations", "one organization, into a folder"],
      ["charter import dnanexus org-acme --stdout", "only look at it"],
      ["charter import dnanexus --update", "take over what was changed behind the files' back"],
      ["charter import dnanexus --update --stdout", "only look at what would change in the files"],
    ]);
  },
  run: async (command, context): Promise<ExitCode> => {
    const flags = command.opts<Flags>();
    const platform: string = command.processedArgs[0];
    const organizations: readonly string[] = command.processedArgs[1] ?? [];
    const { platformNamed } = await import("./platform.ts");
    const known = platformNamed(platform);
    if ("finding" in known) return fail(context, [known.finding]);
    const { importOrganizations } = await import("../run/index.ts");
    const result = await importOrganizations({
      ...runOptions(context),
      platform,
      into: flags.stdout === true ? null : (flags.into ?? ""),
      replace: flags.force === true,
      update: flags.update === true,
      ...(flags.connection === undefined ? {} : { connection: flags.connection }),
      ...(organizations.length === 0 ? {} : { organizations }),
    });
    if (!result.ok) return fail(context, result.findings);
    const { files } = result.value;
    if (flags.stdout === true) await print(context, files);
    else {
      const failed = await write(context, files, flags);
      if (failed !== null) return failed;
      tell(context, files, flags, result.findings.length > 0);
    }
    writeFindings(context, result.findings);
    return exitCode({ type: "done" });
  },
};

/** New files as one stream of YAML documents, each under its name; before them what changes in others, as a diff. */
async function print(context: Context, files: readonly ImportedFile[]): Promise<void> {
  const fresh = files.filter(({ update }) => update === null);
  const { unifiedDiff } = await import("./import-diff.ts");
  const patch = files
    .map(({ path, text, update }) => (update === null ? "" : unifiedDiff(path, update.before, text)))
    .join("");
  const text = fresh
    .map((file, index) => `${index === 0 ? "" : "---\n"}# ${show(file.path, 1_000)}\n${file.text}`)
    .join("");
  writeResult(context, {
    terminal: () => patch + text,
    markdown: () =>
      (patch === "" ? "" : `${fence(patch.replace(/\r?\n$/, "").split(/\r?\n/), "diff")}\n`) + text,
    json: () => asJson(files),
  });
}

function asJson(files: readonly ImportedFile[]): object {
  return {
    format: "charter-import/1",
    files: files.map(({ path, text, exists, update }) => {
      if (update === null) return { path, text, exists, update };
      const { added, changed, removed } = update;
      return { path, text, exists, update: { added, changed, removed } };
    }),
  };
}

/** All of them or none: what is in the way is found before anything is written. */
async function write(
  context: Context,
  files: readonly ImportedFile[],
  flags: Flags,
): Promise<ExitCode | null> {
  const { readText, replaceText, writeNew } = await import("./files.ts");
  const { directory } = context.globals;
  const force = flags.force === true;
  const targets = files.map((file) => {
    const base = file.update === null ? resolve(directory, flags.into ?? "") : resolve(directory);
    return { ...file, target: insideOf(base, resolve(directory, file.path)) };
  });
  const inTheWay = targets.filter(({ update, exists }) => update === null && exists && !force);
  if (inTheWay.length > 0) {
    const { shown, rest } = bounded(
      inTheWay.map(({ target }) => nameOf(target)),
      5,
    );
    const names = `${shown.join(", ")}${rest === 0 ? "" : ` and ${count(rest)} more`}`;
    const message = `Already there: ${names}. Nothing was written. Import into another folder with --into DIR, or overwrite with --force.`;
    return fail(context, [problem("exists", message)]);
  }
  for (const { target, update } of targets) {
    if (update === null) continue;
    const now = await readText(target);
    if ("text" in now && now.text === update.before) continue;
    const message = `${nameOf(target)} has been changed meanwhile. Nothing was written; run it again.`;
    return fail(context, [problem("changed", message)]);
  }
  for (const { target, text, update } of targets) {
    const why = update === null ? await writeNew(target, text, force) : await replaceText(target, text);
    if (why !== null)
      return fail(context, [problem("write", `${nameOf(target)} could not be written (${why}).`)]);
  }
  return null;
}

/** Says what was written: a line a file. */
function tell(context: Context, files: readonly ImportedFile[], flags: Flags, noted: boolean): void {
  const lines = files.map(({ path, update }) => {
    const name = nameOf(resolve(context.globals.directory, path));
    return update === null ? name : `updated ${name}: ${countsOf(update)}`;
  });
  const nothing = "Nothing to update: the files say what is live.\n";
  const none = files.length === 0 && flags.update === true && !noted;
  writeResult(context, {
    terminal: () => (none ? nothing : lines.map((line) => `${line}\n`).join("")),
    markdown: () => (none ? nothing : lines.map((line) => `- ${line}\n`).join("")),
    json: () => asJson(files),
  });
  if (files.length === 0) return;
  const promise = noted ? "" : " charter plan should now find nothing to change.";
  say(context, `${plural(files.length, "file")} written.${promise}`);
}

function countsOf(update: NonNullable<ImportedFile["update"]>): string {
  const counted = [
    [update.added, "added"],
    [update.changed, "changed"],
    [update.removed, "removed"],
  ] as const;
  return counted.flatMap(([number, word]) => (number === 0 ? [] : [`${count(number)} ${word}`])).join(", ");
}

/** Paths are made from names that come from a server: none may lead out of the folder. */
function insideOf(base: string, target: string): string {
  const way = relative(base, target);
  if (way === "" || way.startsWith("..") || isAbsolute(way)) {
    throw new Error(`the import made a path that leads out of its folder: ${show(target)}`);
  }
  return target;
}

function nameOf(path: string): string {
  const near = relative(process.cwd(), path);
  return shellWord(near.startsWith("..") ? path : near);
}
