/** A folder of files and a sandbox: stories that take several runs. */
import { onTestFinished } from "vitest";
import type { Plan } from "../../../src/model/plan.ts";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import { apply } from "../../../src/run/index.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { sketch } from "../../support/plans.ts";
import { type Folder, folderOn, type Run } from "../harness/folder.ts";

export const alice = "alice@x.example";
export const bob = "bob@x.example";
export const carol = "carol@x.example";
export const dave = "dave@x.example";
const everybody = [alice, bob, carol, dave];

export interface World extends Pick<Folder, "findings" | "plan"> {
  readonly sandbox: Sandbox;
  /** Writes the file anew. */
  readonly write: (document: object) => Promise<void>;
  /** Plans (or takes the plan that is given) and applies; gives what became of each change, or what is in the way. */
  readonly apply: (run?: Omit<Run, "plan">, plan?: Plan) => Promise<readonly string[]>;
}

/** Runs a story in the organization `Acme` of this seed; `others` are more organizations. Alice runs Charter. */
export async function inWorld(
  acme: object,
  story: (world: World) => Promise<void>,
  others: readonly object[] = [],
): Promise<void> {
  const sandbox = await startSandbox("cloud-console", {
    seed: {
      users: everybody.map((email) => ({ email })),
      organizations: [{ name: "Acme", owner: alice, ...acme }, ...others],
    },
  });
  onTestFinished(() => sandbox.close());
  const { findings, options, plan, write } = await folderOn(cloudConsole, sandbox, alice);
  await story({
    sandbox,
    findings,
    plan,
    // JSON is YAML.
    write: (document) =>
      write(JSON.stringify({ platform: "cloud-console", organization: "acme", name: "Acme", ...document })),
    apply: async (run, given) => {
      const result = await apply({ ...options(run), plan: given ?? (await plan(run)) });
      if (!result.ok) return result.findings.map(({ code, message }) => `${code}: ${message}`);
      const { outcomes, mismatches } = result.value.result ?? { outcomes: [], mismatches: [] };
      return [
        ...outcomes.map(({ address, ...of }) => `${address} ${Object.values(of).join(" ")}`),
        ...mismatches.map(({ message }) => message),
      ];
    },
  });
}

/** A plan in a few lines, without ids and without the gateway's part of paths. */
export function told(plan: Plan): string {
  return sketch(plan)
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32}\b/g, "…")
    .replace(/\/v1\.0\/invoke\/gotham-([a-z-]+)\/method\//g, "$1: ");
}
