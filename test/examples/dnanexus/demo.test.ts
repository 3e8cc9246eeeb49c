import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("../../../examples/kubernetes/dnanexus/demo.ts", import.meta.url));

describe("the demo", () => {
  let temporary: string;
  let child: ChildProcess;
  let output: string;

  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), "charter-test-"));
    output = "";
    child = spawn(process.execPath, [program], {
      env: { ...process.env, TMPDIR: temporary, NO_COLOR: "1", FORCE_COLOR: undefined },
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout?.on("data", (part: Buffer) => {
      output += part.toString("utf8");
    });
  });
  afterEach(async () => {
    child.kill("SIGKILL");
    await rm(temporary, { recursive: true, force: true });
  });

  it("does the main job, and leaves nothing behind", { timeout: 180_000 }, async () => {
    const [code] = await once(child, "close");
    expect([code, output]).toEqual([0, expect.stringContaining("Done in")]);
    expect(await readdir(temporary)).toEqual([]);
    const commands = output.split("\n").filter((line) => line.startsWith("$ "));
    expect(commands).toEqual([
      "$ charter plan",
      expect.stringMatching(
        /^\$ charter plan (--allow '?removals:org-[a-z_]+(\.\.\*)?\/members'? ){6}--allow removals:\/ --out plan\.json$/,
      ),
      "$ charter apply plan.json --yes",
      "$ charter plan --detailed-exitcode",
      "$ charter drift",
    ]);
    for (const part of [
      /Access that changes \([\d,]+ gained, [\d,]+ lost, [\d,]+ kept by other ways\):\n/,
      /Stopped by 66 guards/,
      /Plan: 2,564 to create, 5 to update, 1,519 to delete \([\d,]+ calls\)\./,
      /Exit code 3: a guard stopped it\. 0 writes were sent\./,
      // As many writes as the plan holds calls.
      /changes applied \(([\d,]+) calls\)\.\n\1 writes were sent\./,
      /No changes\. Live state is as the configuration says\.\nExit code 0\. 0 writes were sent\./,
      /org-kubernetes\/members\/user-k8s_publishing_bot .*ADMIN/,
      /org-kubernetes\/projects\/kubernetes\/grants\/user-k8s_release_robot/,
      /Exit code 2: there is drift\./,
    ]) {
      expect(output).toMatch(part);
    }
    expect(output.split("\n").length).toBeLessThan(140);
  });

  it("cleans up when it is interrupted", { timeout: 60_000 }, async () => {
    while (!output.includes("$ charter plan")) await once(child.stdout ?? child, "data");
    expect(await readdir(temporary)).toHaveLength(1);
    child.kill("SIGINT");
    const [code] = await once(child, "close");
    expect([code, output]).toEqual([130, expect.stringContaining("Stopped.")]);
    expect(await readdir(temporary)).toEqual([]);
  });
});
