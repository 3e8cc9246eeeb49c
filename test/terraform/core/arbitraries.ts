/** Random configurations and states of a resource type, drawn from its kind. */
import fc from "fast-check";
import { listedValues, plainSchema } from "../../../src/config/attribute-schema.ts";
import { type Attribute as Declared, isAttribute } from "../../../src/model/attribute.ts";
import type { Kind } from "../../../src/model/kind.ts";
import { type TfObject, type TfValue, unknown } from "../../../src/terraform/contract.ts";
import { shapeOf } from "../../../src/terraform/schema/attributes.ts";
import { mapAttribute, parentAttribute, snake } from "../../../src/terraform/schema/names.ts";
import { type ResourceType, unsettable } from "../../../src/terraform/schema/resources.ts";
import { type Attribute, type Attributes, isNested, type Type } from "../../../src/terraform/schema/types.ts";
import { chance, type Gen, pick, some } from "../../platforms/harness/draw.ts";
import { isList, isObject, objectOf } from "./values.ts";

/** What there is to draw from. */
export interface Pool {
  /** Addresses of what can hold others, by kind. */
  readonly holders: Readonly<Record<string, readonly string[]>>;
  /** Keys by kind; the first are there from the start. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Values of attributes whose texts are not free: `project.region`. */
  readonly values?: Readonly<Record<string, readonly TfValue[]>>;
  /** Entries that a whole collection is better not without: the account that all runs as. Default: none. */
  readonly always?: Readonly<Record<string, Readonly<Record<string, TfObject>>>>;
  /** Attributes that are better written wherever the kind is: what a new one needs. */
  readonly written?: readonly string[];
}

const texts = ["one", "two words", "Ünï", "e\u0301", "a/b", "Ω ~ %"];

function rarely(gen: Gen): boolean {
  return pick(gen, 0, 1, 2, 3, 4, 5, 6, 7) === 7;
}

/** A configuration as it could be written: mostly right, and never of another type. */
export function drawConfig(gen: Gen, type: ResourceType, pool: Pool): TfObject {
  const { kind, form } = type;
  const parent = parentAttribute(kind);
  const holder: readonly (readonly [string, TfValue])[] =
    parent === null ? [] : [[parent, pick(gen, ...(pool.holders[kind.parent ?? ""] ?? []))]];
  if (form === "one") {
    const { attributes } = type.schema;
    const own = (name: string, draw: () => TfValue): readonly (readonly [string, TfValue])[] =>
      attributes.has(name) ? [[name, draw()]] : [];
    const inner = drawAttributes(gen, kind, pool);
    return objectOf([
      ...holder,
      ["key", drawKey(gen, kind, pool)],
      ...Object.entries(inner),
      ...own("expires", () => drawExpiry(gen)),
      ...own("deletion_protection", () => pick(gen, null, null, true, false)),
      ...own("unset", () => drawUnset(gen, kind, inner)),
    ]);
  }
  const keys = some(gen, ...keysOf(kind, pool));
  const folded = new Set<string>();
  const entries = keys.flatMap((key): readonly (readonly [string, TfValue])[] => {
    const spelled = inOtherCase(gen, kind, key);
    const same = kind.key.fold?.(spelled) ?? spelled;
    if (folded.has(same)) return [];
    folded.add(same);
    return [[spelled, drawEntry(gen, kind, pool)]];
  });
  const always = rarely(gen) ? {} : (pool.always?.[kind.name] ?? {});
  const rest = entries.filter(
    ([key]) =>
      !Object.keys(always).some((each) => (kind.key.fold?.(each) ?? each) === (kind.key.fold?.(key) ?? key)),
  );
  return objectOf([
    ...holder,
    [mapAttribute(kind), objectOf([...Object.entries(always), ...rest])],
    ["allow", rarely(gen) ? ["removals:nowhere/members"] : null],
  ]);
}

function drawEntry(gen: Gen, kind: Kind, pool: Pool): TfObject {
  return objectOf([...Object.entries(drawAttributes(gen, kind, pool)), ["expires", drawExpiry(gen)]]);
}

function drawKey(gen: Gen, kind: Kind, pool: Pool): string {
  return inOtherCase(gen, kind, pick(gen, ...keysOf(kind, pool)));
}

function keysOf({ name }: Kind, { keys }: Pool): readonly string[] {
  const known = keys[name];
  if (known === undefined) throw new Error(`no keys to draw for ${name}`);
  return known;
}

/** Only where the two are the same to the platform. */
function inOtherCase(gen: Gen, kind: Kind, key: string): string {
  if (!rarely(gen)) return key;
  const other = key.replace(/(?<=[-@.])[a-z]/g, (letter) => letter.toUpperCase());
  return (kind.key.fold?.(other) ?? other) === (kind.key.fold?.(key) ?? key) ? other : key;
}

function drawExpiry(gen: Gen): TfValue {
  return rarely(gen) ? pick(gen, "2099-12-31", "2099-06-30", "2020-01-01") : null;
}

function drawUnset(gen: Gen, kind: Kind, written: TfObject): TfValue {
  const free = unsettable(kind)
    .map(snake)
    .filter((name) => (written[name] ?? null) === null);
  return rarely(gen) ? some(gen, ...free) : null;
}

function drawAttributes(gen: Gen, kind: Kind, pool: Pool): TfObject {
  return objectOf(
    Object.entries(kind.attributes).map(([name, node]): readonly [string, TfValue] => {
      if (isAttribute(node)) return [snake(name), drawWritten(gen, kind, name, node, pool)];
      if (chance(gen)) return [snake(name), null];
      const inner = Object.entries(node).map(([leaf, each]): readonly [string, TfValue] => [
        snake(leaf),
        drawWritten(gen, kind, `${name}.${leaf}`, each, pool),
      ]);
      return [snake(name), objectOf(inner)];
    }),
  );
}

function drawWritten(gen: Gen, kind: Kind, name: string, attribute: Declared, pool: Pool): TfValue {
  const key = `${kind.name}.${name}`;
  const wanted = attribute.required || pool.written?.includes(key) === true;
  if (!wanted && pick(gen, 0, 1, 2) > 0) return null;
  const values = pool.values?.[key];
  return values === undefined ? drawDeclared(gen, attribute) : pick(gen, ...values);
}

function drawDeclared(gen: Gen, attribute: Declared): TfValue {
  const schema = plainSchema(attribute);
  const listed = listedValues(schema)?.filter((each) => each !== null);
  if (listed !== undefined && listed.length > 0) return String(pick(gen, ...listed));
  switch (shapeOf(attribute)) {
    case "bool":
      return chance(gen);
    case "number": {
      const least = typeof schema["minimum"] === "number" ? schema["minimum"] : 0;
      const most = typeof schema["maximum"] === "number" ? schema["maximum"] : least + 20;
      const whole = gen(fc.integer, { min: least, max: most });
      return schema["type"] === "number" && rarely(gen) ? whole + 0.5 : whole;
    }
    case "json":
      return JSON.stringify({ clipboard: chance(gen) });
    case "secret":
      return "Secret-1-secret";
    case "string":
      return pick(gen, ...texts);
    default:
      return some(gen, ...texts);
  }
}

/** The configuration, some of whose values are not known yet. */
export function withUnknowns(gen: Gen, attributes: Attributes, config: TfObject): TfObject {
  const within = (inner: Attributes, object: TfObject): TfObject =>
    objectOf(
      Object.entries(object).map(([name, value]: [string, TfValue]) => {
        const attribute = inner.get(name);
        if (value === null || attribute === undefined) return [name, value];
        if (rarely(gen)) return [name, unknown];
        return [name, inside(attribute, value)];
      }),
    );
  const inside = (attribute: Attribute, value: TfValue): TfValue => {
    if (isList(value)) return value.map((each) => (rarely(gen) ? unknown : each));
    if (!isNested(attribute) || !isObject(value)) return value;
    if (attribute.nesting === "single") return within(attribute.attributes, value);
    return objectOf(
      Object.entries(value).map(([key, each]: [string, TfValue]) => {
        const object = isObject(each) ? within(attribute.attributes, each) : each;
        return [key, rarely(gen) ? unknown : object];
      }),
    );
  };
  return within(attributes, config);
}

/** Any state of the schema's types, whether it makes sense or not; `likely`: texts that mean something. */
export function drawState(gen: Gen, attributes: Attributes, likely: readonly string[]): TfObject {
  return objectOf(
    [...attributes].map(([name, attribute]): readonly [string, TfValue] => [
      name,
      attribute.writeOnly === true || rarely(gen) ? null : drawAny(gen, attribute, likely),
    ]),
  );
}

function drawAny(gen: Gen, attribute: Attribute, likely: readonly string[]): TfValue {
  if (!isNested(attribute)) return drawOfType(gen, attribute.type, likely);
  const object = () => drawState(gen, attribute.attributes, likely);
  if (attribute.nesting === "single") return object();
  if (attribute.nesting === "list") return some(gen, 1, 2).map(object);
  return objectOf(some(gen, ...likely.slice(0, 6)).map((key) => [key, object()]));
}

function drawOfType(gen: Gen, type: Type, likely: readonly string[]): TfValue {
  switch (type) {
    case "string":
      return pick(gen, ...likely, ...texts, "");
    case "number":
      return gen(fc.integer, { min: -1, max: 20 });
    case "bool":
      return chance(gen);
    default:
      return type[0] === "map" ? objectOf([]) : [...new Set(some(gen, ...likely.slice(0, 4)))];
  }
}
