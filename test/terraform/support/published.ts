/** Charter as it is published: compiled, with the provider beside it. */
import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { version } from "../../../src/version.ts";
import { bundleProvider } from "../../../tools/bundle.ts";

const root = resolve(import.meta.dirname, "../../..");
const run = promisify(execFile);

export interface Published extends AsyncDisposable {
  /** A folder for whatever a test needs. */
  readonly home: string;
  /** The command. */
  readonly bin: string;
}

export async function published(): Promise<Published> {
  const home = await mkdtemp(join(tmpdir(), "charter-published-"));
  const dist = join(home, "package/dist");
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  await run(process.execPath, [compiler, "-p", "tsconfig.build.json", "--outDir", dist], { cwd: root });
  await bundleProvider(join(dist, "terraform"), version());
  await cp(join(root, "package.json"), join(home, "package/package.json"));
  await symlink(join(root, "node_modules"), join(home, "package/node_modules"));
  return {
    home,
    bin: join(dist, "cli/bin.js"),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  };
}
