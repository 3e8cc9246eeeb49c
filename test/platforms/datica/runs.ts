/** Plans and applies of a folder against a sandbox. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "../../../src/model/plan.ts";
import { datica } from "../../../src/platforms/datica/index.ts";
import type { Applied } from "../../../src/run/index.ts";
import type { Sandbox } from "../../../src/sandbox/server.ts";
import { folderOn, type Folder as Harness } from "../harness/folder.ts";
import { root } from "./world.ts";

export interface Folder extends Pick<Harness, "directory" | "write" | "drift"> {
  readonly plan: (allow?: readonly string[]) => Promise<Plan>;
  readonly sketch: (allow?: readonly string[]) => Promise<string>;
  /** Without a plan one is made. */
  readonly apply: (allow?: readonly string[], plan?: Plan) => Promise<Applied>;
  /** `address status` of what an apply did. */
  readonly outcomes: (allow?: readonly string[]) => Promise<readonly string[]>;
  /** Every file that the store keeps: its path, its text. */
  readonly stored: () => Promise<ReadonlyMap<string, string>>;
}

/** A folder whose configuration is `text` after its two first lines, run as somebody; gone when the test ends. */
export async function folderFor(sandbox: Sandbox, text: string, account = root): Promise<Folder> {
  const { directory, ...folder } = await folderOn(datica, sandbox, account);
  const write = (body: string) => folder.write(`platform: datica\norganization: Acme\n${body}`);
  await write(text);
  return {
    directory,
    write,
    drift: folder.drift,
    plan: (allow = []) => folder.plan({ allow }),
    sketch: (allow = []) => folder.sketch({ allow }),
    apply: (allow = [], plan) => folder.apply({ allow, ...(plan === undefined ? {} : { plan }) }),
    outcomes: async (allow = []) =>
      ((await folder.apply({ allow })).result?.outcomes ?? []).map(
        ({ address, status }) => `${address} ${status}`,
      ),
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
