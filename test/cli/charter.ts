import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const bin = resolve(import.meta.dirname, "../../src/cli/bin.ts");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CharterOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Nothing of our environment but the path, and where Node keeps what it has compiled. */
const around = Object.fromEntries(
  ["PATH", "NODE_COMPILE_CACHE"].map((name) => [name, process.env[name] ?? ""]),
);

/** Runs the command as its users do: a process of its own, in surroundings of its own. */
export function charter(args: readonly string[], options: CharterOptions = {}): Promise<Ended> {
  const child = start(args, options);
  child.stdin.on("error", () => {});
  child.stdin.end(options.input ?? "");
  return ended(child);
}

export function start(args: readonly string[], options: CharterOptions = {}) {
  return spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd ?? tmpdir(),
    env: { ...around, ...options.env },
    stdio: "pipe",
  });
}

export function ended(child: ReturnType<typeof start>): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("close", (code) => done({ code, stdout, stderr }));
  });
}

/** A folder with these files, that is gone when the test is over. */
export async function folder(
  files: Readonly<Record<string, string>> = {},
): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), "charter-cli-"));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** The document that a command printed with `--format json`. */
export function parsed(ended: Ended): Record<string, unknown> {
  const value: Record<string, unknown> = JSON.parse(ended.stdout);
  return value;
}
