/** A provider in this process, for tests and debuggers: Terraform is told where it listens and starts none by itself. */

import { providerAddress } from "../address.ts";
import type { Provider } from "../contract.ts";
import { handlersOf } from "./handlers.ts";
import { reattachValue } from "./handshake.ts";
import { listen } from "./listen.ts";
import { createPluginServer } from "./server.ts";

export interface Reattached {
  /** The value of TF_REATTACH_PROVIDERS. */
  readonly reattach: string;
  /** Ends the server, and closes the provider. */
  readonly close: () => Promise<void>;
}

export interface ReattachOptions {
  /** Of what is a bug, before it is answered. */
  readonly onError?: (method: string, error: unknown) => void;
}

export async function serveForReattach(
  provider: Provider,
  options: ReattachOptions = {},
): Promise<Reattached> {
  const listener = await listen({ network: "tcp" });
  const server = createPluginServer({
    handlers: handlersOf(provider),
    tls: null,
    // One process serves many runs.
    onShutdown: () => {},
    onError: options.onError ?? (() => {}),
  });
  listener.accept(server.serve);
  return {
    reattach: reattachValue(providerAddress, listener.address, process.pid),
    close: async () => {
      listener.close();
      server.close();
      await provider.close();
    },
  };
}
