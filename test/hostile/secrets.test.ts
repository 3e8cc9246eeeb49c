/** Marked secrets wherever a secret can be, every command, and a search of everything that comes out. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { platforms } from "../../src/platforms/registry.ts";
import { leaks } from "./marks.ts";
import { type Marked, markedWorld } from "./world.ts";

async function expectNone(world: Marked, said: ReadonlyMap<string, string>): Promise<void> {
  const secrets = await world.secrets();
  expect(secrets.size).toBeGreaterThan(1);
  expect(leaks(new Map([...said, ...(await world.files())]), secrets)).toEqual([]);
}

describe.each(platforms.map((platform) => [platform.name, platform] as const))("%s", (name, platform) => {
  test.each(["env", "file"] as const)(
    "credentials from %s: no command shows or stores them",
    async (source) => {
      const world = await markedWorld(platform, source);
      const said = new Map<string, string>();
      const run = async (...args: readonly string[]) => {
        const { code, stdout, stderr } = await world.run(...args);
        said.set(args.join(" "), `${stdout}\n${stderr}`);
        expect([args, code, stderr]).not.toEqual([args, 1, stderr]);
        return { code, stdout, stderr };
      };
      const planFile = join(world.scratch, "plan.json");
      await run("validate", "--verbose");
      expect((await run("plan", "--calls", "--verbose", "-o", planFile)).code).toBe(0);
      await run("plan", "--calls", "--format", "json");
      await run("plan", "--calls", "--format", "markdown", "--detailed-exitcode");
      expect((await run("apply", planFile, "--yes", "--verbose")).code).toBe(0);
      await run("apply", "--yes", "--format", "json");
      for (const format of ["terminal", "markdown", "json"]) {
        for (const command of ["runs", "drift", "access"])
          await run(command, "--format", format, "--verbose");
      }
      await run("runs", "show");
      await run("import", name, "--update", "--stdout");
      await run("import", name, "--update");
      await run("import", name, "--into", join("..", "scratch"), "--force", "--stdout");
      await run("fmt");
      await run("schema", name);
      await run("platforms", name);
      await expectNone(world, said);
      for (const [path] of await world.files()) {
        // Configuration is for everybody who may see the folder; what Charter remembers is not.
        if (!path.includes(".charter/") && !path.endsWith("plan.json")) continue;
        expect([path, (await stat(join(world.scratch, "..", path))).mode & 0o777]).toEqual([path, 0o600]);
      }
    },
  );

  test("a credential that is refused is not repeated", async () => {
    const world = await markedWorld(platform);
    const env = Object.fromEntries(
      Object.entries(world.env).map(([variable, value]) => [
        variable,
        /PASSWORD|TOKEN|SECRET/.test(variable) ? `Wrong-${value}` : value,
      ]),
    );
    const { inside } = await import("./inside.ts");
    const { code, stdout, stderr } = await inside(["plan", "-C", world.directory, "--verbose"], env);
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain("Wrong-");
    await expectNone(world, new Map([["plan", stdout + stderr]]));
  });
});
