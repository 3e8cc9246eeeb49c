/** Every kind and every attribute of every platform stands in an example, and the example works. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadConfiguration } from "../../src/config/load.ts";
import { attributesOf, isContainer } from "../../src/model/kind.ts";
import { platforms } from "../../src/platforms/registry.ts";
import { startSandbox } from "../../src/sandbox/server.ts";

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
    // The definitions in TypeScript are refused, so that what is asked stands in YAML that anybody can copy.
    expect(findings.map(({ code }) => code)).toEqual(["config/code-off"]);
    expect(configuration).toBeNull();
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

  test("planned and applied as its README says, then there is nothing left to do", async () => {
    const seed: unknown = parse(await readFile(join(directory, "seed.yaml"), "utf8"));
    const sandbox = await startSandbox(name, { seed });
    const copy = await mkdtemp(join(tmpdir(), "charter-breadth-"));
    try {
      await cp(directory, copy, { recursive: true });
      const prefix = `CHARTER_${name.toUpperCase().replaceAll("-", "_")}`;
      const env = {
        ...process.env,
        NO_COLOR: "1",
        [`${prefix}_URL`]: sandbox.url,
        [`${prefix}_TOKEN`]: sandbox.tokens["user-alice"],
      };
      const charter = async (...args: readonly string[]): Promise<readonly [number | null, string]> => {
        const child = spawn(process.execPath, [bin, ...args, "-C", copy], { env });
        let output = "";
        for (const stream of [child.stdout, child.stderr]) {
          stream.on("data", (part: Buffer) => {
            output += part.toString("utf8");
          });
        }
        const [code] = await once(child, "close");
        return [code, output];
      };
      expect(await charter("plan")).toEqual([0, expect.stringContaining("Plan: ")]);
      expect(await charter("apply", "--yes")).toEqual([0, expect.stringContaining("Applied and verified")]);
      expect(await charter("plan")).toEqual([0, expect.stringContaining("No changes.")]);
      expect(await charter("access", "user-erin")).toEqual([
        0,
        expect.stringContaining("1 principal on 3 targets"),
      ]);
      expect(await charter("drift")).toEqual([0, expect.stringContaining("No drift")]);
    } finally {
      await sandbox.close();
      await rm(copy, { recursive: true, force: true });
    }
  });
});
