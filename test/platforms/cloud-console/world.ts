/** A folder of files and a sandbox: stories that take several runs. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "../../../src/model/finding.ts";
import type { Plan } from "../../../src/model/plan.ts";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import { apply, plan as makePlan } from "../../../src/run/index.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { sketch } from "../../support/plans.ts";
import { environment } from "../harness/converge.ts";

export const alice = "alice@x.example";
export const bob = "bob@x.example";
export const carol = "carol@x.example";
export const dave = "dave@x.example";
const everybody = [alice, bob, carol, dave];

interface Options {
  /** Stops to override. */
  readonly allow?: readonly string[];
  /** Who runs Charter. Default: alice. */
  readonly as?: string;
}

export interface World {
  readonly sandbox: Sandbox;
  /** Writes the file anew. */
  readonly write: (document: object) => Promise<void>;
  readonly plan: (options?: Options) => Promise<Plan>;
  readonly findings: (options?: Options) => Promise<readonly Finding[]>;
  /** Plans (or takes the plan that is given) and applies; gives what became of each change, or what is in the way. */
  readonly apply: (options?: Options, plan?: Plan) => Promise<readonly string[]>;
}

/** Runs a story in the organization `Acme` of this seed; `others` are more organizations. */
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
  const directory = await mkdtemp(join(tmpdir(), "charter-console-"));
  const optionsFor = ({ allow, as = alice }: Options = {}) => ({
    directory,
    env: environment(cloudConsole, sandbox, as),
    ...(allow === undefined ? {} : { allow }),
  });
  const plan = async (options?: Options): Promise<Plan> => {
    const result = await makePlan(optionsFor(options));
    if (!result.ok) throw new Error(JSON.stringify(result.findings, null, 1));
    return result.value;
  };
  try {
    await story({
      sandbox,
      write: (document) =>
        writeFile(
          join(directory, "acme.json"),
          JSON.stringify({ platform: "cloud-console", organization: "acme", name: "Acme", ...document }),
        ),
      plan,
      findings: async (options) => (await makePlan(optionsFor(options))).findings,
      apply: async (options, given) => {
        const result = await apply({ ...optionsFor(options), plan: given ?? (await plan(options)) });
        if (!result.ok) return result.findings.map(({ code, message }) => `${code}: ${message}`);
        const { outcomes, mismatches } = result.value.result ?? { outcomes: [], mismatches: [] };
        return [
          ...outcomes.map(({ address, ...of }) => `${address} ${Object.values(of).join(" ")}`),
          ...mismatches.map(({ message }) => message),
        ];
      },
    });
  } finally {
    await sandbox.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** A plan in a few lines, without ids and without the gateway's part of paths. */
export function told(plan: Plan): string {
  return sketch(plan)
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32}\b/g, "…")
    .replace(/\/v1\.0\/invoke\/gotham-([a-z-]+)\/method\//g, "$1: ");
}
