/** Answers to the calls of protocol 6: the request decoded, the provider asked, its answer encoded. */
import type { Diagnostic, Provider, TfObject } from "../contract.ts";
import { type DynamicValue, decodeObject, decodeValue } from "../cty/decode.ts";
import { encodeObject, encodeValue } from "../cty/encode.ts";
import { CodecError, pathText } from "../cty/error.ts";
import type { FunctionSchema, Schema } from "../schema/types.ts";
import { diagnosticMessage, pathMessage } from "../wire/diagnostics.ts";
import { functionMessage, schemaMessage } from "../wire/schema.ts";
import type { MethodName, methods, Received, Sent } from "../wire/table.ts";

export type Asked<Name extends MethodName> = Received<(typeof methods)[Name][0]>;
export type Answered<Name extends MethodName> = Sent<(typeof methods)[Name][1]>;

/** Throws, or rejects, only for what is a bug. */
export type Handlers = {
  readonly [Name in MethodName]: (request: Asked<Name>) => Answered<Name> | Promise<Answered<Name>>;
};

const capabilities: Sent<"ServerCapabilities"> = { plan_destroy: true, get_provider_schema_optional: true };

export function handlersOf(provider: Provider): Handlers {
  const { schemas } = provider;
  const resource = (name: string) => named(schemas.resources, name, "resource type");
  const dataSource = (name: string) => named(schemas.dataSources, name, "data source");
  return {
    GetMetadata: () => ({
      server_capabilities: capabilities,
      resources: names(schemas.resources),
      data_sources: names(schemas.dataSources),
      functions: names(schemas.functions),
    }),
    GetProviderSchema: () => ({
      provider: schemaMessage(schemas.provider),
      resource_schemas: mapped(schemas.resources, schemaMessage),
      data_source_schemas: mapped(schemas.dataSources, schemaMessage),
      functions: mapped(schemas.functions, functionMessage),
      server_capabilities: capabilities,
    }),
    GetFunctions: () => ({ functions: mapped(schemas.functions, functionMessage) }),

    ValidateProviderConfig: ({ config }) =>
      diagnosed(() => provider.validateProvider(present(schemas.provider, config))),
    ConfigureProvider: ({ config, terraform_version: version }) =>
      diagnosed(() => provider.configure(present(schemas.provider, config), version)),
    ValidateResourceConfig: ({ type_name: type, config, client_capabilities: client }) =>
      diagnosed(() =>
        provider.validateResource(type, present(resource(type), config), {
          writeOnlyAllowed: client?.write_only_attributes_allowed ?? false,
        }),
      ),
    ValidateDataResourceConfig: ({ type_name: type, config }) =>
      diagnosed(() => provider.validateDataSource(type, present(dataSource(type), config))),

    UpgradeResourceState: ({ type_name: type, version, raw_state: raw }) =>
      expected<Answered<"UpgradeResourceState">>(
        () => {
          const { attributes } = resource(type);
          const upgraded = provider.upgrade(type, version, parsed(raw?.json ?? new Uint8Array()));
          return { upgraded_state: { msgpack: encodeObject(attributes, upgraded) } };
        },
        (diagnostics) => ({ diagnostics }),
      ),
    ReadResource: ({ type_name: type, current_state: current, private: kept }) =>
      expected<Answered<"ReadResource">>(
        async () => {
          const { attributes } = resource(type);
          const {
            state,
            private: next,
            diagnostics,
          } = await provider.read(type, present(resource(type), current), kept);
          return {
            new_state: { msgpack: encodeObject(attributes, state) },
            private: next,
            diagnostics: diagnostics.map(diagnosticMessage),
          };
        },
        (diagnostics) => ({
          ...(current === null ? {} : { new_state: current }),
          private: kept,
          diagnostics,
        }),
      ),
    PlanResourceChange: ({ type_name: type, prior_state, proposed_new_state, config, prior_private: kept }) =>
      expected<Answered<"PlanResourceChange">>(
        async () => {
          const { attributes } = resource(type);
          const answer = await provider.plan({
            type,
            prior: decodeObject(attributes, prior_state),
            proposed: decodeObject(attributes, proposed_new_state),
            config: decodeObject(attributes, config),
            private: kept,
          });
          return {
            planned_state: { msgpack: encodeObject(attributes, answer.planned) },
            requires_replace: answer.requiresReplace.map(pathMessage),
            planned_private: answer.private,
            diagnostics: answer.diagnostics.map(diagnosticMessage),
          };
        },
        (diagnostics) => ({
          ...(prior_state === null ? {} : { planned_state: prior_state }),
          planned_private: kept,
          diagnostics,
        }),
      ),
    ApplyResourceChange: ({ type_name: type, prior_state, planned_state, config, planned_private: kept }) =>
      expected<Answered<"ApplyResourceChange">>(
        async () => {
          const { attributes } = resource(type);
          const answer = await provider.apply({
            type,
            prior: decodeObject(attributes, prior_state),
            planned: decodeObject(attributes, planned_state),
            config: decodeObject(attributes, config),
            private: kept,
          });
          return {
            new_state: { msgpack: encodeObject(attributes, answer.state) },
            private: answer.private,
            diagnostics: answer.diagnostics.map(diagnosticMessage),
          };
        },
        (diagnostics) => ({
          ...(prior_state === null ? {} : { new_state: prior_state }),
          private: kept,
          diagnostics,
        }),
      ),
    ImportResourceState: ({ type_name: type, id }) =>
      expected<Answered<"ImportResourceState">>(
        async () => {
          const { attributes } = resource(type);
          const { state, private: kept, diagnostics } = await provider.importState(type, id);
          return {
            imported_resources:
              state === null
                ? []
                : [{ type_name: type, state: { msgpack: encodeObject(attributes, state) }, private: kept }],
            diagnostics: diagnostics.map(diagnosticMessage),
          };
        },
        (diagnostics) => ({ diagnostics }),
      ),
    ReadDataSource: ({ type_name: type, config }) =>
      expected<Answered<"ReadDataSource">>(
        async () => {
          const schema = dataSource(type);
          const { state, diagnostics } = await provider.readDataSource(type, present(schema, config));
          return {
            state: { msgpack: encodeObject(schema.attributes, state) },
            diagnostics: diagnostics.map(diagnosticMessage),
          };
        },
        (diagnostics) => ({ diagnostics }),
      ),
    CallFunction: ({ name, arguments: given }) => called(provider, name, given),
    StopProvider: () => {
      provider.stop();
      return {};
    },
  };
}

function called(provider: Provider, name: string, given: readonly DynamicValue[]): Sent<"CallResponse"> {
  const schema = provider.schemas.functions.get(name);
  if (schema === undefined) return { error: { text: `Charter's provider has no function ${name}.` } };
  const parameters = [];
  for (const [index, each] of given.entries()) {
    try {
      parameters.push(decodeValue(parameterType(schema, index), each));
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      return { error: { text: error.message, function_argument: index } };
    }
  }
  const answer = provider.callFunction(name, parameters);
  if ("result" in answer) return { result: { msgpack: encodeValue(schema.returns, answer.result) } };
  return {
    error: {
      text: answer.error,
      ...(answer.argument === undefined ? {} : { function_argument: answer.argument }),
    },
  };
}

function parameterType(schema: FunctionSchema, index: number) {
  const parameter = schema.parameters[index] ?? schema.variadic;
  if (parameter === undefined) throw new CodecError([], "It is one argument too many.");
  return parameter.type;
}

/** Answers what `fails` makes of it where the request is not what its schema says. */
async function expected<Answer>(
  answer: () => Answer | Promise<Answer>,
  fails: (diagnostics: readonly Sent<"Diagnostic">[]) => Answer,
): Promise<Answer> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return fails([diagnosticMessage(diagnosticOf(error))]);
  }
}

function diagnosed(
  ask: () => readonly Diagnostic[] | Promise<readonly Diagnostic[]>,
): Promise<{ readonly diagnostics: readonly Sent<"Diagnostic">[] }> {
  return expected(
    async () => ({ diagnostics: (await ask()).map(diagnosticMessage) }),
    (diagnostics) => ({ diagnostics }),
  );
}

function diagnosticOf({ path, message }: CodecError): Diagnostic {
  const where = pathText(path);
  return {
    severity: "error",
    summary: "Value not understood",
    detail: where === "" ? message : `${where}: ${message}`,
    path,
  };
}

function named(all: ReadonlyMap<string, Schema>, name: string, what: string): Schema {
  const schema = all.get(name);
  if (schema !== undefined) return schema;
  throw new CodecError([], `Charter's provider has no ${what} ${name}.`);
}

/** An object that must be there. Terraform leaves out none; one that is missing has no value anywhere. */
function present({ attributes }: Schema, value: DynamicValue | null): TfObject {
  const decoded = decodeObject(attributes, value);
  if (decoded !== null) return decoded;
  const empty: Record<string, null> = Object.create(null);
  for (const name of attributes.keys()) empty[name] = null;
  return empty;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new CodecError([], "The state cannot be read: it is no JSON.");
  }
}

function names(all: ReadonlyMap<string, unknown>): readonly Sent<"TypeName">[] {
  return [...all.keys()].map((name) => ({ name }));
}

function mapped<From, To>(
  all: ReadonlyMap<string, From>,
  make: (from: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries([...all].map(([name, each]) => [name, make(each)]));
}
