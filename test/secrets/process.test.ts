/**
 * Every command as a process, on every platform: what it prints, writes and leaves behind holds no secret, and what is
 * Charter's own is its owner's alone, however wide the umask.
 */
import { spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { platforms } from "../../src/platforms/registry.ts";
import { ended } from "../cli/charter.ts";
import type { Manner } from "./front.ts";
import { expectNone, filesIn } from "./search.ts";
import { inFiles, type World, worldOf } from "./world.ts";

const bin = resolve(import.meta.dirname, "../../src/cli/bin.ts");

/** Where a command's files may go beside its folder. */
interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly umask: string;
  readonly directory: string;
}

function start({ env, umask, directory }: Surroundings, args: readonly string[]) {
  const script = `umask ${umask}; exec "$@"`;
  return spawn("sh", ["-c", script, "sh", process.execPath, bin, ...args, "-C", directory], {
    cwd: directory,
    env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"], ...env },
    stdio: "pipe",
  });
}

const refused: Manner = ({ everything, secrets }, response) => {
  response.writeHead(400).end(`${secrets.join(" ")} ${everything}`);
};

test.concurrent.each(
  platforms.map((platform, index) => [platform.name, ["000", "022"][index % 2] ?? "", platform] as const),
)("%s, umask %s", { timeout: 240_000 }, async (name, umask, platform) => {
  await using world = await worldOf(platform);
  const outside = await mkdtemp(join(tmpdir(), "charter-outside-"));
  try {
    const temporary = join(outside, "tmp");
    await mkdir(temporary);
    const { directory, front } = world;
    const env = { ...(await inFiles(world, outside)), TMPDIR: temporary, GITHUB_ACTIONS: "true" };
    const around: Surroundings = { env, umask, directory };
    const said: Record<string, string> = {};
    const run = async (...args: readonly string[]): Promise<number | null> => {
      const { code, stdout, stderr } = await ended(start(around, args));
      said[`charter ${args.join(" ")}`] = `${stdout}\n${stderr}`;
      expect(stderr, `charter ${args.join(" ")}`).not.toMatch(/\[cli\/bug\]|Unhandled/);
      return code;
    };

    expect(await run("validate", "--verbose")).toBe(0);
    // One that was there before, for everybody to read.
    await writeFile(join(directory, "plan.json"), "{}");
    await chmod(join(directory, "plan.json"), 0o666);
    expect(await run("plan", "--calls", "--verbose", "-o", "plan.json")).toBe(0);
    await expectPrivate(directory, "plan.json");
    front.hostile = { part: "read", manner: refused };
    expect(await run("plan", "--patience", "1")).toBe(1);
    front.hostile = { part: "write", manner: refused };
    expect(await run("apply", "--yes", "--verbose")).not.toBe(0);
    await killed(world, around);
    front.hostile = null;
    expect(await run("apply", "--yes", "--format", "json")).toBe(0);
    expect(await run("apply", "plan.json", "--yes")).toBe(1);
    expect(await run("runs", "show", "--verbose")).toBe(0);
    expect(await run("drift", "--format", "markdown")).not.toBe(1);
    expect(await run("access", "--format", "json")).toBe(0);
    expect(await run("import", name, "--update", "--stdout")).toBe(0);
    await rm(join(directory, "organizations"), { recursive: true });
    expect(await run("import", name)).toBe(0);
    expect(await run("fmt", "--check")).toBe(0);

    expectNone(world.secrets(), { ...said, ...(await filesIn(directory)), ...(await filesIn(temporary)) });
    expect(await readdir(temporary)).toEqual([]);
    await expectPrivate(directory, ".charter");
  } finally {
    await rm(outside, { recursive: true, force: true });
  }
});

/** Killed by the first write, while its answer is out. */
async function killed({ front }: World, around: Surroundings): Promise<void> {
  const child = start(around, ["apply", "--yes"]);
  front.struck = 0;
  front.hostile = { part: "write", manner: () => void child.kill("SIGKILL") };
  await ended(child);
  expect(front.struck).toBeGreaterThan(0);
}

/** The file, or the folder and everything in it. */
async function expectPrivate(directory: string, name: string): Promise<void> {
  const top = join(directory, name);
  const info = await stat(top);
  const below = info.isDirectory() ? await readdir(top, { recursive: true }) : [];
  const modes = [top, ...below.map((each) => join(top, each))].map(async (path) => {
    const { mode } = await stat(path);
    return [relative(directory, path), mode.toString(8)] as const;
  });
  for (const [path, mode] of await Promise.all(modes)) {
    expect([path, mode]).toEqual([path, expect.stringMatching(/^(100600|40700)$/)]);
  }
}
