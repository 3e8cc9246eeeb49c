/** Makes what is published: `dist/`, from nothing: the compiler's files, and the Terraform provider as one file. */
import { spawnSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { version } from "../src/version.ts";
import { bundleProvider } from "./bundle.ts";

const root = new URL("../", import.meta.url);
rmSync(new URL("dist", root), { recursive: true, force: true });
const compiler = new URL("node_modules/typescript/bin/tsc", root);
const { status } = spawnSync(process.execPath, [compiler.pathname, "-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);
chmodSync(new URL("dist/cli/bin.js", root), 0o755);
await bundleProvider(fileURLToPath(new URL("dist/terraform", root)), version());
