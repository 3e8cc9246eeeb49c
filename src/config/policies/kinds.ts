import type { Attribute } from "../../model/attribute.ts";
import { attributesOf, type Kind } from "../../model/kind.ts";
import type { Condition, Scalar, Stated } from "../../model/policy.ts";
import { isRecord } from "../../model/value.ts";
import { listedValues, plainSchema } from "../attribute-schema.ts";
import { checkAttribute, type Issue, show, unknownKey } from "../sentences.ts";
import { meant } from "../words.ts";
import type { Problem } from "./problem.ts";

/**
 * What is wrong with conditions, given the kinds of which they may be asked. An attribute must belong to one of them,
 * and each value be possible in one of them: otherwise nothing would ever meet it, and nobody would notice.
 */
export function conditionProblems(
  conditions: readonly Condition[],
  kinds: readonly Kind[],
  where: string,
): readonly Problem[] {
  return conditions.flatMap(({ attribute, values }) => {
    const name = attribute.value;
    const having = kinds.flatMap((kind) => attributesOf(kind).get(name) ?? []);
    if (having.length === 0) {
      const known = new Set(kinds.flatMap((kind) => [...attributesOf(kind).keys()]));
      return {
        code: "config/unknown-key",
        message: unknownKey(name, where, [...known]),
        source: attribute.source,
      };
    }
    if (having.every(({ secret }) => secret)) {
      const message = `${name} is a secret; no policy can look at it.`;
      return { code: "config/wrong-value", message, source: attribute.source };
    }
    return values.flatMap((value) => valueProblem(name, value, having) ?? []);
  });
}

/** The kinds that have all attributes, each with one of the values. */
export function kindsMeeting(conditions: readonly Condition[], kinds: readonly Kind[]): readonly Kind[] {
  return kinds.filter((kind) =>
    conditions.every(({ attribute, values }) => {
      const of = attributesOf(kind).get(attribute.value);
      return of !== undefined && values.some(({ value }) => canBe(of, value));
    }),
  );
}

function valueProblem(
  name: string,
  { value, source }: Stated<Scalar>,
  attributes: readonly Attribute[],
): Problem | null {
  if (attributes.some((each) => canBe(each, value))) return null;
  const code = "config/unknown-value";
  const lists = attributes.map(choices);
  const [first] = attributes;
  if (lists.includes(null) && first !== undefined && value !== null) {
    const message = issuesOf(name, first, value)[0]?.message ?? `${name} cannot be ${show(value)}.`;
    return { code: "config/wrong-value", message, source };
  }
  const words = [...new Set(lists.flatMap((list) => list ?? []))];
  const near = typeof value === "string" ? meant(value, words) : "";
  const allowed = words.length === 0 ? " It is always set." : ` Allowed: ${words.join(", ")}.`;
  return { code, message: `${name} cannot be ${show(value)}${near || "."}${allowed}`, source };
}

/** Whether the attribute, or an element of it, can have the value. */
function canBe(attribute: Attribute, value: Scalar): boolean {
  if (attribute.secret) return false;
  if (value === null) return attribute.nullable;
  return issuesOf("", attribute, value).length === 0;
}

/** What is wrong with the value, as that of the attribute or, where it is a list, of an element. */
function issuesOf(name: string, attribute: Attribute, value: Scalar): readonly Issue[] {
  return checkAttribute(name, attribute, plainSchema(attribute)["type"] === "array" ? [value] : value);
}

/** The values of an attribute, or of its elements, as words; null where they are not listed. */
function choices(attribute: Attribute): readonly string[] | null {
  const schema = plainSchema(attribute);
  const { items, type } = schema;
  if (type === "boolean") return ["true", "false"];
  const values = listedValues(isRecord(items) ? items : schema);
  return values?.filter((each) => each !== null).map(String) ?? null;
}
