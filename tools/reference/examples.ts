/** An example of every resource type, made from its kind: what must be written, and a little more. */
import { listedValues, plainSchema } from "../../src/config/attribute-schema.ts";
import type { Attribute as Declared } from "../../src/model/attribute.ts";
import { isAttribute, most } from "../../src/model/attribute.ts";
import { attributesOf, type Kind } from "../../src/model/kind.ts";
import { kindOf } from "../../src/model/platform.ts";
import type { Value } from "../../src/model/value.ts";
import {
  type Expression,
  list,
  type Member,
  map,
  object,
  value,
} from "../../src/terraform/expand/expression.ts";
import { mapAttribute, parentAttribute, snake } from "../../src/terraform/schema/names.ts";
import { exampleAddress, type ResourceType } from "../../src/terraform/schema/resources.ts";

/** The arguments of an example. */
export function exampleOf({ platform, kind, form }: ResourceType): readonly Member[] {
  const parent = parentAttribute(kind);
  const holder = kind.parent === null ? null : exampleAddress(platform, kindOf(platform, kind.parent));
  const where: readonly Member[] = parent === null || holder === null ? [] : [[parent, value(holder)]];
  const own = argumentsOf(kind);
  return form === "one"
    ? [...where, ["key", value(kind.key.example)], ...own]
    : [...where, [mapAttribute(kind), map([[kind.key.example, object(own)]])]];
}

/** What must be written; where nothing must, the first that can be, so that the example says something. */
function argumentsOf(kind: Kind): readonly Member[] {
  const needed = [...attributesOf(kind)].filter(([, of]) => of.required || of.needed);
  const [first] = [...attributesOf(kind)].filter(
    ([name, of]) => !of.secret && name !== kind.labelled?.nameAttribute,
  );
  const shown = needed.length > 0 ? needed : first === undefined ? [] : [first];
  const names = new Set(shown.map(([name]) => name));
  return Object.entries(kind.attributes).flatMap(([name, node]): readonly Member[] => {
    if (isAttribute(node)) return names.has(name) ? [[snake(name), exampleValue(name, node)]] : [];
    const inner = Object.entries(node).filter(([leaf]) => names.has(`${name}.${leaf}`));
    if (inner.length === 0) return [];
    return [[snake(name), object(inner.map(([leaf, of]) => [snake(leaf), exampleValue(leaf, of)]))]];
  });
}

function exampleValue(name: string, of: Declared): Expression {
  if (of.secret) return { type: "code", parts: ["var.first_", snake(name)] };
  const highest = most(of);
  if (highest !== undefined) return expressionOf(highest);
  const schema = plainSchema(of);
  const values = listedValues(schema)?.filter((each) => each !== null);
  if (values !== undefined && values.length > 0) return value(String(values[0]));
  switch (schema["type"]) {
    case "boolean":
      return value(true);
    case "number":
    case "integer":
      return value(Number(schema["minimum"] ?? 1) || 1);
    case "array":
      return list([]);
    default:
      return value(/such as `([^`]+)`/.exec(String(schema["description"]))?.[1] ?? "Example");
  }
}

function expressionOf(of: Value): Expression {
  return value(typeof of === "object" ? null : of);
}
