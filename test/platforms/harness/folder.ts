/** A folder with one file, planned and applied against a sandbox as the library does it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Finding } from "../../../src/model/finding.ts";
import type { Plan } from "../../../src/model/plan.ts";
import type { Platform } from "../../../src/model/platform.ts";
import { type Applied, apply, drift, plan, type Result } from "../../../src/run/index.ts";
import type { Sandbox } from "../../../src/sandbox/server.ts";
import { sketch } from "../../support/plans.ts";
import type { Secrets } from "./connect.ts";
import { environment } from "./converge.ts";

export interface Run {
  /** Stops to override. */
  readonly allow?: readonly string[];
  /** Who runs Charter. Default: whoever the folder was made for. */
  readonly as?: string;
  /** For an apply: the plan to carry out. Default: one is made. */
  readonly plan?: Plan;
}

export interface Folder {
  readonly directory: string;
  /** Writes the one file anew. */
  readonly write: (text: string) => Promise<void>;
  /** Takes the one file away. */
  readonly clear: () => Promise<void>;
  /** What every run of the library is given. */
  readonly options: (run?: Run) => {
    readonly directory: string;
    readonly env: Readonly<Record<string, string>>;
    readonly allow: readonly string[];
  };
  readonly findings: (run?: Run) => Promise<readonly Finding[]>;
  readonly plan: (run?: Run) => Promise<Plan>;
  readonly sketch: (run?: Run) => Promise<string>;
  readonly apply: (run?: Run) => Promise<Applied>;
  /** `class address` of everything that has drifted. */
  readonly drift: () => Promise<readonly string[]>;
}

/** A folder without a file, run as somebody; gone when the test ends. What fails throws with its findings. */
export async function folderOn(
  platform: Platform,
  sandbox: Sandbox,
  account: string,
  secrets: Secrets = {},
): Promise<Folder> {
  const directory = await mkdtemp(join(tmpdir(), `charter-${platform.name}-`));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const file = join(directory, "organization.yaml");
  const options: Folder["options"] = ({ allow = [], as = account } = {}) => ({
    directory,
    env: environment(platform, sandbox, as, secrets),
    allow,
  });
  const planned = async (run?: Run) => resultOf(await plan(options(run)));
  return {
    directory,
    options,
    write: (text) => writeFile(file, text),
    clear: () => rm(file),
    findings: async (run) => (await plan(options(run))).findings,
    plan: planned,
    sketch: async (run) => sketch(await planned(run)),
    apply: async (run = {}) =>
      resultOf(await apply({ ...options(run), ...(run.plan === undefined ? {} : { plan: run.plan }) })),
    drift: async () =>
      resultOf(await drift(options())).items.map(({ class: of, address }) => `${of} ${address}`),
  };
}

/** The value; throws with what is in the way. */
export function resultOf<T>(result: Result<T>): T {
  if (!result.ok)
    throw new Error(result.findings.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  return result.value;
}

/** How often this was asked. */
export function count(sandbox: Sandbox, method: string, path: string): number {
  return sandbox.requests.filter((each) => each.method === method && each.path === path).length;
}
