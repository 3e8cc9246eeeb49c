/** Two years in one step: from the state of 2024 to the committed configuration. The demo does it on DNAnexus. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { exampleOf } from "../../examples/kubernetes/examples.ts";
import { endOf, everNamed, readSource, startOf } from "../../examples/kubernetes/source.ts";
import { apply, plan } from "../../src/run/index.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { environment } from "../platforms/harness/converge.ts";
import { platformOf } from "./platform.ts";
import { allowing, good } from "./results.ts";
import { standing } from "./standing.ts";

it.each([
  ["cloud-console", { create: 2369, update: 0, delete: 1345, calls: 3714 }, 2072],
  ["marketplace", { create: 2327, update: 5, delete: 1344, calls: 1602 }, 0],
] as const)(
  "%s comes from 2024 to 2026, everybody accepts, and nothing is left to do",
  async (name, summary, invitations) => {
    const example = exampleOf(name);
    const source = await readSource();
    const named = everNamed(source);
    const directory = await mkdtemp(join(tmpdir(), "charter-test-"));
    const sandbox = await startSandbox(name, { seed: example.seed(startOf(source), named) });
    try {
      const config = new URL(`../../examples/kubernetes/${name}/config`, import.meta.url);
      await cp(fileURLToPath(config), directory, { recursive: true });
      const env = environment(platformOf(example), sandbox, example.actor);
      const first = good(await plan({ directory, env }));
      expect(first.summary).toMatchObject(summary);

      const { result } = good(await apply({ directory, env, allow: allowing(first) }));
      expect(result).toMatchObject({ verified: true, mismatches: [] });
      const writes = sandbox.requests.filter(({ write }) => write).length;
      expect(writes).toBe(summary.calls);
      const outcomes = Map.groupBy(result?.outcomes ?? [], ({ status }) => status);
      expect(outcomes.get("pending") ?? []).toHaveLength(invitations);
      expect(outcomes.get("applied")).toHaveLength(
        summary.create + summary.update + summary.delete - invitations,
      );
      expect(sandbox.answer("accept")).toBe(invitations);

      expect(standing(name, sandbox.dump())).toEqual(standing(name, example.seed(endOf(source), named)));
      const next = good(await plan({ directory, env }));
      expect(Object.values(next.summary)).toEqual(Object.values(next.summary).map(() => 0));
    } finally {
      await sandbox.close();
      await rm(directory, { recursive: true, force: true });
    }
  },
  120_000,
);
