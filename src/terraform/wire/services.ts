/** The gRPC services, made from the table of messages. */
import type { MethodDefinition, ServiceDefinition } from "@grpc/grpc-js";
import { decodeMessage, encodeMessage } from "./messages.ts";
import { type MessageName, methods, type Received, type Sent } from "./table.ts";

interface Streams {
  readonly request?: boolean;
  readonly response?: boolean;
}

function method<Asked extends MessageName, Answered extends MessageName>(
  path: string,
  asked: Asked,
  answered: Answered,
  streams: Streams = {},
): MethodDefinition<Received<Asked>, Sent<Answered>> {
  const oneWay = () => {
    throw new Error(`${path} is only served here`);
  };
  return {
    path,
    requestStream: streams.request ?? false,
    responseStream: streams.response ?? false,
    requestSerialize: oneWay,
    requestDeserialize: (bytes) => decodeMessage(asked, bytes),
    responseSerialize: (message) => Buffer.from(encodeMessage(answered, message)),
    responseDeserialize: oneWay,
  };
}

export const providerService: ServiceDefinition = Object.fromEntries(
  Object.entries(methods).map(([name, [asked, answered]]) => [
    name,
    method(`/tfplugin6.Provider/${name}`, asked, answered),
  ]),
);

export const controllerService = {
  Shutdown: method("/plugin.GRPCController/Shutdown", "Empty", "Empty"),
};

export const stdioService = {
  StreamStdio: method("/plugin.GRPCStdio/StreamStdio", "Empty", "StdioData", { response: true }),
};

/** Nothing is ever brokered: the messages of its stream are never looked at. */
export const brokerService = {
  StartStream: method("/plugin.GRPCBroker/StartStream", "Empty", "Empty", { request: true, response: true }),
};

export const healthService = {
  Check: method("/grpc.health.v1.Health/Check", "HealthRequest", "HealthResponse"),
};
