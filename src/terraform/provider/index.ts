/**
 * PLACEHOLDER, to be replaced by the provider itself: it has the schemas, keeps what it is given and touches nothing.
 */
import type { Platform } from "../../model/platform.ts";
import type { Provider, TfObject } from "../contract.ts";
import { functions, providerSchema } from "../schema/provider.ts";
import { dataSources, resourceTypes } from "../schema/resources.ts";

export interface ProviderOptions {
  readonly platforms: readonly Platform[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (
    level: "debug" | "info" | "warn" | "error",
    message: string,
    fields?: Record<string, string | number>,
  ) => void;
}

export function createProvider({ platforms }: ProviderOptions): Provider {
  const unfinished = (): never => {
    throw new Error("not there yet");
  };
  return {
    schemas: {
      provider: providerSchema(platforms),
      resources: new Map(resourceTypes(platforms).map(({ name, schema }) => [name, schema])),
      dataSources: new Map(dataSources(platforms).map(({ name, schema }) => [name, schema])),
      functions,
    },
    validateProvider: () => [],
    configure: async () => [],
    validateResource: () => [],
    validateDataSource: () => [],
    upgrade: (): TfObject => unfinished(),
    read: unfinished,
    plan: unfinished,
    apply: unfinished,
    importState: unfinished,
    readDataSource: unfinished,
    callFunction: unfinished,
    stop: () => {},
    close: async () => {},
  };
}
