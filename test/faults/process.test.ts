/** A few rows of the matrix as users meet them: the command as a process. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test, vi } from "vitest";
import { platforms } from "../../src/platforms/registry.ts";
import { parseFault } from "../../src/sandbox/faults.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { charter, parsed } from "../cli/charter.ts";
import { environment } from "../platforms/harness/converge.ts";
import { exampleOf } from "./world.ts";

// Two processes each, one platform after the other.
vi.setConfig({ testTimeout: 120_000 });

test.each(platforms.map((each) => [each.name, each] as const))(
  "%s: 429 and lost answers are overcome; what stays refused is told, and the next run does it",
  async (name, platform) => {
    const { seed, secrets } = await exampleOf(platform);
    const sandbox = await startSandbox(name, { seed });
    const directory = await mkdtemp(join(tmpdir(), "charter-process-"));
    try {
      await cp(resolve(import.meta.dirname, "../../examples", name), directory, { recursive: true });
      const [account = ""] = Object.keys(sandbox.tokens);
      const env = environment(platform, sandbox, account, secrets);
      const run = () =>
        charter(["apply", "--yes", "--format", "json", "--patience", "2"], { cwd: directory, env });
      sandbox.setFaults(
        ["429:on=writes,every=3,times=4", "lost:on=writes,every=4,times=2", "400:on=writes,after=12"].map(
          parseFault,
        ),
      );
      const first = await run();
      expect([first.code, first.stderr]).toEqual([4, ""]);
      const { result } = parsed(first) as {
        result: { verified: boolean; outcomes: { status: string; message?: string }[] };
      };
      expect(result.verified).toBe(true);
      const failed = result.outcomes.filter(({ status }) => status === "failed");
      expect(failed).not.toEqual([]);
      for (const { message } of failed) expect(message).toContain("(400)");
      sandbox.setFaults([]);
      const next = await run();
      expect([next.code, next.stderr]).toEqual([0, ""]);
    } finally {
      await sandbox.close();
      await rm(directory, { recursive: true, force: true });
    }
  },
);
