/** On every platform: a plan has one digest as long as nothing moves, comes back from its file, and passes as its own. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { parsePlan, serializePlan } from "../../src/plan/file.ts";
import { platforms } from "../../src/platforms/registry.ts";
import { apply, plan } from "../../src/run/index.ts";
import { parseFault } from "../../src/sandbox/faults.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { environment } from "../platforms/harness/converge.ts";
import { resultOf } from "../platforms/harness/folder.ts";

const examples = resolve(import.meta.dirname, "../../examples");

test.each(platforms.map((platform) => [platform.name, platform] as const))("%s", async (name, platform) => {
  const directory = join(examples, name);
  const seed: unknown = parse(await readFile(join(directory, "seed.yaml"), "utf8"));
  const sandbox = await startSandbox(name, { seed });
  const home = await mkdtemp(join(tmpdir(), "charter-saved-"));
  try {
    const text = await readFile(join(directory, "organizations/acme.yaml"), "utf8");
    const secrets = [...text.matchAll(/\benv: (\w+)/g)].map(([, variable = ""]) => [
      variable,
      "Correct-h0rse-42!",
    ]);
    const [account = ""] = Object.keys(sandbox.tokens);
    const env = environment(platform, sandbox, account, Object.fromEntries(secrets));
    await writeFile(join(home, "acme.yaml"), text);
    const options = { directory: home, env };

    const first = resultOf(await plan({ ...options, now: new Date("2026-01-01T00:00:00Z") }));
    // Answers that come in another order are no other state.
    sandbox.setFaults([parseFault("latency:ms=1,jitter=20")]);
    const second = resultOf(await plan({ ...options, now: new Date("2026-01-01T12:34:56Z") }));
    sandbox.setFaults([]);
    expect(first.summary.calls).toBeGreaterThan(2);
    expect(first.time).not.toBe(second.time);
    expect(JSON.stringify({ ...second, time: first.time })).toBe(JSON.stringify(first));

    const read = parsePlan(serializePlan(first));
    if ("finding" in read) throw new Error(read.finding.message);
    expect(JSON.stringify(read.plan)).toBe(JSON.stringify(first));
    const { result } = resultOf(await apply({ ...options, plan: read.plan, digest: second.digest }));
    expect([result?.sent, result?.verified]).toEqual([first.summary.calls, true]);
  } finally {
    await sandbox.close();
    await rm(home, { recursive: true, force: true });
  }
});
