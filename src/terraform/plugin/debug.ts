/** `serve`: the provider by hand, so that a debugger can be attached to it. */

import { createLog } from "./log.ts";
import { serveForReattach } from "./reattach.ts";
import type { LoadProvider } from "./serve.ts";

/** Prints the line that leads Terraform here, and runs until it is interrupted. */
export async function serveForDebugger(load: LoadProvider): Promise<void> {
  const log = createLog((text) => process.stderr.write(text));
  const { reattach, close } = await serveForReattach(await load(log), {
    onError: (method, error) => {
      process.stderr.write(`${method}: ${error instanceof Error ? error.stack : String(error)}\n`);
    },
  });
  process.stdout.write(`export TF_REATTACH_PROVIDERS='${reattach}'\n`);
  const end = () => void close().then(() => process.exit(0));
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
}
