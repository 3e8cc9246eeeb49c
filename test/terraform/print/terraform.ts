/** The real Terraform, where it is on the path. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";

const env = { ...process.env, TF_CLI_CONFIG_FILE: devNull, CHECKPOINT_DISABLE: "1" };

export const hasTerraform = spawnSync("terraform", ["version"], { env }).status === 0;

/** Runs it over files in a folder of its own; what it prints. */
export function terraform(
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  input = "",
  more: Readonly<Record<string, string>> = {},
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const folder = mkdtempSync(join(tmpdir(), "charter-terraform-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const { status, stdout, stderr } = spawnSync("terraform", args, {
      cwd: folder,
      env: { ...env, ...more },
      input,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
