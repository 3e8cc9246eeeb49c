/** Schemas and functions as messages. */
import {
  type Attribute,
  type Attributes,
  type FunctionParameter,
  type FunctionSchema,
  isNested,
  type Schema,
  type Type,
} from "../schema/types.ts";
import type { Sent } from "./table.ts";

const markdown = 1;
const nestings = { single: 1, list: 2, map: 4 } as const;

/** Every schema has version 0: what an older Charter wrote is brought into shape without one. */
export function schemaMessage(schema: Schema): Sent<"Schema"> {
  return {
    version: 0,
    block: {
      attributes: attributeMessages(schema.attributes),
      description: schema.description,
      description_kind: markdown,
    },
  };
}

function attributeMessages(attributes: Attributes): readonly Sent<"SchemaAttribute">[] {
  return [...attributes].map(([name, attribute]) => attributeMessage(name, attribute));
}

function attributeMessage(name: string, attribute: Attribute): Sent<"SchemaAttribute"> {
  const { mode, description, sensitive, writeOnly } = attribute;
  return {
    name,
    description,
    description_kind: markdown,
    ...(isNested(attribute)
      ? {
          nested_type: {
            attributes: attributeMessages(attribute.attributes),
            nesting: nestings[attribute.nesting],
          },
        }
      : { type: typeJson(attribute.type) }),
    ...(mode === "required" ? { required: true } : {}),
    ...(mode === "optional" || mode === "both" ? { optional: true } : {}),
    ...(mode === "computed" || mode === "both" ? { computed: true } : {}),
    ...(sensitive === true ? { sensitive: true } : {}),
    ...(writeOnly === true ? { write_only: true } : {}),
  };
}

export function functionMessage(schema: FunctionSchema): Sent<"Function"> {
  return {
    parameters: schema.parameters.map(parameterMessage),
    ...(schema.variadic === undefined ? {} : { variadic_parameter: parameterMessage(schema.variadic) }),
    return: { type: typeJson(schema.returns) },
    summary: schema.summary,
    description: schema.description,
    description_kind: markdown,
  };
}

function parameterMessage({ name, type, description }: FunctionParameter): Sent<"FunctionParameter"> {
  return { name, type: typeJson(type), description, description_kind: markdown };
}

/** Types travel as JSON: `"string"`, `["set","string"]`, `["object",{"key":"string"}]`. */
function typeJson(type: Type | FunctionSchema["returns"]): Uint8Array {
  const written = typeof type === "object" && "object" in type ? ["object", type.object] : type;
  return Buffer.from(JSON.stringify(written));
}
