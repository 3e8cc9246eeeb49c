/** A folder with HCL, the real terraform in it, and the provider of this process on a sandbox. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { stopsOf } from "../../../src/model/plan.ts";
import type { Platform } from "../../../src/model/platform.ts";
import { apply, plan } from "../../../src/run/index.ts";
import type { LoggedRequest } from "../../../src/sandbox/log.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { providerAddress } from "../../../src/terraform/address.ts";
import { serveForReattach } from "../../../src/terraform/plugin/reattach.ts";
import { createProvider } from "../../../src/terraform/provider/index.ts";
import { environment, writeDocuments } from "../../platforms/harness/converge.ts";
import { resultOf } from "../../platforms/harness/folder.ts";
import { begin, type Ended, run } from "./terraform.ts";

const examples = resolve(import.meta.dirname, "../../../examples");

/** A folder in which terraform runs. */
export interface Folder {
  /** Runs a command; throws where its exit code is another than `code` (default 0). */
  readonly terraform: (args: readonly string[], code?: number) => Promise<Ended>;
  /** Starts one; a signal can be sent to it. */
  readonly begin: (args: readonly string[]) => ReturnType<typeof begin>;
  readonly write: (name: string, text: string) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
}

export interface Desk extends Folder, AsyncDisposable {
  readonly sandbox: Sandbox;
  /** Another folder, with a provider block alone. */
  readonly beside: (name: string) => Promise<Folder>;
  /** Somebody else carries out a document of Charter's. */
  readonly meddle: (document: { readonly [name: string]: unknown }) => Promise<void>;
}

export interface DeskOptions {
  /** Called for every write, before its answer leaves; what it promises is awaited. */
  readonly onWrite?: (write: LoggedRequest) => Promise<void> | void;
}

/** With the example's seed, the HCL file of the platform and a provider block; initialized. */
export async function desk(platform: Platform, options: DeskOptions = {}): Promise<Desk> {
  const seed: unknown = parse(await readFile(join(examples, platform.name, "seed.yaml"), "utf8"));
  const sandbox = await startSandbox(platform.name, { seed, ...options });
  const [account = ""] = Object.keys(sandbox.tokens);
  const env = () => environment(platform, sandbox, account);
  const home = await mkdtemp(join(tmpdir(), "charter-terraform-"));
  const problems: unknown[] = [];
  const provider = createProvider({ platforms: [platform], env: env(), log: () => {} });
  const served = await serveForReattach(provider, {
    onError: (method, error) => void problems.push(method, error),
  });
  const around = { TF_REATTACH_PROVIDERS: served.reattach, HOME: home };
  const folder = async (name: string): Promise<Folder> => {
    const directory = join(home, name);
    await mkdir(directory);
    await writeFile(join(directory, "provider.tf"), providerBlock(join(home, "store")));
    const terraform: Folder["terraform"] = async (args, code = 0) => {
      const ended = await run(args, directory, around);
      if (ended.code === code && problems.length === 0) return ended;
      throw new Error(
        `terraform ${args.join(" ")} ended with ${ended.code}, not ${code}\n${ended.stdout}\n${ended.stderr}`,
        { cause: problems },
      );
    };
    await terraform(["init", "-no-color"]);
    return {
      terraform,
      begin: (args) => begin(args, directory, around),
      write: (name, text) => writeFile(join(directory, name), text),
      remove: (name) => rm(join(directory, name)),
    };
  };
  const own = await folder("acme");
  const file = `${platform.name}.tf`;
  await own.write(file, await readFile(join(import.meta.dirname, file), "utf8"));
  return {
    ...own,
    sandbox,
    beside: folder,
    meddle: async (document) => {
      const directory = await mkdtemp(join(home, "meddler-"));
      await writeDocuments(directory, platform, { seed, actor: account, documents: [document] });
      const options = { directory, env: env() };
      const first = resultOf(await plan(options));
      const allow = stopsOf(first).flatMap((stop) => (stop.allow === null ? [] : [stop.allow]));
      const made = resultOf(await plan({ ...options, allow }));
      const { result } = resultOf(await apply({ ...options, plan: made }));
      const done =
        result?.outcomes.filter(({ status }) => status === "applied" || status === "pending").length ?? 0;
      if (done === 0) throw new Error(`nothing was changed: ${JSON.stringify([made.sections, result])}`);
    },
    [Symbol.asyncDispose]: async () => {
      await served.close();
      await sandbox.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function providerBlock(store: string): string {
  return `terraform {
  required_providers {
    charter = {
      source = "${providerAddress}"
    }
  }
}

provider "charter" {
  store = ${JSON.stringify(store)}
}

variable "protection" {
  default = true
}
`;
}
