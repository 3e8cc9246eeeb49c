/** Attributes of a resource as expressions. */
import { type Attribute, isAttribute } from "../../model/attribute.ts";
import type { Kind } from "../../model/kind.ts";
import type { Attributes } from "../../model/resource.ts";
import { isRecord, type Value } from "../../model/value.ts";
import { shapeOf } from "../schema/attributes.ts";
import { snake } from "../schema/names.ts";
import { call, code, type Expression, list, type Member, map, object, value } from "./expression.ts";

/** The variable that holds what an environment variable holds elsewhere. */
export type Secrets = (environment: string) => string;

/** What is written, as members of an object; attributes of a group stand in one of their own. Null stands for nothing. */
export function membersOf(kind: Kind, attributes: Attributes, secrets: Secrets): readonly Member[] {
  return Object.entries(kind.attributes).flatMap(([name, node]): Member[] => {
    if (isAttribute(node)) {
      const made = expressionOf(node, attributes[name], secrets);
      return made === null ? [] : [[snake(name), made]];
    }
    const inner = Object.entries(node).flatMap(([leaf, attribute]): Member[] => {
      const made = expressionOf(attribute, attributes[`${name}.${leaf}`], secrets);
      return made === null ? [] : [[snake(leaf), made]];
    });
    return inner.length === 0 ? [] : [[snake(name), object(inner)]];
  });
}

/** The names of attributes that shall have no value, as `unset` lists them. */
export function unsetNames(attributes: Attributes): readonly string[] {
  return Object.keys(attributes)
    .filter((name) => attributes[name] === null)
    .map(snake);
}

function expressionOf(attribute: Attribute, written: Value | undefined, secrets: Secrets): Expression | null {
  if (written === undefined || written === null) return null;
  switch (shapeOf(attribute)) {
    case "secret":
      return isRecord(written) && typeof written["env"] === "string"
        ? code({ variable: secrets(written["env"]) })
        : null;
    case "json":
      return call("jsonencode", plain(written));
    default:
      return plain(written);
  }
}

/** Plain data as it stands. */
export function plain(of: Value): Expression {
  if (typeof of !== "object" || of === null) return value(of);
  if (isList(of)) return list(of.map(plain));
  return map(Object.entries(of).map(([name, member]) => [name, plain(member)] as const));
}

function isList(of: Value): of is readonly Value[] {
  return Array.isArray(of);
}
