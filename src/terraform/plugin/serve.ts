/** The whole life of a plugin process: handshake, calls, end. */
import { setTimeout as delay } from "node:timers/promises";
import type { Provider } from "../contract.ts";
import { panicText, told } from "./bug.ts";
import type { Certificate } from "./certificate.ts";
import { handshakeLine, readGreeting } from "./handshake.ts";
import { listen } from "./listen.ts";
import { createLog, type Log } from "./log.ts";

/** Milliseconds. For the answer to Shutdown to leave; Terraform kills what stays for two seconds. */
const farewell = 200;
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
  process.on("uncaughtException", panic);
  process.on("unhandledRejection", panic);
  // A closed pipe is no reason to die: Terraform may read no more while it waits for an apply.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  // Ctrl-C reaches every process of the terminal; Terraform then says by itself what is to be done.
  process.on("SIGINT", () => {});

  const { clientCertificate } = greeting;
  const folder = process.env["PLUGIN_UNIX_SOCKET_DIR"];
  const [listener, own] = await Promise.all([
    listen(folder === undefined || folder === "" ? {} : { folder }),
    clientCertificate === null ? null : import("./certificate.ts").then((each) => each.makeCertificate()),
  ]);
  process.on("exit", listener.close);
  process.stdout.write(handshakeLine(listener.address, own?.der ?? null));

  const provider = await load(log);
  const server = await started(provider, tlsOf(own, clientCertificate), log, () => end(farewell));
  listener.accept(server.serve);

  let ending = false;
  async function end(patience: number): Promise<void> {
    if (ending) return;
    ending = true;
    provider.stop();
    await Promise.race([server.idle(), delay(patience)]);
    await Promise.race([Promise.all([server.close(farewell), provider.close()]), delay(farewell)]);
    process.exit(0);
  }
  process.on("SIGTERM", () => end(mercy));
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void end(mercy);
  }, watch).unref();
}

async function started(
  provider: Provider,
  tls: { readonly own: Certificate; readonly client: string } | null,
  log: Log,
  onShutdown: () => void,
) {
  const [{ createPluginServer }, { handlersOf }] = await Promise.all([
    import("./server.ts"),
    import("./handlers.ts"),
  ]);
  const onError = (method: string, error: unknown) =>
    log("error", `a bug in Charter, in ${method}: ${told(error)}`, {
      stack:
        error instanceof Error
          ? (error.stack ?? "")
              .split("\n")
              .filter((line) => /^\s+at /.test(line))
              .join("\n")
          : "",
    });
  return createPluginServer({ handlers: handlersOf(provider), tls, onShutdown, onError });
}

function tlsOf(own: Certificate | null, client: string | null) {
  return own === null || client === null ? null : { own, client };
}

function panic(error: unknown): void {
  process.stderr.write(panicText(error), () => process.exit(1));
}
