/** The whole life of a plugin process: handshake, calls, end. */
import { setTimeout as delay } from "node:timers/promises";
import type { Provider } from "../contract.ts";
import { framesOf, panicText, told } from "./bug.ts";
import { handshakeLine, readGreeting } from "./handshake.ts";
import { listen } from "./listen.ts";
import { createLog, type Log } from "./log.ts";
import type { ServerOptions } from "./server.ts";

/** Milliseconds. For the last answer to leave; Terraform kills what stays for two seconds. */
const farewell = 30;
/** For the provider to close its connections. */
const closing = 500;
/** For calls that are under way when the process is told to end by others than Terraform. */
const mercy = 10_000;
/** How often is looked whether Terraform is still there. */
const watch = 2_000;

/** Makes the provider, once Terraform has its line: it is loaded while Terraform connects. */
export type LoadProvider = (log: Log) => Promise<Provider>;

export async function serve(load: LoadProvider): Promise<void> {
  const greeting = readGreeting(process.env);
  if (!greeting.ok) {
    process.stderr.write(`${greeting.message}\n`);
    process.exitCode = 1;
    return;
  }
  const log = createLog((text) => process.stderr.write(text));
  let end = async (_patience: number): Promise<void> => process.exit(0);
  prepareProcess(() => void end(mercy));

  const { clientCertificate: client } = greeting;
  const [listener, tls] = await Promise.all([
    listen({ folder: process.env["PLUGIN_UNIX_SOCKET_DIR"] }),
    client === null ? null : ownCertificate().then((own) => ({ own, client })),
  ]);
  process.on("exit", listener.close);
  process.stdout.write(handshakeLine(listener.address, tls?.own.der ?? null));

  const provider = await load(log);
  const server = await createServer(provider, { tls, log, onShutdown: () => void end(closing) });
  let ending = false;
  end = async (patience) => {
    if (ending) return;
    ending = true;
    provider.stop();
    await Promise.race([server.idle(), delay(patience)]);
    await Promise.race([provider.close(), delay(closing)]);
    await delay(farewell);
    process.exit(0);
  };
  listener.accept(server.serve);
}

/** Only what the handshake needs is loaded before it. */
async function ownCertificate() {
  const { makeCertificate } = await import("./certificate.ts");
  return makeCertificate();
}

async function createServer(
  provider: Provider,
  options: Pick<ServerOptions, "tls" | "onShutdown"> & { readonly log: Log },
) {
  const [{ createPluginServer }, { handlersOf }] = await Promise.all([
    import("./server.ts"),
    import("./handlers.ts"),
  ]);
  const onError = (method: string, error: unknown) =>
    options.log("error", `a bug in Charter, in ${method}: ${told(error)}`, {
      stack: framesOf(error).join("\n"),
    });
  return createPluginServer({ ...options, handlers: handlersOf(provider), onError });
}

/** `leave`: ends in good order. */
function prepareProcess(leave: () => void): void {
  const panic = (error: unknown) => {
    process.stderr.write(panicText(error), () => process.exit(1));
  };
  process.on("uncaughtException", panic);
  process.on("unhandledRejection", panic);
  // A closed pipe is no reason to die: Terraform may read no more while it waits for an apply.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  // Ctrl-C reaches every process of the terminal; Terraform then says by itself what is to be done.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", leave);
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) leave();
  }, watch).unref();
}
