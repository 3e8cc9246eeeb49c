import { isAbsolute, join, normalize, relative, resolve } from "node:path";
import { shellWord, show } from "../report/escape.ts";
import { bounded, count, plural } from "../report/text.ts";
import { type CommandDefinition, examples } from "./command.ts";
import { type Context, problem, runOptions } from "./context.ts";
import { type ExitCode, exitCode } from "./exit.ts";
import { fail, say, writeFindings, writeResult } from "./output.ts";

interface Flags {
  readonly into?: string;
  readonly connection?: string;
  readonly force?: boolean;
  readonly stdout?: boolean;
}

interface ImportedFile {
  readonly path: string;
  readonly text: string;
}

export const importCommand: CommandDefinition = {
  define: (command) => {
    command
      .description(
        "Write the configuration of organizations as they are live. Planning right after it changes nothing. Without an organization: all that the account can see.",
      )
      .argument("<platform>", "the platform to read")
      .argument("[organizations...]", "only these")
      .option("--into <dir>", "folder for the files, relative to the configuration")
      .option("--connection <name>", "the connection of charter.yaml to use")
      .option("--force", "overwrite files that are already there")
      .option("--stdout", "print the files instead of writing them");
    examples(command, [
      ["charter import dnanexus", "everything that the account can see"],
      ["charter import dnanexus org-acme --into organizations", "one organization, into a folder"],
      ["charter import dnanexus org-acme --stdout", "only look at it"],
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
      ...(flags.connection === undefined ? {} : { connection: flags.connection }),
      ...(organizations.length === 0 ? {} : { organizations }),
    });
    if (!result.ok) return fail(context, result.findings);
    const { files } = result.value;
    if (flags.stdout === true) print(context, files);
    else {
      const failed = await write(context, files, flags);
      if (failed !== null) return failed;
    }
    writeFindings(context, result.findings);
    return exitCode({ type: "done" });
  },
};

/** All files as one stream of YAML documents, each under its name. */
function print(context: Context, files: readonly ImportedFile[]): void {
  const text = files
    .map((file, index) => `${index === 0 ? "" : "---\n"}# ${show(file.path, 1_000)}\n${file.text}`)
    .join("");
  writeResult(context, {
    terminal: () => text,
    markdown: () => text,
    json: () => ({ format: "charter-import/1", files }),
  });
}

/** All of them or none: what is in the way is found before anything is written. */
async function write(
  context: Context,
  files: readonly ImportedFile[],
  flags: Flags,
): Promise<ExitCode | null> {
  const { exists, writeNew } = await import("./files.ts");
  const base = resolve(context.globals.directory, flags.into ?? ".");
  const targets = files.map(({ path, text }) => ({ path: insideOf(base, path), text }));
  const force = flags.force === true;
  const inTheWay: string[] = [];
  for (const { path } of targets) if (!force && (await exists(path))) inTheWay.push(path);
  if (inTheWay.length > 0) {
    const { shown, rest } = bounded(inTheWay.map(nameOf), 5);
    const names = `${shown.join(", ")}${rest === 0 ? "" : ` and ${count(rest)} more`}`;
    const message = `Already there: ${names}. Nothing was written. Import into another folder with --into DIR, or overwrite with --force.`;
    return fail(context, [problem("exists", message)]);
  }
  for (const { path, text } of targets) {
    const why = await writeNew(path, text, force);
    if (why !== null)
      return fail(context, [problem("write", `${nameOf(path)} could not be written (${why}).`)]);
  }
  const written = targets.map(({ path }) => nameOf(path));
  writeResult(context, {
    terminal: () => written.map((path) => `${path}\n`).join(""),
    markdown: () => written.map((path) => `- ${path}\n`).join(""),
    json: () => ({ format: "charter-import/1", files }),
  });
  say(context, `${plural(written.length, "file")} written. charter plan should now find nothing to change.`);
  return null;
}

/** Paths are made from names that come from a server: none may lead out of the folder. */
function insideOf(base: string, path: string): string {
  const safe = normalize(path);
  const target = join(base, safe);
  const way = relative(base, target);
  if (isAbsolute(path) || way === "" || way.startsWith("..") || isAbsolute(way)) {
    throw new Error(`the import made a path that leads out of its folder: ${show(path)}`);
  }
  return target;
}

function nameOf(path: string): string {
  const near = relative(process.cwd(), path);
  return shellWord(near.startsWith("..") ? path : near);
}
