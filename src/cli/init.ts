import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Platform } from "../model/platform.ts";
import { shellWord } from "../report/escape.ts";
import { list } from "../report/text.ts";
import { variableName } from "../run/credentials.ts";
import { type CommandDefinition, examples } from "./command.ts";
import { type Context, problem } from "./context.ts";
import { type ExitCode, exitCode } from "./exit.ts";
import { fail, say, writeResult } from "./output.ts";

export const init: CommandDefinition = {
  define: (command) => {
    command
      .description(
        "Start a configuration in a folder: charter.yaml, an example organization and a line in .gitignore. Nothing that exists is overwritten.",
      )
      .argument("[platform]", "the platform of the example (charter platforms lists them)");
    examples(command, [
      ["charter init dnanexus", "in the folder that you are in"],
      ["charter init dnanexus -C organizations", "in another folder, which is made where there is none"],
    ]);
  },
  run: async (command, context): Promise<ExitCode> => {
    const name: string | undefined = command.processedArgs[0];
    const chosen = await platformFor(name);
    if ("finding" in chosen) return fail(context, [chosen.finding]);
    const { exampleOrganization } = await import("./example.ts");
    const { rootKind } = await import("../model/platform.ts");
    const files = [
      {
        path: "charter.yaml",
        text: settingsText(await environmentOf(chosen), peopleOf(chosen, rootKind(chosen).name)),
      },
      {
        path: `organizations/${rootKind(chosen).key.example}.yaml`,
        text: exampleOrganization(chosen),
      },
    ];
    return write(context, chosen, files);
  },
};

async function platformFor(name: string | undefined) {
  const { platformNamed } = await import("./platform.ts");
  const { platforms } = await import("../platforms/registry.ts");
  const [only, ...others] = platforms;
  if (name !== undefined) return platformNamed(name);
  if (only !== undefined && others.length === 0) return only;
  const known = platforms.map((each) => each.name).join(", ");
  return {
    finding: problem("missing-argument", `Say for which platform: charter init PLATFORM (${known}).`),
  };
}

interface NewFile {
  readonly path: string;
  readonly text: string;
}

async function write(context: Context, platform: Platform, files: readonly NewFile[]): Promise<ExitCode> {
  const { directory } = context.globals;
  const { exists, writeNew } = await import("./files.ts");
  const there = [];
  for (const { path } of files) if (await exists(join(directory, path))) there.push(path);
  if (there.length > 0) {
    const message = `${there.join(" and ")} ${there.length === 1 ? "is" : "are"} already there, so nothing was written. Start in an empty folder with -C DIR, or change what is there.`;
    return fail(context, [problem("exists", message)]);
  }
  for (const { path, text } of files) {
    const why = await writeNew(join(directory, path), text);
    if (why !== null) return fail(context, [problem("write", `${path} could not be written (${why}).`)]);
  }
  const ignored = await ignoreStore(directory);
  const written = [...files.map(({ path }) => path), ...(ignored ? [".gitignore"] : [])];
  writeResult(context, {
    terminal: () => written.map((path) => `${path}\n`).join(""),
    markdown: () => written.map((path) => `- \`${path}\`\n`).join(""),
    json: () => ({ format: "charter-init/1", files: written }),
  });
  say(context, nextSteps(context, platform, files.at(-1)?.path ?? ""));
  return exitCode({ type: "done" });
}

/** Adds the store to .gitignore; it holds journals and tokens. True where the file was made or changed. */
async function ignoreStore(directory: string): Promise<boolean> {
  const { appendFile } = await import("node:fs/promises");
  const file = join(directory, ".gitignore");
  const text = await readFile(file, "utf8").catch(() => "");
  if (/^\/?\.charter\/?\s*$/m.test(text)) return false;
  await appendFile(file, `${text === "" || text.endsWith("\n") ? "" : "\n"}.charter/\n`);
  return true;
}

function nextSteps(context: Context, platform: Platform, example: string): string {
  const where = relative(process.cwd(), context.globals.directory);
  const flag = where === "" ? "" : ` -C ${shellWord(where)}`;
  const { credentials, hosts } = platform.protocol;
  const needed = Object.values(credentials).filter(({ optional }) => optional !== true);
  const [main] = Object.values(hosts);
  // Where there is no usual URL, somebody has to say which server it is.
  const url =
    main?.url === undefined ? `the URL of the API into ${variableName(platform.name, "url")}, ` : "";
  return [
    "",
    "Next:",
    `  1. put ${url}the credential into ${list(needed.map(({ env }) => env))}`,
    `  2. write what exists into files:  charter import ${platform.name}${flag}`,
    `     (and delete ${example}), or edit the example`,
    `  3. check it:                      charter validate${flag}`,
    `  4. see what would change:         charter plan${flag}`,
  ].join("\n");
}

async function environmentOf(platform: Platform): Promise<readonly string[]> {
  const hosts = Object.entries(platform.protocol.hosts);
  const [main] = hosts;
  const url = main?.[1].url ?? "https://…";
  const sources = Object.entries(platform.protocol.credentials)
    .filter(([, { optional }]) => optional !== true)
    .map(([part, { env }]) => `${part}: { env: ${env} }`);
  return [
    "# connections:",
    `#   ${platform.name}:`,
    `#     platform: ${platform.name}`,
    `#     url: ${url}`,
    `#     credentials: { ${sources.join(", ")} }`,
  ];
}

/** The first collection whose entries give somebody access. */
function peopleOf({ kinds }: Platform, root: string): string {
  return kinds.find(({ parent, principal }) => parent === root && principal)?.collection ?? "*";
}

function settingsText(connection: readonly string[], people: string): string {
  return [
    "# Settings of this folder. All of them have defaults; `charter schema` prints all that can stand here.",
    "",
    "# Limits that stop a plan.",
    "guards:",
    "  removals: { ratio: 0.25, from: 4, count: 50 }",
    "  admins: { minimum: 1 }",
    "",
    "# Days ahead in which plans and drift reports name what is about to expire.",
    "expiring: 30",
    "",
    "# Rules over what the files write, checked before anything is planned:",
    "# policies:",
    "#   never-empty:",
    `#     for: "*/${people}"`,
    "#     count: { minimum: 1 }",
    "",
    "# Accounts that Charter uses. Without one, a platform's usual URL and environment variables are used:",
    ...connection,
    "",
  ].join("\n");
}
