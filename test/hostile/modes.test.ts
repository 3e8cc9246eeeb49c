/** Who may read what Charter writes, whatever the umask; and what a process leaves that is killed or meets a mistake. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { datica } from "../../src/platforms/datica/index.ts";
import { leaks } from "./marks.ts";
import { type Marked, markedWorld } from "./world.ts";

const bin = resolve(import.meta.dirname, "../../src/cli/bin.ts");

/** The command as a process, in the folder's own surroundings. */
async function running(
  world: Marked,
  umask: string,
  args: readonly string[],
  kill?: (ended: () => void) => void,
) {
  const words = [`umask ${umask} && exec "$0" "$@"`, process.execPath, bin, ...args, "-C", world.directory];
  const child = spawn("sh", ["-c", ...words], {
    env: {
      PATH: process.env["PATH"] ?? "",
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? "",
      TMPDIR: world.scratch,
      ...world.env,
    },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  kill?.(() => child.kill("SIGKILL"));
  const [code] = await once(child, "close");
  return { code, said };
}

/** `mode path` of all that is there. */
async function modes(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const lines = await Promise.all(
    entries.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const name = relative(folder, path).replace(/\d{8}T\d{9}Z-[0-9a-f]{6}/, "RUN");
      return `${((await stat(path)).mode & 0o777).toString(8)} ${name}`;
    }),
  );
  return [...new Set(lines)].sort();
}

test.each(["000", "022", "077"])("umask %s", async (umask) => {
  const world = await markedWorld(datica);
  const out = join(world.scratch, "plan.json");
  const run = async (...args: readonly string[]) => {
    const { code, said } = await running(world, umask, args);
    expect([code, said]).toEqual([0, said]);
    return said;
  };
  const said = [
    await run("plan", "-o", out),
    await run("apply", out, "--yes"),
    await run("drift"),
    await run("import", "datica", "--into", "../scratch/new"),
  ];
  expect(
    (await modes(join(world.directory, ".charter"))).filter((line) => !/^(700|600) /.test(line)),
  ).toEqual([]);
  expect(await modes(join(world.directory, ".charter"))).toEqual(
    expect.arrayContaining([
      "600 .gitignore",
      "600 runs/RUN.jsonl",
      "600 tokens/datica.json",
      "600 drift.json",
      "700 tokens",
    ]),
  );
  expect(await modes(world.scratch)).toContain("600 plan.json");
  const texts = new Map([["said", said.join("\n")], ...(await world.files())]);
  expect(leaks(texts, await world.secrets())).toEqual([]);
});

test("a process that is killed in the middle of an apply leaves no secret but its tokens", async () => {
  const world = await markedWorld(datica);
  const { code, said } = await running(world, "022", ["apply", "--yes", "--verbose"], (kill) => {
    let writes = 0;
    world.beHostile(({ request }) => {
      writes += Number(request.method !== "GET" && !/signin/.test(request.url ?? ""));
      if (writes === 3) kill();
      return false;
    });
  });
  expect(code).not.toBe(0);
  const files = await world.files();
  expect([...files.keys()].some((path) => path.endsWith(".jsonl"))).toBe(true);
  expect(leaks(new Map([["said", said], ...files]), await world.secrets())).toEqual([]);
  expect(
    (await modes(join(world.directory, ".charter"))).filter((line) => !/^(700|600) /.test(line)),
  ).toEqual([]);
});
