/** A platform's sandbox, and Terraform's core with the provider on it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Platform } from "../../../src/model/platform.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import type { Provider, TfObject } from "../../../src/terraform/contract.ts";
import { createProvider } from "../../../src/terraform/provider/index.ts";
import { environment } from "../../platforms/harness/converge.ts";
import { type Core, createCore } from "../core/cli.ts";
import { objectOf } from "../core/values.ts";
import type { World } from "../worlds/world.ts";

export interface Site extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly core: Core;
  /** A process of the provider, not configured. */
  readonly open: () => Provider;
}

/** Guards that hardly ever stop anything. */
export const lenient: TfObject = objectOf([
  [
    "guards",
    objectOf([
      ["removals", objectOf(Object.entries({ ratio: 1, from: 1000, count: 1000 }))],
      ["expiries", objectOf([["count", 1000]])],
    ]),
  ],
]);

export async function site(world: World, settings: TfObject = objectOf([]), log = false): Promise<Site> {
  const { platform, seed } = world;
  const sandbox = await startSandbox(platform.name, { seed, log });
  const store = await mkdtemp(join(tmpdir(), "charter-site-"));
  const env = variables(platform, sandbox);
  const open = (): Provider => createProvider({ platforms: [platform], env, log: () => {} });
  return {
    sandbox,
    open,
    core: createCore({
      open,
      settings: objectOf([...Object.entries(settings), ["store", store], ["patience", 5]]),
    }),
    [Symbol.asyncDispose]: async () => {
      await sandbox.close();
      await rm(store, { recursive: true, force: true });
    },
  };
}

function variables(platform: Platform, sandbox: Sandbox): Readonly<Record<string, string>> {
  const [account = ""] = Object.keys(sandbox.tokens);
  return environment(platform, sandbox, account);
}
