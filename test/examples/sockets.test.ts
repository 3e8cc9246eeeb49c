import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Example } from "../../examples/kubernetes/example.ts";
import { examples } from "../../examples/kubernetes/examples.ts";
import type { GitHub } from "../../examples/kubernetes/github.ts";
import { everNamed, type Named, readSource, type Source } from "../../examples/kubernetes/source.ts";
import { printFiles } from "../../examples/kubernetes/yaml.ts";
import { kindOf } from "../../src/model/platform.ts";
import { apply, plan as makePlan } from "../../src/run/index.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { environment } from "../platforms/harness/converge.ts";
import { platformOf } from "./platform.ts";
import { allowing, good } from "./results.ts";
import { concerned, pick, samples } from "./samples.ts";
import { standing } from "./standing.ts";
import { changesOf, type Step, steps } from "./steps.ts";

async function write(folder: string, example: Example, github: GitHub): Promise<void> {
  const { platform } = example;
  // The sandbox has no limit, and this is not about waiting for one.
  const settings = `connections: { ${platform}: { platform: ${platform}, requestsPerSecond: 9999 } }\n`;
  for (const [path, text] of [...printFiles(example, github), ["../charter.yaml", settings] as const]) {
    const file = join(folder, "config", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

describe.each(examples.map((example) => [example.platform, example] as const))(
  "a sample of the commits over real sockets, on %s",
  (name, example) => {
    const platform = platformOf(example);
    const teamsApart = name === "dnanexus";
    const sample = samples[name];
    if (sample === undefined) throw new Error(`No sample for ${name}`);
    let folder: string;
    let source: Source;
    let named: Named;
    let picked: readonly Step[];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "charter-test-"));
      source = await readSource();
      named = everNamed(source);
      // Every plan reads all teams of the organizations that the files speak of.
      const cost = (step: Step) =>
        [...concerned(step, teamsApart).values()].reduce((sum, { teams }) => sum + teams.size, 0);
      picked = pick([...steps(source, example.expectation)], sample, teamsApart ? () => 0 : cost);
    }, 60_000);
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it.each(sample.map(([title], index) => [title, index] as const))(
      "%s",
      async (title, index) => {
        const step = picked[index];
        if (step === undefined) throw new Error("no such commit");
        const sandbox = await startSandbox(name, { seed: example.seed(step.before, named) });
        try {
          const directory = join(folder, String(index));
          const all = title === "the largest";
          await write(directory, example, all ? step.after : concerned(step, teamsApart));
          const env = environment(platform, sandbox, example.actor);
          const first = good(await makePlan({ directory, env }));
          const writes = () => sandbox.requests.filter((request) => request.write).length;
          expect(writes()).toBe(0);
          expect(changesOf(first)).toEqual(step.expected);

          const { plan, result } = good(await apply({ directory, env, allow: allowing(first) }));
          expect(changesOf(plan)).toEqual(step.expected);
          expect(plan.summary.stops).toBe(0);
          expect(writes()).toBe(plan.summary.calls);
          if (step.expected.length === 0) expect(result).toBeNull();
          else {
            expect(result).toMatchObject({ verified: true, mismatches: [], cancelled: false });
            // In the order of the plan, which is that of what is expected.
            const invites = plan.sections
              .flatMap(({ changes }) => changes)
              .map(({ kind, action }) => action === "create" && kindOf(platform, kind).invitation === true);
            expect(result?.outcomes.map(({ status }) => status)).toEqual(
              invites.map((waits) => (waits ? "pending" : "applied")),
            );
            expect(sandbox.answer("accept")).toBe(invites.filter((waits) => waits).length);
          }

          expect(standing(name, sandbox.dump())).toEqual(standing(name, example.seed(step.after, named)));

          const next = good(await makePlan({ directory, env }));
          expect(Object.values(next.summary)).toEqual(Object.values(next.summary).map(() => 0));
          expect(writes()).toBe(plan.summary.calls);
        } finally {
          await sandbox.close();
        }
      },
      120_000,
    );
  },
);
