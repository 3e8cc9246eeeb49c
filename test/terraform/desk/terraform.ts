/** The terraform command, where it is installed. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";

const bin = process.env["TERRAFORM_BIN"] ?? "terraform";

/** The version of the installed terraform; null where there is none. */
export function terraformVersion(): string | null {
  const { status, stdout } = spawnSync(bin, ["version", "-json"], { encoding: "utf8", env: own({}) });
  if (status !== 0) return null;
  const told: unknown = JSON.parse(stdout);
  const isTold = typeof told === "object" && told !== null && "terraform_version" in told;
  return isTold ? String(told.terraform_version) : null;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Environment = Readonly<Record<string, string>>;

/** Nothing of the user's own settings, and no look for a newer version. */
function own(env: Environment): Environment {
  return {
    PATH: process.env["PATH"] ?? "",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
    TF_CLI_CONFIG_FILE: "/dev/null",
    ...env,
  };
}

export function begin(
  args: readonly string[],
  directory: string,
  env: Environment,
): { readonly child: ChildProcess; readonly end: Promise<Ended> } {
  const child = spawn(bin, args, { cwd: directory, env: own(env), stdio: ["ignore", "pipe", "pipe"] });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.stderr += text;
  });
  const end = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...said }));
  });
  return { child, end };
}

export function run(args: readonly string[], directory: string, env: Environment): Promise<Ended> {
  return begin(args, directory, env).end;
}
