/** Plans and applies of a folder against a sandbox, as the library does them. */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Plan } from "../../../src/model/plan.ts";
import { datica } from "../../../src/platforms/datica/index.ts";
import { type Applied, apply, drift, plan, type Result } from "../../../src/run/index.ts";
import type { Sandbox } from "../../../src/sandbox/server.ts";
import { sketch } from "../../support/plans.ts";
import { environment } from "../harness/converge.ts";
import { root } from "./world.ts";

export interface Folder {
  readonly directory: string;
  /** Writes the one file, after its two first lines. */
  readonly write: (text: string) => Promise<void>;
  readonly plan: (allow?: readonly string[]) => Promise<Plan>;
  readonly sketch: (allow?: readonly string[]) => Promise<string>;
  /** Without a plan one is made. */
  readonly apply: (allow?: readonly string[], plan?: Plan) => Promise<Applied>;
  /** `address status` of what an apply did. */
  readonly outcomes: (allow?: readonly string[]) => Promise<readonly string[]>;
  readonly drift: () => Promise<readonly string[]>;
  /** Every file that the store keeps: its path, its text. */
  readonly stored: () => Promise<ReadonlyMap<string, string>>;
}

/** A folder whose configuration is `text`, run as somebody; gone when the test ends. */
export async function folderFor(sandbox: Sandbox, text: string, account = root): Promise<Folder> {
  const directory = await mkdtemp(join(tmpdir(), "charter-datica-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const env = environment(datica, sandbox, account);
  const write = (body: string) =>
    writeFile(join(directory, "acme.yaml"), `platform: datica\norganization: Acme\n${body}`);
  await write(text);
  const options = { directory, env };
  const planned = async (allow: readonly string[] = []) => resultOf(await plan({ ...options, allow }));
  const applied = async (allow: readonly string[] = [], saved?: Plan) =>
    resultOf(await apply({ ...options, allow, ...(saved === undefined ? {} : { plan: saved }) }));
  return {
    directory,
    write,
    plan: planned,
    sketch: async (allow) => sketch(await planned(allow)),
    apply: applied,
    outcomes: async (allow) =>
      ((await applied(allow)).result?.outcomes ?? []).map(({ address, status }) => `${address} ${status}`),
    drift: async () =>
      resultOf(await drift(options)).items.map(({ class: of, address }) => `${of} ${address}`),
    stored: async () => {
      const store = join(directory, ".charter");
      const files = await readdir(store, { recursive: true, withFileTypes: true });
      const paths = files.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
      return new Map(
        await Promise.all(paths.map(async (path) => [path, await readFile(path, "utf8")] as const)),
      );
    },
  };
}

function resultOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.findings.map(({ message }) => message).join("\n"));
  return result.value;
}

/** How often this was asked. */
export function count(sandbox: Sandbox, method: string, path: string): number {
  return sandbox.requests.filter((each) => each.method === method && each.path === path).length;
}
