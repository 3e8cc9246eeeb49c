/** Every kind and every attribute of every platform stands in an example, and the example works. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadConfiguration } from "../../src/config/load.ts";
import { attributesOf, isContainer } from "../../src/model/kind.ts";
import { platforms } from "../../src/platforms/registry.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { environment } from "../platforms/harness/converge.ts";

const examples = resolve(import.meta.dirname, "../../examples");
const bin = resolve(import.meta.dirname, "../../src/cli/bin.ts");

describe.each(platforms.map((platform) => [platform.name, platform] as const))("%s", (name, platform) => {
  const directory = join(examples, name);

  test("every kind and attribute is used once", async () => {
    const { configuration, findings } = await loadConfiguration({
      directory,
      platforms,
      now: new Date("2026-01-01"),
      code: false,
    });
    // Definitions in TypeScript are refused, so that what is asked stands in YAML that anybody can copy.
    const inCode = (await readdir(join(directory, "organizations"))).filter((file) => file.endsWith(".ts"));
    expect(findings.map(({ code }) => code)).toEqual(inCode.map(() => "config/code-off"));
    expect(configuration === null).toBe(inCode.length > 0);
    const text = await readFile(join(directory, "organizations/acme.yaml"), "utf8");
    const missing = platform.kinds.flatMap((kind) => {
      const names = [...attributesOf(kind).keys()].map((each) => each.split(".").at(-1) ?? each);
      const own = kind.parent === null ? names : [...names, kind.collection];
      const written =
        kind.labelled === undefined ? own : own.filter((each) => each !== kind.labelled?.nameAttribute);
      return written
        .filter((each) => !new RegExp(`\\b${each}\\b`).test(text))
        .map((each) => `${kind.name}: ${each}`);
    });
    expect(missing).toEqual([]);
    expect(platform.kinds.some((kind) => isContainer(kind, platform.kinds))).toBe(true);
  });

  test("planned, applied and accepted as its README says, until there is nothing left to do", async () => {
    const seed: unknown = parse(await readFile(join(directory, "seed.yaml"), "utf8"));
    const sandbox = await startSandbox(name, { seed });
    const copy = await mkdtemp(join(tmpdir(), "charter-breadth-"));
    try {
      await cp(directory, join(copy, "example"), { recursive: true });
      const text = await readFile(join(directory, "organizations/acme.yaml"), "utf8");
      // Secrets come from the environment under the names that the example gives them.
      const secrets = [...text.matchAll(/\benv: (\w+)/g)].map(([, variable = ""]) => [
        variable,
        "Correct-h0rse-42!",
      ]);
      const [account = ""] = Object.keys(sandbox.tokens);
      const variables = () => environment(platform, sandbox, account, Object.fromEntries(secrets));
      let env = { ...process.env, NO_COLOR: "1", ...variables() };
      const charter = (folder: string, ...args: readonly string[]) =>
        run([...args, "-C", join(copy, folder)], env);

      expect(await charter("example", "plan")).toEqual([0, expect.stringContaining("Plan: ")]);
      let rounds = 0;
      for (; !(await charter("example", "plan"))[1].includes("No changes. Live"); rounds += 1) {
        expect(rounds, (await charter("example", "plan"))[1]).toBeLessThan(4);
        expect(await charter("example", "apply", "--yes")).toEqual([0, expect.anything()]);
        // Sent once: what waits for people is sent again by nobody.
        const before = sandbox.requests.filter(({ write }) => write).length;
        expect((await charter("example", "apply", "--yes"))[0]).toBe(0);
        expect(sandbox.requests.filter(({ write }) => write).length).toBe(before);
        // Who has not accepted, and what waits for that, is no drift.
        expect(await charter("example", "drift")).toEqual([0, expect.stringContaining("No drift")]);
        sandbox.answer("accept");
      }
      expect(await charter("example", "drift")).toEqual([0, expect.stringContaining("No drift")]);
      expect(await charter("example", "access")).toEqual([
        0,
        expect.stringMatching(/[1-9]\d* principals on/),
      ]);

      // What is live now, imported into an empty folder, plans to nothing.
      await mkdir(join(copy, "fresh"));
      // Another folder has another store: a credential that works once is another one there.
      env = { ...env, ...variables() };
      expect((await charter("fresh", "import", name))[0]).toBe(0);
      expect(await charter("fresh", "plan")).toEqual([0, expect.stringContaining("No changes.")]);
      expect(await charter("fresh", "import", name, "--update")).toEqual([0, expect.anything()]);
      expect(await charter("fresh", "fmt", "--check")).toEqual([0, expect.anything()]);
    } finally {
      await sandbox.close();
      await rm(copy, { recursive: true, force: true });
    }
  }, 120_000);
});

/** Runs the command as a process: its exit code, and all that it said. */
async function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<readonly [number | null, string]> {
  const child = spawn(process.execPath, [bin, ...args], { env });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (part: Buffer) => {
      output += part.toString("utf8");
    });
  }
  const [code] = await once(child, "close");
  return [code, output];
}
