/** The gRPC server: the provider's methods and the services of the plugin system around them. */
import type { Socket } from "node:net";
import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import {
  brokerService,
  controllerService,
  healthService,
  providerService,
  stdioService,
} from "../wire/services.ts";
import { type MethodName, methodNames } from "../wire/table.ts";
import { bugMessage } from "./bug.ts";
import type { Certificate } from "./certificate.ts";
import type { Answered, Asked, Handlers } from "./handlers.ts";

export interface PluginServer {
  /** Serves a connection that was accepted elsewhere. */
  readonly serve: (socket: Socket) => void;
  /** Resolves once no call of the provider is under way. */
  readonly idle: () => Promise<void>;
  /** Drops every connection. */
  readonly close: () => void;
}

export interface ServerOptions {
  readonly handlers: Handlers;
  /** Null: plain text, which only a debugger and TF_DISABLE_PLUGIN_TLS ask for. */
  readonly tls: { readonly own: Certificate; readonly client: string } | null;
  /** Terraform has said that it is done; its answer is on the way. */
  readonly onShutdown: () => void;
  /** Of what is a bug: it is also answered. */
  readonly onError: (method: string, error: unknown) => void;
}

/** Schemas and states can be large, and both sides are on this machine. */
const unlimited = -1;

export function createPluginServer({ handlers, tls, onShutdown, onError }: ServerOptions): PluginServer {
  const server = new Server({
    "grpc.max_receive_message_length": unlimited,
    "grpc.max_send_message_length": unlimited,
  });
  const calls = callCounter();
  server.addService(providerService, implementation(handlers, calls, onError));
  server.addService(controllerService, {
    Shutdown: (_call: unknown, answer: sendUnaryData<object>) => {
      answer(null, {});
      onShutdown();
    },
  });
  // Both streams stay open and silent until the connection ends: nothing is printed through one, or brokered in the other.
  server.addService(stdioService, { StreamStdio: () => {} });
  server.addService(brokerService, {
    StartStream: (call: ServerDuplexStream<unknown, unknown>) => {
      call.on("end", () => call.end()).resume();
    },
  });
  server.addService(healthService, {
    Check: (_call: unknown, answer: sendUnaryData<object>) => answer(null, { status: 1 }),
  });
  const injector = server.createConnectionInjector(credentials(tls));
  return {
    serve: (socket) => injector.injectConnection(socket),
    idle: calls.idle,
    close: () => server.forceShutdown(),
  };
}

function credentials(tls: ServerOptions["tls"]): ServerCredentials {
  if (tls === null) return ServerCredentials.createInsecure();
  const { own, client } = tls;
  const pair = { private_key: Buffer.from(own.key), cert_chain: Buffer.from(own.certificate) };
  return ServerCredentials.createSsl(Buffer.from(client), [pair], true);
}

function implementation(
  handlers: Handlers,
  calls: ReturnType<typeof callCounter>,
  onError: ServerOptions["onError"],
): UntypedServiceImplementation {
  const unary =
    <Name extends MethodName>(name: Name): handleUnaryCall<Asked<Name>, Answered<Name>> =>
    (call, answer) => {
      const done = calls.begin();
      Promise.resolve()
        .then(() => handlers[name](call.request))
        .then(
          (message) => answer(null, message),
          (error: unknown) => {
            onError(name, error);
            answer({ code: status.INTERNAL, details: bugMessage(error) });
          },
        )
        .finally(done);
    };
  return Object.fromEntries(methodNames.map((name) => [name, unary(name)]));
}

function callCounter() {
  let open = 0;
  let waiting: (() => void)[] = [];
  return {
    begin: () => {
      open += 1;
      return () => {
        open -= 1;
        if (open > 0) return;
        for (const done of waiting) done();
        waiting = [];
      };
    },
    idle: () =>
      new Promise<void>((done) => {
        if (open === 0) done();
        else waiting.push(done);
      }),
  };
}
