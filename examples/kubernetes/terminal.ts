import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters, styleText } from "node:util";

const cli = fileURLToPath(new URL("../../src/cli/bin.ts", import.meta.url));

interface Finished {
  readonly code: number;
  /** Standard output and standard error, in the order in which they came. */
  readonly output: string;
}

export interface Surroundings {
  /** Where the command runs. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Runs `charter ARGS` as a process of its own, after showing it; throws on another exit code than the expected one. */
export async function charter(
  args: readonly string[],
  expected: number,
  { folder, env, signal }: Surroundings,
): Promise<string> {
  say(styleText("bold", `$ charter ${args.map(quoted).join(" ")}`));
  const { code, output } = await new Promise<Finished>((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd: folder,
      env: { ...process.env, ...colour(), ...env },
      signal,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => parts.push(part));
    child.once("error", reject);
    child.once("close", (code) =>
      resolve({ code: code ?? 1, output: Buffer.concat(parts).toString("utf8") }),
    );
  });
  if (code !== expected) throw new Error(`${output}\ncharter ended with ${code} instead of ${expected}`);
  return output;
}

/** A terminal of ours is one for the command, too, whose output goes through here. */
function colour(): Readonly<Record<string, string>> {
  return process.stdout.isTTY && !process.env["NO_COLOR"] ? { FORCE_COLOR: "1" } : {};
}

function quoted(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `'${word}'`;
}

/** Which lines of a long output are shown: from the next line that fits on, so many. */
export type Pick = readonly [from: RegExp, lines: number];

/** Shows an output, of a long one only what is picked, and says how much is left out. */
export function show(output: string, picks?: readonly Pick[]): void {
  const lines = output.trimEnd().split("\n");
  if (picks === undefined) {
    for (const line of lines) indented(line);
    return;
  }
  let at = 0;
  const skip = (to: number): void => {
    const left = lines.slice(at, to).filter((line) => line !== "").length;
    if (left > 0) say(styleText("dim", `  [${left} ${left === 1 ? "line" : "lines"} left out]`));
    at = to;
  };
  for (const [from, count] of picks) {
    const found = lines.findIndex((line, index) => index >= at && from.test(stripVTControlCharacters(line)));
    if (found < 0) continue;
    skip(found);
    for (const line of lines.slice(at, at + count)) indented(line);
    at += count;
  }
  skip(lines.length);
}

function indented(line: string): void {
  say(line === "" ? "" : `  ${line}`);
}

export function heading(text: string): void {
  say(`\n${styleText(["bold", "cyan"], text)}`);
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
