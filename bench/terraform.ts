/**
 * Plans of Terraform with the provider, as built and started by Terraform itself: over the same number of resources that
 * need no provider, and beside the command on the same organization. Without a terraform nothing is measured, and a line
 * says so.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Sandbox, startSandbox } from "../src/sandbox/server.ts";
import { handshaking } from "./handshake.ts";
import { type Measure, median, ratio } from "./measure.ts";

const run = promisify(execFile);
const bin = fileURLToPath(new URL("../dist/cli/bin.js", import.meta.url));
const file = process.env["TERRAFORM_BIN"] || "terraform";
const rounds = 3;

export async function terraform(): Promise<readonly Measure[]> {
  const measures = [...(await handshaking())];
  const there = await run(file, ["version"]).then(
    () => true,
    () => false,
  );
  if (!there) {
    process.stderr.write("There is no terraform: put it on the PATH, or its file into TERRAFORM_BIN.\n");
    return measures;
  }
  // A plan starts three processes, and a single resource of Terraform's own costs next to nothing.
  const aims = [
    [1, 32],
    [100, 18],
    [1_000, 9],
  ] as const;
  for (const [count, aim] of aims) measures.push(...(await plans(count, aim)));
  measures.push(...(await beside(1_000)));
  return measures;
}

const required = `terraform {
  required_providers {
    charter = { source = "orgcharter/charter" }
  }
}
`;

function members(count: number): string {
  return `${required}
resource "charter_dnanexus_member" "all" {
  count        = ${count}
  organization = "org-acme"
  key          = "user-u\${count.index}"
  level        = "MEMBER"
}
`;
}

function builtin(count: number): string {
  return `resource "terraform_data" "all" {
  count = ${count}
  input = { organization = "org-acme", key = "user-u\${count.index}", level = "MEMBER" }
}
`;
}

/** A server in this process, with people who are in no organization yet. */
function server(count: number): Promise<Sandbox> {
  const users = Array.from({ length: count }, (_, index) => ({ id: `user-u${index}` }));
  return startSandbox("dnanexus", {
    seed: {
      users: [{ id: "user-alice" }, ...users],
      orgs: [{ id: "org-acme", name: "Acme", members: { "user-alice": "ADMIN" } }],
      projects: [],
      apps: [],
    },
    log: false,
  });
}

interface Folder {
  readonly path: string;
  readonly terraform: (...args: readonly string[]) => Promise<number>;
  readonly charter: (...args: readonly string[]) => Promise<number>;
}

/** Runs `work` in a folder that is gone afterwards. Commands give the seconds that they took. */
async function inFolder<T>(sandbox: Sandbox, work: (folder: Folder) => Promise<T>): Promise<T> {
  const path = await mkdtemp(join(tmpdir(), "charter-bench-"));
  const env = {
    PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`,
    HOME: path,
    TF_CLI_CONFIG_FILE: "/dev/null",
    CHECKPOINT_DISABLE: "1",
    CHARTER_DNANEXUS_URL: sandbox.url,
    CHARTER_DNANEXUS_TOKEN: sandbox.tokens["user-alice"] ?? "",
  };
  const timed = async (command: string, args: readonly string[]): Promise<number> => {
    const start = performance.now();
    await run(command, args, { cwd: path, env, maxBuffer: 2 ** 28 });
    return (performance.now() - start) / 1000;
  };
  try {
    return await work({
      path,
      terraform: (...args) => timed(file, args),
      charter: (...args) => timed(process.execPath, [bin, ...args]),
    });
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

async function medianOf(work: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await work());
  return median(times);
}

async function plans(count: number, aim: number): Promise<readonly Measure[]> {
  const sandbox = await server(count);
  try {
    const floor = await inFolder(sandbox, (folder) => twoPlans(folder, builtin(count)));
    const ours = await inFolder(sandbox, async (folder) => {
      await folder.charter("terraform", "install");
      return twoPlans(folder, members(count));
    });
    const name = `terraform: plan of ${count} ${count === 1 ? "member" : "members"}`;
    return [
      ratio(`${name}, all new / of terraform_data`, ours.fresh / floor.fresh, aim),
      ratio(`${name}, nothing to change / of terraform_data`, ours.again / floor.again, aim),
    ];
  } finally {
    await sandbox.close();
  }
}

async function twoPlans(
  { path, terraform: go }: Folder,
  main: string,
): Promise<{ fresh: number; again: number }> {
  await writeFile(join(path, "main.tf"), main);
  await go("init");
  const fresh = await medianOf(() => go("plan"));
  await go("apply", "-auto-approve", "-parallelism=100");
  return { fresh, again: await medianOf(() => go("plan", "-detailed-exitcode")) };
}

/** One organization, kept by both: nothing is to be changed. */
async function beside(count: number): Promise<readonly Measure[]> {
  const sandbox = await server(count);
  const keys = Array.from({ length: count }, (_, index) => `user-u${index}`);
  try {
    return await inFolder(sandbox, async (folder) => {
      const yaml = ["platform: dnanexus", "organization: org-acme", "members:", "  user-alice: ADMIN"];
      await mkdir(join(folder.path, "organizations"));
      const lines = [...yaml, ...keys.map((key) => `  ${key}: MEMBER`)];
      await writeFile(join(folder.path, "organizations/acme.yaml"), `${lines.join("\n")}\n`);
      await folder.charter("apply", "--yes");
      const command = await medianOf(() => folder.charter("plan", "--detailed-exitcode"));
      await folder.charter("terraform", "install");
      await folder.charter("export", "terraform");
      await folder.terraform("init");
      await folder.terraform("apply", "-auto-approve");
      const whole = await medianOf(() => folder.terraform("plan", "-detailed-exitcode"));
      return [
        ratio(`terraform plan / charter plan, one organization of ${count + 1} members`, whole / command, 6),
      ];
    });
  } finally {
    await sandbox.close();
  }
}
