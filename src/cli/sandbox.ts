import type { Platform } from "../model/platform.ts";
import { shellWord, show } from "../report/escape.ts";
import { escapeJson } from "../report/json.ts";
import { bounded, count, table } from "../report/text.ts";
import type { Sandbox, SandboxOptions } from "../sandbox/server.ts";
import { type CommandDefinition, collect, examples } from "./command.ts";
import { type Context, problem } from "./context.ts";
import { type ExitCode, exitCode } from "./exit.ts";
import { fail } from "./output.ts";

interface Flags {
  readonly seed?: string;
  readonly data?: string;
  readonly port?: string;
  readonly fault?: readonly string[];
  readonly rate?: string;
  readonly as?: string;
}

export const sandbox: CommandDefinition = {
  onInterrupt: "The sandbox stops.",
  define: (command) => {
    command
      .description(
        "Run a server on this machine that speaks a platform's API, with its roles, paging, limits and errors; the vendor's own client can talk to it. Runs until it is interrupted.",
      )
      .argument("<platform>", "the platform")
      .option("--seed <file>", "what it starts with (JSON); default: a small organization")
      .option("--data <file>", "keep everything in this SQLite file; default: in memory")
      .option("--port <number>", "default: a free one")
      .option(
        "--fault <fault>",
        "what goes wrong, for example 503:times=2 or latency:ms=50 (repeatable)",
        collect,
      )
      .option("--rate <number>", "requests a second of one account before it is told to wait")
      .option("--as <account>", "the account whose variables are printed; default: the first");
    examples(command, [
      ["charter sandbox dnanexus", "a small organization to try things on"],
      ["charter sandbox dnanexus --data state.db --port 4000", "one that remembers"],
      [
        "charter sandbox dnanexus --fault lost:route=invite,times=1",
        "lose the answer of the first invitation",
      ],
      ["charter sandbox dnanexus --format json", "for a script: one line with the URL and the tokens"],
    ]);
  },
  run: async (command, context): Promise<ExitCode> => {
    const flags = command.opts<Flags>();
    const name: string = command.processedArgs[0];
    const { platformNamed } = await import("./platform.ts");
    const platform = platformNamed(name);
    if ("finding" in platform) return fail(context, [platform.finding]);
    const { SandboxError } = await import("../sandbox/error.ts");
    try {
      const { startSandbox } = await import("../sandbox/server.ts");
      const server = await startSandbox(name, await optionsOf(flags));
      await serve(context, platform, server, flags.as);
      return exitCode({ type: "done" });
    } catch (error) {
      if (error instanceof SandboxError) return fail(context, [problem("sandbox", error.message)]);
      throw error;
    }
  },
};

async function optionsOf(flags: Flags): Promise<SandboxOptions> {
  const { SandboxError } = await import("../sandbox/error.ts");
  const { parseFault } = await import("../sandbox/faults.ts");
  const number = (flag: string, text: string, least: number, most: number, whole: boolean): number => {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    throw new SandboxError(
      `${flag} takes a ${whole ? "whole " : ""}number from ${least} to ${most}, not ${shellWord(text)}.`,
    );
  };
  return {
    ...(flags.seed === undefined ? {} : { seed: await readSeed(flags.seed) }),
    ...(flags.data === undefined ? {} : { data: flags.data }),
    ...(flags.port === undefined ? {} : { port: number("--port", flags.port, 0, 65_535, true) }),
    ...(flags.rate === undefined ? {} : { rate: number("--rate", flags.rate, 0.01, 1_000_000, false) }),
    faults: (flags.fault ?? []).map(parseFault),
  };
}

async function readSeed(file: string): Promise<unknown> {
  const { SandboxError } = await import("../sandbox/error.ts");
  const { readText } = await import("./files.ts");
  const read = await readText(file);
  if ("why" in read) throw new SandboxError(`The seed ${shellWord(file)} cannot be read (${read.why}).`);
  try {
    const seed: unknown = JSON.parse(read.text);
    return seed;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SandboxError(`The seed ${shellWord(file)} is not JSON: ${why}.`);
  }
}

async function serve(
  context: Context,
  platform: Platform,
  server: Sandbox,
  as: string | undefined,
): Promise<void> {
  const { signal, io, globals } = context;
  try {
    const account = await accountOf(server, as);
    if (globals.format === "json") {
      io.stdout.write(`${escapeJson(JSON.stringify({ url: server.url, tokens: server.tokens }))}\n`);
    } else {
      io.stdout.write(await introduction(platform, server, account));
    }
    if (signal.aborted) return;
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  } finally {
    await server.close();
  }
}

interface Account {
  readonly name: string;
  readonly token: string;
}

async function accountOf(server: Sandbox, as: string | undefined): Promise<Account> {
  const { SandboxError } = await import("../sandbox/error.ts");
  const { tokens } = server;
  const accounts = Object.keys(tokens);
  const name = as ?? accounts[0] ?? "";
  const token = tokens[name];
  if (token !== undefined) return { name, token };
  const { shown, rest } = bounded(accounts, 10);
  const known = `${shown.map((each) => show(each)).join(", ")}${rest > 0 ? ` and ${count(rest)} more` : ""}`;
  throw new SandboxError(`There is no account ${shellWord(name)} in this sandbox. Known: ${known}.`);
}

/** Where it listens, who there is, and the variables that point Charter and the vendor's client at it. */
async function introduction(platform: Platform, server: Sandbox, account: Account): Promise<string> {
  const { shown, rest } = bounded(Object.entries(server.tokens), 10);
  return [
    `The ${platform.title} sandbox listens at ${server.url}. Ctrl-C stops it.`,
    "",
    "Accounts and their tokens:",
    ...table(shown.map(([each, own]) => [`  ${show(each)}`, show(own)])),
    ...(rest === 0 ? [] : [`  … and ${count(rest)} more (--format json prints all)`]),
    "",
    `For Charter, as ${show(account.name)}:`,
    ...exports(await charterVariables(platform, server.url, account.token)),
    ...(await vendorText(platform.name, server.url, account.token)),
    "",
  ].join("\n");
}

function exports(variables: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(variables).map(([name, value]) => `  export ${name}=${shellWord(value)}`);
}

/** The variables that Charter itself reads for this platform, where charter.yaml says nothing else. */
async function charterVariables(
  platform: Platform,
  url: string,
  token: string,
): Promise<Readonly<Record<string, string>>> {
  const { variableName } = await import("../run/credentials.ts");
  const variables: Record<string, string> = {};
  for (const [index, host] of Object.keys(platform.protocol.hosts).entries()) {
    variables[variableName(platform.name, index === 0 ? "url" : `${host}_url`)] = url;
  }
  const [credential] = Object.values(platform.protocol.credentials);
  if (credential !== undefined) variables[credential.env] = token;
  return variables;
}

/** The variables of the vendor's own client, where there is one. */
async function vendorText(name: string, url: string, token: string): Promise<readonly string[]> {
  const { sandboxes } = await import("../sandbox/registry.ts");
  const environment = sandboxes.get(name)?.environment?.(url, token);
  if (environment === undefined) return [];
  return ["", `For ${environment.client}:`, ...exports(environment.variables)];
}
