/**
 * The messages of protocol 6 (to 6.9) and of the plugin services beside it: what of them is spoken here. Only numbers and
 * kinds of fields stand on the wire; unknown fields are skipped by whoever reads.
 */

type Scalar = "string" | "bool" | "bytes" | "int64" | "enum";
type Rule = "repeated" | "map";
/** Number, kind (a scalar or the name of a message), and whether it is a list or a map by text. */
type FieldRow = readonly [number, string] | readonly [number, string, Rule];

export const messages = {
  Empty: {},
  DynamicValue: { msgpack: [1, "bytes"], json: [2, "bytes"] },
  Diagnostic: {
    severity: [1, "enum"],
    summary: [2, "string"],
    detail: [3, "string"],
    attribute: [4, "AttributePath"],
  },
  AttributePath: { steps: [1, "AttributePathStep", "repeated"] },
  AttributePathStep: {
    attribute_name: [1, "string"],
    element_key_string: [2, "string"],
    element_key_int: [3, "int64"],
  },
  FunctionError: { text: [1, "string"], function_argument: [2, "int64"] },
  RawState: { json: [1, "bytes"] },

  Schema: { version: [1, "int64"], block: [2, "SchemaBlock"] },
  SchemaBlock: {
    version: [1, "int64"],
    attributes: [2, "SchemaAttribute", "repeated"],
    description: [4, "string"],
    description_kind: [5, "enum"],
  },
  SchemaAttribute: {
    name: [1, "string"],
    type: [2, "bytes"],
    description: [3, "string"],
    required: [4, "bool"],
    optional: [5, "bool"],
    computed: [6, "bool"],
    sensitive: [7, "bool"],
    description_kind: [8, "enum"],
    nested_type: [10, "SchemaObject"],
    write_only: [11, "bool"],
  },
  SchemaObject: { attributes: [1, "SchemaAttribute", "repeated"], nesting: [3, "enum"] },
  Function: {
    parameters: [1, "FunctionParameter", "repeated"],
    variadic_parameter: [2, "FunctionParameter"],
    return: [3, "FunctionReturn"],
    summary: [4, "string"],
    description: [5, "string"],
    description_kind: [6, "enum"],
  },
  FunctionParameter: {
    name: [1, "string"],
    type: [2, "bytes"],
    description: [5, "string"],
    description_kind: [6, "enum"],
  },
  FunctionReturn: { type: [1, "bytes"] },

  ServerCapabilities: { plan_destroy: [1, "bool"], get_provider_schema_optional: [2, "bool"] },
  ClientCapabilities: { deferral_allowed: [1, "bool"], write_only_attributes_allowed: [2, "bool"] },

  Metadata: {
    server_capabilities: [1, "ServerCapabilities"],
    diagnostics: [2, "Diagnostic", "repeated"],
    data_sources: [3, "TypeName", "repeated"],
    resources: [4, "TypeName", "repeated"],
    functions: [5, "TypeName", "repeated"],
  },
  /** Of a data source, a resource or a function: all three are the same on the wire. */
  TypeName: { name: [1, "string"] },
  ProviderSchema: {
    provider: [1, "Schema"],
    resource_schemas: [2, "Schema", "map"],
    data_source_schemas: [3, "Schema", "map"],
    diagnostics: [4, "Diagnostic", "repeated"],
    server_capabilities: [6, "ServerCapabilities"],
    functions: [7, "Function", "map"],
  },
  ValidateProviderRequest: { config: [1, "DynamicValue"] },
  ValidateProviderResponse: { diagnostics: [2, "Diagnostic", "repeated"] },
  ValidateRequest: {
    type_name: [1, "string"],
    config: [2, "DynamicValue"],
    client_capabilities: [3, "ClientCapabilities"],
  },
  Diagnostics: { diagnostics: [1, "Diagnostic", "repeated"] },
  UpgradeRequest: { type_name: [1, "string"], version: [2, "int64"], raw_state: [3, "RawState"] },
  UpgradeResponse: { upgraded_state: [1, "DynamicValue"], diagnostics: [2, "Diagnostic", "repeated"] },
  ConfigureRequest: { terraform_version: [1, "string"], config: [2, "DynamicValue"] },
  ReadRequest: { type_name: [1, "string"], current_state: [2, "DynamicValue"], private: [3, "bytes"] },
  ReadResponse: {
    new_state: [1, "DynamicValue"],
    diagnostics: [2, "Diagnostic", "repeated"],
    private: [3, "bytes"],
  },
  PlanRequest: {
    type_name: [1, "string"],
    prior_state: [2, "DynamicValue"],
    proposed_new_state: [3, "DynamicValue"],
    config: [4, "DynamicValue"],
    prior_private: [5, "bytes"],
  },
  PlanResponse: {
    planned_state: [1, "DynamicValue"],
    requires_replace: [2, "AttributePath", "repeated"],
    planned_private: [3, "bytes"],
    diagnostics: [4, "Diagnostic", "repeated"],
  },
  ApplyRequest: {
    type_name: [1, "string"],
    prior_state: [2, "DynamicValue"],
    planned_state: [3, "DynamicValue"],
    config: [4, "DynamicValue"],
    planned_private: [5, "bytes"],
  },
  ApplyResponse: {
    new_state: [1, "DynamicValue"],
    private: [2, "bytes"],
    diagnostics: [3, "Diagnostic", "repeated"],
  },
  ImportRequest: { type_name: [1, "string"], id: [2, "string"] },
  ImportedResource: { type_name: [1, "string"], state: [2, "DynamicValue"], private: [3, "bytes"] },
  ImportResponse: {
    imported_resources: [1, "ImportedResource", "repeated"],
    diagnostics: [2, "Diagnostic", "repeated"],
  },
  ReadDataRequest: { type_name: [1, "string"], config: [2, "DynamicValue"] },
  ReadDataResponse: { state: [1, "DynamicValue"], diagnostics: [2, "Diagnostic", "repeated"] },
  Functions: { functions: [1, "Function", "map"], diagnostics: [2, "Diagnostic", "repeated"] },
  CallRequest: { name: [1, "string"], arguments: [2, "DynamicValue", "repeated"] },
  CallResponse: { result: [1, "DynamicValue"], error: [2, "FunctionError"] },
  StopResponse: { Error: [1, "string"] },

  /** What a plugin prints, and its channel: 1 standard output, 2 standard error. */
  StdioData: { channel: [1, "enum"], data: [2, "bytes"] },
  HealthRequest: { service: [1, "string"] },
  /** 1: serving. */
  HealthResponse: { status: [1, "enum"] },
} as const satisfies Readonly<Record<string, Readonly<Record<string, FieldRow>>>>;

type Messages = typeof messages;
export type MessageName = keyof Messages;

/** What is asked and answered by the name of the method: `tfplugin6.Provider`. */
export const methods = {
  GetMetadata: ["Empty", "Metadata"],
  GetProviderSchema: ["Empty", "ProviderSchema"],
  ValidateProviderConfig: ["ValidateProviderRequest", "ValidateProviderResponse"],
  ValidateResourceConfig: ["ValidateRequest", "Diagnostics"],
  ValidateDataResourceConfig: ["ValidateRequest", "Diagnostics"],
  UpgradeResourceState: ["UpgradeRequest", "UpgradeResponse"],
  ConfigureProvider: ["ConfigureRequest", "Diagnostics"],
  ReadResource: ["ReadRequest", "ReadResponse"],
  PlanResourceChange: ["PlanRequest", "PlanResponse"],
  ApplyResourceChange: ["ApplyRequest", "ApplyResponse"],
  ImportResourceState: ["ImportRequest", "ImportResponse"],
  ReadDataSource: ["ReadDataRequest", "ReadDataResponse"],
  GetFunctions: ["Empty", "Functions"],
  CallFunction: ["CallRequest", "CallResponse"],
  StopProvider: ["Empty", "StopResponse"],
} as const satisfies Readonly<Record<string, readonly [MessageName, MessageName]>>;

export type MethodName = keyof typeof methods;

export const methodNames: readonly MethodName[] = Object.keys(methods).filter(isMethod);

function isMethod(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}

/** A message to be sent: what is left out is not on the wire. */
export type Sent<Name extends MessageName> = {
  readonly [Field in keyof Messages[Name]]?: Value<Messages[Name][Field], "sent">;
};

/** A message as it came: whole, with null for a message that is not there and the zero of all else. */
export type Received<Name extends MessageName> = {
  readonly [Field in keyof Messages[Name]]: Value<Messages[Name][Field], "received">;
};

type Way = "sent" | "received";
type Value<Row, By extends Way> = Row extends readonly [number, infer Kind, "repeated"]
  ? readonly Of<Kind, By>[]
  : Row extends readonly [number, infer Kind, "map"]
    ? Readonly<Record<string, Of<Kind, By>>>
    : Row extends readonly [number, infer Kind]
      ? Kind extends Scalar
        ? Of<Kind, By>
        : By extends "received"
          ? Of<Kind, By> | null
          : Of<Kind, By>
      : never;
type Of<Kind, By extends Way> = Kind extends "string"
  ? string
  : Kind extends "bool"
    ? boolean
    : Kind extends "bytes"
      ? Uint8Array
      : Kind extends "int64" | "enum"
        ? number
        : Kind extends MessageName
          ? By extends "sent"
            ? Sent<Kind>
            : Received<Kind>
          : never;
