import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "../model/finding.ts";
import type { Platform } from "../model/platform.ts";
import { shellWord, show } from "../report/escape.ts";
import { escapeJson } from "../report/json.ts";
import { bounded, count, table } from "../report/text.ts";
import type { Credentials } from "../sandbox/definition.ts";
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
  readonly accept?: boolean;
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
      .option("--seed <file>", "what it starts with (YAML or JSON); default: a small organization")
      .option("--data <file>", "keep everything in this SQLite file; default: in memory")
      .option("--port <number>", "default: a free one")
      .option(
        "--fault <fault>",
        "what goes wrong, for example 503:times=2 or latency:ms=50 (repeatable)",
        collect,
      )
      .option("--rate <number>", "requests a second of one account before it is told to wait")
      .option("--accept", "everybody accepts every invitation at once; default: invitations wait")
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
      const read = flags.seed === undefined ? null : await readSeed(flags.seed);
      if (read !== null && "findings" in read) return fail(context, read.findings);
      const server = await startSandbox(name, { ...read, ...(await optionsOf(flags)) });
      await serve(context, platform, server, flags.as);
      return exitCode({ type: "done" });
    } catch (error) {
      if (error instanceof SandboxError) return fail(context, [problem("sandbox", error.message)]);
      throw error;
    }
  },
};

/** All that the flags say, but for the seed. */
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
    ...(flags.data === undefined ? {} : { data: flags.data }),
    ...(flags.port === undefined ? {} : { port: number("--port", flags.port, 0, 65_535, true) }),
    ...(flags.rate === undefined ? {} : { rate: number("--rate", flags.rate, 0.01, 1_000_000, false) }),
    accept: flags.accept ?? false,
    faults: (flags.fault ?? []).map(parseFault),
  };
}

/**
 * A seed document, or what is wrong with its text, by line. What begins as JSON is read as JSON, everything else as
 * YAML. Lines are not shown: a seed may hold tokens.
 */
async function readSeed(
  file: string,
): Promise<{ readonly seed: unknown } | { readonly findings: readonly Finding[] }> {
  const { readText } = await import("./files.ts");
  const read = await readText(file);
  if ("why" in read) {
    return { findings: [problem("sandbox", `The seed ${shellWord(file)} cannot be read (${read.why}).`)] };
  }
  const text = read.text.replace(/^\ufeff/, "");
  const json = /^\s*\{/.test(text);
  if (json) {
    try {
      return { seed: JSON.parse(text) };
    } catch {
      // Read again below, to learn where it is broken.
    }
  }
  const { createFindings } = await import("../config/findings.ts");
  const { parseText, treeOf } = await import("../config/parse.ts");
  const { toValue } = await import("../config/node.ts");
  const findings = createFindings();
  const parsed = parseText(json ? "seed.json" : "seed.yaml", text);
  const { broken, documents, origin } = parsed;
  const [document, second] = documents;
  if (broken !== null) findings.add("config/syntax", { origin, at: broken.at }, broken.message);
  else if (second !== undefined) {
    const message = "A seed is one document; put everything into the first.";
    findings.add("config/syntax", { origin, at: second.range[0] }, message);
  }
  const root = findings.errors() > 0 || document === undefined ? null : treeOf(parsed, document, findings);
  if (findings.errors() === 0) return { seed: root === null ? null : toValue(root) };
  return {
    findings: findings.list().map(({ message, position }) => ({
      ...problem("sandbox", message),
      ...(position === undefined ? {} : { position: { ...position, file } }),
    })),
  };
}

async function serve(
  context: Context,
  platform: Platform,
  server: Sandbox,
  as: string | undefined,
): Promise<void> {
  const { signal, io, globals } = context;
  let scratch: string | null = null;
  try {
    const account = await accountOf(server, as);
    if (globals.format === "json") {
      io.stdout.write(`${escapeJson(JSON.stringify(connectionsOf(server)))}\n`);
    } else {
      scratch = await scratchFolder();
      io.stdout.write(await introduction(platform, server, account, scratch));
    }
    if (signal.aborted) return;
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  } finally {
    await server.close();
    if (scratch !== null) await rm(scratch, { recursive: true, force: true });
  }
}

/** Where it listens, and how each account signs in. */
function connectionsOf(server: Sandbox): Readonly<Record<string, unknown>> {
  const { url, tokens } = server;
  const credentials = Object.fromEntries(
    Object.keys(tokens).map((account) => [account, server.credentials(account)]),
  );
  return { url, tokens, credentials };
}

/** A new folder of one's own, which nobody else can read. */
async function scratchFolder(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), "charter-sandbox-"));
  } catch (error) {
    const { SandboxError } = await import("../sandbox/error.ts");
    const { reason } = await import("./files.ts");
    throw new SandboxError(`No folder can be made in ${shellWord(tmpdir())} (${reason(error)}).`);
  }
}

async function accountOf(server: Sandbox, as: string | undefined): Promise<string> {
  const { SandboxError } = await import("../sandbox/error.ts");
  const { tokens } = server;
  const accounts = Object.keys(tokens);
  const name = as ?? accounts[0] ?? "";
  if (Object.hasOwn(tokens, name)) return name;
  const { shown, rest } = bounded(accounts, 10);
  const known = `${shown.map((each) => show(each)).join(", ")}${rest > 0 ? ` and ${count(rest)} more` : ""}`;
  throw new SandboxError(`There is no account ${shellWord(name)} in this sandbox. Known: ${known}.`);
}

/**
 * Where it listens, who there is, and the variables that point Charter and the vendor's client at it; the latter may
 * save what it likes in `scratch`.
 */
async function introduction(
  platform: Platform,
  server: Sandbox,
  account: string,
  scratch: string,
): Promise<string> {
  const credentials = server.credentials(account);
  const { shown, rest } = bounded(Object.keys(server.tokens), 10);
  return [
    `The ${platform.title} sandbox listens at ${server.url}. Ctrl-C stops it.`,
    "",
    "Accounts, and what they sign in with:",
    ...table(shown.map((each) => [`  ${show(each)}`, ...partsOf(server.credentials(each), each)])),
    ...(rest === 0 ? [] : [`  … and ${count(rest)} more (--format json prints all)`]),
    "",
    `For Charter, as ${show(account)}:`,
    ...exports(await charterVariables(platform, server.url, credentials)),
    ...(await vendorText(platform.name, server.url, credentials, scratch)),
    "",
  ].join("\n");
}

/** The parts of a credential that the name of the account does not give already. */
function partsOf(credentials: Credentials, account: string): readonly string[] {
  return Object.values(credentials)
    .filter((value) => value !== account)
    .map((value) => show(value));
}

function exports(variables: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(variables).map(([name, value]) => `  export ${name}=${shellWord(value)}`);
}

/** The variables that Charter itself reads for this platform, where charter.yaml says nothing else. */
async function charterVariables(
  platform: Platform,
  url: string,
  credentials: Credentials,
): Promise<Readonly<Record<string, string>>> {
  const { variableName } = await import("../run/credentials.ts");
  const variables: Record<string, string> = {};
  for (const [index, [host, { like }]] of Object.entries(platform.protocol.hosts).entries()) {
    if (like !== undefined) continue;
    variables[variableName(platform.name, index === 0 ? "url" : `${host}_url`)] = url;
  }
  for (const [part, { env }] of Object.entries(platform.protocol.credentials)) {
    const value = credentials[part];
    if (value !== undefined) variables[env] = value;
  }
  return variables;
}

/** The variables of the vendor's own client, where there is one. */
async function vendorText(
  name: string,
  url: string,
  credentials: Credentials,
  scratch: string,
): Promise<readonly string[]> {
  const { sandboxes } = await import("../sandbox/registry.ts");
  const environment = sandboxes.get(name)?.environment?.(url, credentials, scratch);
  if (environment === undefined) return [];
  const { client, variables, unset } = environment;
  const without = unset.length === 0 ? [] : [`  unset ${unset.join(" ")}`];
  return ["", `For ${client}:`, ...exports(variables), ...without];
}
