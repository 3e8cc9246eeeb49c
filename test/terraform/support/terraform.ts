/** The real Terraform, where there is one: TERRAFORM_BIN, or `terraform` on the PATH. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { describe, test } from "vitest";

export interface TerraformEnded {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TerraformOptions {
  /** Beside the surroundings that every run has. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Milliseconds; the process is killed then. */
  readonly timeout?: number;
}

/** Null: there is none, and what needs it is skipped. */
const file = found(process.env["TERRAFORM_BIN"] || "terraform");

function found(name: string): { readonly file: string; readonly version: string } | null {
  try {
    const env = { ...process.env, TF_CLI_CONFIG_FILE: "", CHECKPOINT_DISABLE: "1" };
    const told: { terraform_version?: unknown } = JSON.parse(
      execFileSync(name, ["version", "-json"], {
        encoding: "utf8",
        env,
        stdio: ["ignore", "pipe", "ignore"],
      }),
    );
    return { file: name, version: String(told.terraform_version) };
  } catch {
    return null;
  }
}

/** Tests that need it. Without one they are skipped, and say so. */
export function withTerraform(name: string, tests: () => void): void {
  if (file !== null) {
    describe(`${name} (Terraform ${file.version})`, tests);
    return;
  }
  describe(name, () => {
    test.skip("skipped: there is no terraform; put it on the PATH, or its file into TERRAFORM_BIN", () => {});
  });
}

/** Runs it in a folder, in surroundings of its own: no settings of the user, no network of its makers, no colour. */
export function terraform(
  dir: string,
  args: readonly string[],
  { env = {}, input = "", timeout = 60_000 }: TerraformOptions = {},
): Promise<TerraformEnded> {
  if (file === null) throw new Error("there is no terraform");
  const child = spawn(file.file, args, {
    cwd: dir,
    env: { ...surroundings, ...env },
    stdio: "pipe",
    timeout,
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("close", (code) => done({ code, stdout, stderr }));
  });
}

export const surroundings: Readonly<Record<string, string>> = {
  // The provider is started by the Node of this test.
  PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`,
  HOME: join(tmpdir(), "no-such-home"),
  TMPDIR: tmpdir(),
  // Settings with nothing in them; where the name leads nowhere, Terraform warns.
  TF_CLI_CONFIG_FILE: "/dev/null",
  TF_CLI_ARGS: "-no-color",
  TF_INPUT: "0",
  TF_IN_AUTOMATION: "1",
  CHECKPOINT_DISABLE: "1",
};

/** A folder with these files, that is gone when the test is over. */
export async function workspace(
  files: Readonly<Record<string, string>>,
): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), "charter-terraform-"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** What stands at the beginning of every configuration. */
export const requiredProvider = `terraform {
  required_providers {
    charter = {
      source = "orgcharter/charter"
    }
  }
}
`;
