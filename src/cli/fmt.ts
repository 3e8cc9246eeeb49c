import { relative, resolve } from "node:path";
import type { Finding } from "../model/finding.ts";
import type { Platform } from "../model/platform.ts";
import { code, shellWord } from "../report/escape.ts";
import { plural } from "../report/text.ts";
import { type CommandDefinition, examples } from "./command.ts";
import { type Context, problem } from "./context.ts";
import { type ExitCode, exitCode } from "./exit.ts";
import { fail, say, writeResult } from "./output.ts";

interface Flags {
  readonly check?: boolean;
}

/** A file that was looked at. */
interface Formatted {
  /** As it is said to the user. */
  readonly name: string;
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

export const fmt: CommandDefinition = {
  define: (command) => {
    command
      .description(
        "Bring configuration files into their usual form: order, indentation, spacing. Comments stay, and what the files say does not change. Without files: all of the folder. - reads standard input.",
      )
      .argument("[files...]", "files or folders")
      .option("--check", "change nothing; exit with 2 where a file is not in its usual form");
    examples(command, [
      ["charter fmt", "all files of the folder"],
      ["charter fmt --check", "in CI"],
      ["charter fmt - < acme.yaml", "from an editor"],
    ]);
  },
  run: async (command, context): Promise<ExitCode> => {
    const files: readonly string[] = command.processedArgs[0] ?? [];
    const check = command.opts<Flags>().check ?? false;
    const { platforms } = await import("../platforms/registry.ts");
    if (files.length === 1 && files[0] === "-") return formatInput(context, platforms, check);
    const { formatted, findings } = await formatFiles(context, files, platforms);
    const changed = formatted.filter(({ before, after }) => before !== after);
    const failures = check ? [] : await writeAll(changed);
    const all = [...findings, ...failures];
    if (all.length > 0) return fail(context, all);
    const names = changed.map(({ name }) => name);
    writeResult(context, {
      terminal: () => names.map((name) => `${shellWord(name)}\n`).join(""),
      markdown: () => names.map((name) => `- ${code(name)}\n`).join(""),
      json: () => ({ format: "charter-fmt/1", check, looked: formatted.length, files: names }),
    });
    const looked = plural(formatted.length, "file");
    if (names.length === 0) say(context, `${looked}, all in their usual form.`);
    else if (check)
      say(context, `${names.length} of ${looked} not in their usual form. charter fmt changes them.`);
    else say(context, `${names.length} of ${looked} changed.`);
    return exitCode({ type: "format", unformatted: check ? names.length : 0 });
  },
};

async function formatFiles(context: Context, given: readonly string[], platforms: readonly Platform[]) {
  const { formatText } = await import("../config/format.ts");
  const { defaultMaxFileSize } = await import("../config/files.ts");
  const findings: Finding[] = [];
  const formatted: Formatted[] = [];
  for (const { name, path } of await listed(context, given, findings)) {
    const read = await (await import("./files.ts")).readText(
      path,
      context.globals.maxFileSize ?? defaultMaxFileSize,
    );
    if ("why" in read) {
      findings.push(problem("read", `${shellWord(name)} cannot be read (${read.why}).`));
      continue;
    }
    const result = formatText(read.text, platforms, name);
    for (const finding of result.findings) if (finding.severity === "error") findings.push(finding);
    formatted.push({ name, path, before: read.text, after: result.text });
  }
  return { formatted, findings };
}

interface Listed {
  readonly name: string;
  readonly path: string;
}

/** The files that were named, and those in folders that were named; without any, those of the configuration. */
async function listed(
  context: Context,
  given: readonly string[],
  findings: Finding[],
): Promise<readonly Listed[]> {
  const { listFiles } = await import("../config/files.ts");
  const { createFindings } = await import("../config/findings.ts");
  const { stat } = await import("node:fs/promises");
  const names = given.length === 0 ? [context.globals.directory] : given;
  const files: Listed[] = [];
  for (const name of names) {
    const path = resolve(name);
    const info = await stat(path).catch(() => null);
    if (info === null) {
      findings.push(problem("read", `There is no file ${shellWord(name)}.`));
    } else if (info.isDirectory()) {
      const found = createFindings();
      const inside = await listFiles(path, found, context.signal);
      findings.push(...found.list().filter(({ severity }) => severity === "error"));
      for (const file of inside) {
        if (file.type === "text") files.push({ name: relative(process.cwd(), file.path), path: file.path });
      }
    } else {
      files.push({ name, path });
    }
  }
  return files;
}

async function writeAll(changed: readonly Formatted[]): Promise<readonly Finding[]> {
  const { replaceText } = await import("./files.ts");
  const findings: Finding[] = [];
  for (const { name, path, after } of changed) {
    const why = await replaceText(path, after);
    if (why !== null) findings.push(problem("write", `${shellWord(name)} could not be written (${why}).`));
  }
  return findings;
}

/** Standard input to standard output: whole, also where nothing changes, so that an editor can take it as it is. */
async function formatInput(
  context: Context,
  platforms: readonly Platform[],
  check: boolean,
): Promise<ExitCode> {
  const { formatText } = await import("../config/format.ts");
  const { text: readAll } = await import("node:stream/consumers");
  const before = await readAll(context.io.stdin);
  const { text, findings } = formatText(before, platforms, "stdin.yaml");
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return fail(context, errors);
  if (!check) context.io.stdout.write(text);
  return exitCode({ type: "format", unformatted: check && text !== before ? 1 : 0 });
}
