/** What Terraform starts. With `serve` it is started by a person, for a debugger. */

import type { Log } from "./plugin/log.ts";
import { serve } from "./plugin/serve.ts";

async function provider(log: Log) {
  const [{ createProvider }, { platforms }] = await Promise.all([
    import("./provider/index.ts"),
    import("../platforms/registry.ts"),
  ]);
  return createProvider({ platforms, env: process.env, log });
}

if (process.argv[2] === "serve") {
  void import("./plugin/debug.ts").then(({ serveForDebugger }) => serveForDebugger(provider));
} else {
  void serve(provider);
}
