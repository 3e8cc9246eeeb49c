/** The provider: every kind of every platform as resource types, on the same engine as the command. */
import type { Platform } from "../../model/platform.ts";
import type { Diagnostic, Provider, TfObject } from "../contract.ts";
import { functions, providerSchema } from "../schema/provider.ts";
import { dataSources, type ResourceType, resourceTypes } from "../schema/resources.ts";
import { applyAll } from "./all/apply.ts";
import { planAll } from "./all/plan.ts";
import { readAll } from "./all/read.ts";
import { readData } from "./data.ts";
import { problem } from "./diagnostics.ts";
import { readDocument } from "./document.ts";
import { callFunction } from "./functions.ts";
import { importState } from "./import.ts";
import { applyOne } from "./one/apply.ts";
import { planOne } from "./one/plan.ts";
import { readOne } from "./one/read.ts";
import { createSession, type Log, type Session, today } from "./session.ts";
import { checkSettings, settingsOf } from "./settings.ts";
import { subjectOf } from "./subject.ts";
import { upgraded } from "./upgrade.ts";
import { isObject } from "./values.ts";

export interface ProviderOptions {
  readonly platforms: readonly Platform[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
}

export function createProvider({ platforms, env, log }: ProviderOptions): Provider {
  const types = new Map(resourceTypes(platforms).map((type) => [type.name, type]));
  const sources = new Map(dataSources(platforms).map((source) => [source.name, source]));
  const typeOf = (name: string) => must(types.get(name), name);
  let session: Session | null = null;
  /** What is thrown is a bug; it is told, and must tell no secret. */
  const safely = async <T>(platform: Platform, work: (session: Session) => Promise<T>): Promise<T> => {
    const own = must(session, "a provider that was configured");
    try {
      return await work(own);
    } catch (error) {
      throw await own.desk(platform).account.clean(error);
    }
  };

  return {
    schemas: {
      provider: providerSchema(platforms),
      resources: new Map([...types].map(([name, { schema }]) => [name, schema])),
      dataSources: new Map([...sources].map(([name, { schema }]) => [name, schema])),
      functions,
    },
    validateProvider: checkSettings,
    configure: async (config) => {
      await session?.close();
      session = createSession({ settings: settingsOf(config, platforms), platforms, env, log });
      return checkSettings(config).filter(({ severity }) => severity === "error");
    },
    validateResource: (name, config, { writeOnlyAllowed }) => {
      const type = typeOf(name);
      return [
        ...readDocument(type, config, today()).diagnostics,
        ...(writeOnlyAllowed ? [] : writeOnlyUsed(type.schema.attributes, config)),
      ];
    },
    validateDataSource: () => [],
    upgrade: (name, _version, raw) => upgraded(typeOf(name).schema.attributes, raw),
    read: (name, state, kept) => {
      const type = typeOf(name);
      return safely(type.platform, async (own) => {
        if (subjectOf(type, state, new Map()) === null) {
          return { state, private: kept, diagnostics: [nowhere(type)] };
        }
        return type.form === "one" ? readOne(type, state, kept, own) : readAll(type, state, kept, own);
      });
    },
    plan: (request) => {
      const type = typeOf(request.type);
      const { prior, private: kept } = request;
      return safely(type.platform, async (own) => {
        if (prior !== null && subjectOf(type, prior, new Map()) === null) {
          return { planned: prior, requiresReplace: [], private: kept, diagnostics: [nowhere(type)] };
        }
        return type.form === "one" ? planOne(type, request, own) : planAll(type, request, own);
      });
    },
    apply: (request) => {
      const type = typeOf(request.type);
      return safely(type.platform, async (own) =>
        type.form === "one" ? applyOne(type, request, own) : applyAll(type, request, own),
      );
    },
    importState: (name, id) => {
      const type = typeOf(name);
      return safely(type.platform, (own) => importState(type, id, own));
    },
    readDataSource: (name, config) => {
      const source = must(sources.get(name), name);
      return safely(source.platform, (own) => readData(source, config, own));
    },
    callFunction,
    stop: () => session?.stop(),
    close: async () => session?.close(),
  };
}

/** Only other hands than Terraform's can have written such a state. */
function nowhere({ name }: ResourceType): Diagnostic {
  return problem(
    "State without an address",
    `The state of this ${name} does not say which one it is. Forget it with terraform state rm, and import it.`,
    [],
  );
}

function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`there is no ${what}`);
  return value;
}

/** Terraform before 1.11 would keep what must not be kept. */
function writeOnlyUsed(
  attributes: Provider["schemas"]["provider"]["attributes"],
  config: TfObject,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [name, of] of attributes) {
    const value = config[name] ?? null;
    if (of.writeOnly === true && value !== null) {
      found.push(
        problem("Terraform is too old", `${name} is never stored, which needs Terraform 1.11 or later.`, [
          { attribute: name },
        ]),
      );
    }
    if ("nesting" in of && of.nesting === "map" && isObject(value)) {
      for (const [key, element] of Object.entries(value)) {
        if (!isObject(element)) continue;
        for (const each of writeOnlyUsed(of.attributes, element)) {
          found.push({ ...each, path: [{ attribute: name }, { key }, ...(each.path ?? [])] });
        }
      }
    }
  }
  return found;
}
