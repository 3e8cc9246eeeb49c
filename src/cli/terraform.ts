import { homedir } from "node:os";
import { join, relative } from "node:path";
import { Argument } from "commander";
import { fence, shellWord } from "../report/escape.ts";
import type { PackedFile } from "../terraform/install/contents.ts";
import type { LaidFolder } from "../terraform/install/mirror.ts";
import { version } from "../version.ts";
import { type CommandDefinition, examples } from "./command.ts";
import { type Context, problem } from "./context.ts";
import { type ExitCode, exitCode } from "./exit.ts";
import { fail, say, writeResult } from "./output.ts";

const actions = ["install", "package", "serve"] as const;
type Action = (typeof actions)[number];

interface Flags {
  readonly user?: boolean;
  readonly out?: string;
  readonly inspect?: boolean;
}

export const terraform: CommandDefinition = {
  onInterrupt: "The provider stops.",
  define: (command) => {
    command
      .description(
        "The provider for Terraform and OpenTofu. install lays it where both find it, in this folder or for all of yours; package makes the files of a release, for a registry or a mirror; serve runs it for a debugger and prints what to export. It is one script that Node runs, the same for Linux, macOS and FreeBSD; Windows cannot start such a script, so use WSL there.",
      )
      .addArgument(new Argument("<action>", "what to do").choices(actions))
      .option("--user", "install: for all folders of this user, in ~/.terraform.d")
      .option("-o, --out <dir>", "package: the folder for the files, which is made where there is none")
      .option("--inspect", "serve: a debugger of Node can be attached");
    examples(command, [
      ["charter terraform install", "for the Terraform configuration in this folder"],
      ["charter terraform install --user", "for all of yours"],
      ["charter terraform package -o release", "zip files, checksums and manifest"],
      [
        "charter terraform serve --inspect",
        "one to attach a debugger to; then run Terraform in another terminal",
      ],
    ]);
  },
  run: async (command, context): Promise<ExitCode> => {
    const action: Action = command.processedArgs[0];
    const flags = command.opts<Flags>();
    const wrong = misplaced(action, flags);
    if (wrong !== null) return fail(context, [problem("conflict", wrong)]);
    const { packageContents } = await import("../terraform/install/contents.ts");
    const files = await packageContents(version());
    if (files === null) {
      const message =
        "The provider is not built. In a checkout run npm run build first; in a package it is always there, so install orgcharter again.";
      return fail(context, [problem("not-built", message)]);
    }
    switch (action) {
      case "install":
        return install(context, files, flags.user ?? false);
      case "package":
        return makePackage(context, files, flags.out ?? "");
      case "serve":
        return serve(context, flags.inspect ?? false);
    }
  },
};

function misplaced(action: Action, { user, out, inspect }: Flags): string | null {
  if (user !== undefined && action !== "install") return `--user goes with install, not with ${action}.`;
  if (out !== undefined && action !== "package") return `--out goes with package, not with ${action}.`;
  if (inspect !== undefined && action !== "serve") return `--inspect goes with serve, not with ${action}.`;
  if (out === undefined && action === "package") {
    return "Say where the files shall go: charter terraform package -o DIR.";
  }
  return null;
}

async function install(context: Context, files: readonly PackedFile[], user: boolean): Promise<ExitCode> {
  const { systemOf } = await import("../terraform/install/systems.ts");
  const system = systemOf(process.platform, process.arch);
  if (system === null) {
    const message = `The provider cannot be started on ${process.platform} (${process.arch}). On Windows run Charter and Terraform in WSL.`;
    return fail(context, [problem("system", message)]);
  }
  const root = user ? join(homedir(), ".terraform.d") : join(context.globals.directory, "terraform.d");
  const { layInto } = await import("../terraform/install/mirror.ts");
  const { packageHash } = await import("../terraform/install/contents.ts");
  let folders: readonly LaidFolder[];
  try {
    folders = await layInto(join(root, "plugins"), files, version(), system);
  } catch (error) {
    return fail(context, [await unwritable(root, error)]);
  }
  const shown = folders.map(({ path, state }) => `${shellWord(short(path))}  (${state})`);
  writeResult(context, {
    terminal: () => shown.map((line) => `${line}\n`).join(""),
    markdown: () => shown.map((line) => `- \`${line}\`\n`).join(""),
    json: () => ({
      format: "charter-terraform-install/1",
      version: version(),
      system,
      hash: packageHash(files),
      folders,
    }),
  });
  say(context, nextSteps(context, folders, user));
  return exitCode({ type: "done" });
}

function nextSteps(context: Context, folders: readonly LaidFolder[], user: boolean): string {
  const where = user ? "" : short(context.globals.directory);
  const folder = where === "." ? "" : ` -chdir=${shellWord(where)}`;
  const lines = [
    "",
    `In the configuration${where === "" || where === "." ? "" : ` in ${shellWord(where)}`}:`,
    "",
    ...required.map((line) => (line === "" ? "" : `  ${line}`)),
    "",
    `Next: terraform${where === "" ? "" : folder} init (or tofu${where === "" ? "" : folder} init)`,
  ];
  if (folders.some(({ state }) => state === "replaced")) {
    lines.push(
      "",
      "The same version was there with other contents. A .terraform.lock.hcl that knows those refuses these: delete the block " +
        "of this provider from it, then run init.",
    );
  }
  return lines.join("\n");
}

const required = [
  "terraform {",
  "  required_providers {",
  "    charter = {",
  '      source  = "orgcharter/charter"',
  `      version = "${version()}"`,
  "    }",
  "  }",
  "}",
];

async function makePackage(context: Context, files: readonly PackedFile[], out: string): Promise<ExitCode> {
  const { mkdir, writeFile } = await import("node:fs/promises");
  const { releaseFiles } = await import("../terraform/install/registry.ts");
  const { packageHash } = await import("../terraform/install/contents.ts");
  const made = releaseFiles(files, version());
  try {
    await mkdir(out, { recursive: true });
    for (const { name, bytes } of made) await writeFile(join(out, name), bytes);
  } catch (error) {
    return fail(context, [await unwritable(out, error)]);
  }
  const names = made.map(({ name }) => name);
  writeResult(context, {
    terminal: () => names.map((name) => `${shellWord(join(out, name))}\n`).join(""),
    markdown: () => fence(names, ""),
    json: () => ({
      format: "charter-terraform-package/1",
      version: version(),
      hash: packageHash(files),
      folder: out,
      files: names,
    }),
  });
  const sums = names.find((name) => name.endsWith("SHA256SUMS")) ?? "";
  say(
    context,
    `\nA registry also wants the checksums signed: gpg --detach-sign ${shellWord(join(out, sums))}\nThere is none for Windows, which cannot start a script by its first line.`,
  );
  return exitCode({ type: "done" });
}

/** Runs the built provider in a process of its own, until this one is interrupted. */
async function serve(context: Context, inspect: boolean): Promise<ExitCode> {
  const { spawn } = await import("node:child_process");
  const { built, bundleName } = await import("../terraform/install/contents.ts");
  const bundle = await built(bundleName);
  if (bundle === null) throw new Error("the provider was there a moment ago");
  const child = spawn(process.execPath, [...(inspect ? ["--inspect"] : []), bundle.path, "serve"], {
    stdio: "inherit",
  });
  context.signal.addEventListener("abort", () => child.kill("SIGTERM"));
  const code = await new Promise<number | null>((done, failed) => {
    child.once("error", failed);
    child.once("close", done);
  });
  return exitCode({ type: code === 0 || context.signal.aborted ? "done" : "error" });
}

async function unwritable(path: string, error: unknown) {
  const { reason } = await import("./files.ts");
  return problem("write", `${shellWord(path)} could not be written (${reason(error)}).`);
}

/** As somebody in the present folder would write it. */
function short(path: string): string {
  const from = relative(process.cwd(), path);
  return from.startsWith("..") ? path : from === "" ? "." : from;
}
