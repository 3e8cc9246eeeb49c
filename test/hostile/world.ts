/** A platform's example in a folder of its own, run with marked secrets; the server may be replaced by a hostile one. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { parse } from "yaml";
import type { Platform } from "../../src/model/platform.ts";
import { variableName } from "../../src/run/credentials.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { environment } from "../platforms/harness/converge.ts";
import { inside, type Said } from "./inside.ts";
import { awkward, filesIn } from "./marks.ts";

/** A request with its whole body. */
export interface Heard {
  readonly request: IncomingMessage;
  readonly body: string;
}

/** Answers in place of the sandbox; false: the sandbox answers. */
export type Hostile = (heard: Heard, response: ServerResponse) => boolean;

export interface Marked {
  readonly sandbox: Sandbox;
  readonly directory: string;
  /** Where nothing may be written but what is asked for. */
  readonly scratch: string;
  readonly env: Readonly<Record<string, string>>;
  /** Every secret there is by now: credentials, one-time codes, secret attributes, tokens that were given out. */
  readonly secrets: () => Promise<ReadonlySet<string>>;
  readonly run: (...args: readonly string[]) => Promise<Said>;
  /** Every file that Charter may have written, by its path. */
  readonly files: () => Promise<ReadonlyMap<string, string>>;
  readonly beHostile: (hostile: Hostile | null) => void;
}

const examples = resolve(import.meta.dirname, "../../examples");
const password = `Mark-1-${awkward}`;
const firstPassword = "Mark-2-Correct-h0rse-42!";

/** Seeds with marked secrets, where a seed can say them. */
function marked(name: string, seed: Record<string, unknown>): unknown {
  const users = Array.isArray(seed["users"]) ? seed["users"] : [];
  const own: Readonly<Record<string, object>> = {
    datica: { password },
    "cloud-console": { password },
    dnanexus: { token: "Mark-3-0123456789abcdef" },
  };
  const [first, ...others] = users;
  return name in own ? { ...seed, users: [{ ...first, ...own[name] }, ...others] } : seed;
}

export async function markedWorld(platform: Platform, source: "env" | "file" = "env"): Promise<Marked> {
  const { name, protocol } = platform;
  const example = join(examples, name);
  const sandbox = await startSandbox(name, {
    seed: marked(name, parse(await readFile(join(example, "seed.yaml"), "utf8"))),
  });
  onTestFinished(() => sandbox.close());
  const root = await mkdtemp(join(tmpdir(), "charter-marked-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const [directory, scratch, kept] = [join(root, "folder"), join(root, "scratch"), join(root, "kept")];
  for (const each of [directory, scratch, kept]) await mkdir(each);
  // Definitions in TypeScript do not run inside of a test runner.
  await cp(join(example, "organizations"), directory, {
    recursive: true,
    filter: (path) => !path.endsWith(".ts"),
  });

  const [account = ""] = Object.keys(sandbox.tokens);
  const secrets = new Set([firstPassword]);
  const text = await readFile(join(directory, "acme.yaml"), "utf8");
  const names = [...text.matchAll(/\benv: (\w+)/g)].map(([, variable = ""]) => [variable, firstPassword]);
  let env: Record<string, string> = { ...environment(platform, sandbox, account, Object.fromEntries(names)) };
  const parts = Object.entries(sandbox.credentials(account)).filter(
    ([part]) => protocol.credentials[part]?.public !== true,
  );
  const sources: string[] = [];
  for (const [part, value] of parts) {
    if (value === account || !(part in protocol.credentials) || value === "charter") continue;
    secrets.add(value);
    if (source === "env") continue;
    await writeFile(join(kept, part), `${value}\n`, { mode: 0o600 });
    sources.push(`      ${part}: { file: ${JSON.stringify(join(kept, part))} }`);
    env = Object.fromEntries(
      Object.entries(env).filter(([variable]) => variable !== protocol.credentials[part]?.env),
    );
  }
  if (source === "file") {
    const lines = ["connections:", `  ${name}:`, `    platform: ${name}`, "    credentials:", ...sources];
    await writeFile(join(directory, "charter.yaml"), `${lines.join("\n")}\n`);
  }

  let hostile: Hostile | null = null;
  const proxy = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (hostile?.({ request, body: body.toString("utf8") }, response)) return;
    await forward(sandbox.url, request, body, response);
  });
  await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const { port } = proxy.address() as AddressInfo;
  for (const [index, host] of Object.keys(protocol.hosts).entries()) {
    env[variableName(name, index === 0 ? "url" : `${host}_url`)] = `http://127.0.0.1:${port}`;
  }

  const tokenFiles = /^folder\/\.charter\/tokens\/[^/]+\.json$/;
  return {
    sandbox,
    directory,
    scratch,
    env,
    secrets: async () => {
      for (const [path, json] of await filesIn(root)) {
        if (tokenFiles.test(path)) for (const token of tokensIn(json)) secrets.add(token);
      }
      return secrets;
    },
    run: (...args) => inside([...args, "-C", directory], env),
    files: () => filesIn(root, (path) => tokenFiles.test(path) || path.startsWith("kept/")),
    beHostile: (next) => {
      hostile = next;
    },
  };
}

/** Every token in a token file; the file may hold a token with its end inside of a text. */
function tokensIn(json: string): readonly string[] {
  const { tokens } = JSON.parse(json) as { readonly tokens: Readonly<Record<string, string>> };
  return Object.values(tokens).flatMap((value) => {
    const inner = /"token":"([^"]+)"/.exec(value)?.[1];
    return [value, ...(inner === undefined ? [] : [inner])].filter((each) => each.length > 7);
  });
}

async function forward(url: string, request: IncomingMessage, body: Buffer, response: ServerResponse) {
  // Node's own fetch sends no body with GET; one platform signs in so.
  const { request: send } = await import("node:http");
  const onward = send(
    new URL(request.url ?? "/", url),
    { method: request.method ?? "GET", headers: { ...request.headers, host: new URL(url).host } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on("error", () => response.destroy());
  onward.end(body);
}
