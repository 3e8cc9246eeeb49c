/** Makes what is published: `dist/`, from nothing, by the compiler alone. */
import { spawnSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";

const root = new URL("../", import.meta.url);
rmSync(new URL("dist", root), { recursive: true, force: true });
const compiler = new URL("node_modules/typescript/bin/tsc", root);
const { status } = spawnSync(process.execPath, [compiler.pathname, "-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);
chmodSync(new URL("dist/cli/bin.js", root), 0o755);
