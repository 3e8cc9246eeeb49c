import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { Attribute } from "../model/attribute.ts";
import { isRecord, type Value } from "../model/value.ts";
import { describeSchema, listedValues, type Schema, typeWords, writtenSchema } from "./attribute-schema.ts";
import type { ConfigCode } from "./findings.ts";
import { either, meant, quote } from "./words.ts";

/** What is wrong with a value, and where in it (JSON pointer). */
export interface Issue {
  readonly pointer: string;
  readonly code: ConfigCode;
  readonly message: string;
}

let shared: Ajv | null = null;

/** One compiler for all schemas: to make one costs more than to compile most of ours. It keeps none of them. */
function compile(schema: Schema): ValidateFunction {
  shared ??= new Ajv({
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    verbose: true,
    addUsedSchema: false,
  });
  return shared.compile(schema);
}

const validators = new WeakMap<Attribute, ValidateFunction>();

/** What is wrong with the value of an attribute. Its schema is compiled when it is first met. */
export function checkAttribute(name: string, attribute: Attribute, value: Value): readonly Issue[] {
  let validate = validators.get(attribute);
  if (validate === undefined) {
    validate = compile(writtenSchema(attribute));
    validators.set(attribute, validate);
  }
  if (validate(value)) return [];
  return issuesOf(name, validate.errors ?? [], attribute.secret);
}

/** A compiled check of a whole value against a schema; `secret` keeps values out of the sentences. */
export function checkerOf(schema: Schema): (name: string, value: Value) => readonly Issue[] {
  const validate = compile(schema);
  return (name, value) => (validate(value) ? [] : issuesOf(name, validate.errors ?? [], false));
}

function issuesOf(name: string, errors: readonly ErrorObject[], secret: boolean): readonly Issue[] {
  // Where none of several forms fits, what each of them says is noise: the sum says it.
  const unions = errors.filter((error) => error.keyword === "anyOf" || error.keyword === "oneOf");
  const within = (error: ErrorObject): boolean =>
    unions.some((union) => error !== union && error.schemaPath.startsWith(`${union.schemaPath}/`));
  return errors
    .filter((error) => error.keyword !== "if" && error.keyword !== "propertyNames" && !within(error))
    .map((error) => issueOf(name, error, secret));
}

function issueOf(name: string, error: ErrorObject, secret: boolean): Issue {
  const pointer = error.instancePath;
  const subject =
    pointer === "" ? name : `${name}${name === "" ? "" : "."}${pointer.slice(1).replaceAll("/", ".")}`;
  const is = secret ? `${subject} is not right` : `${subject} is ${show(error.data)}`;
  const schema: Schema = isRecord(error.parentSchema) ? error.parentSchema : {};
  const params: Readonly<Record<string, unknown>> = error.params;
  if (error.propertyName !== undefined) return nameIssue(subject, pointer, error.propertyName, schema);
  const oneOf = error.keyword === "anyOf" ? onlyRequired(schema) : null;
  if (oneOf !== null) {
    return { pointer, code: "config/missing", message: `${subject} needs ${either(oneOf.map(quote))}.` };
  }
  switch (error.keyword) {
    case "enum":
    case "const":
    case "anyOf":
    case "oneOf":
      return { pointer, ...unknownValue(is, error.data, schema, secret) };
    case "additionalProperties": {
      const key = String(params["additionalProperty"]);
      const known = isRecord(schema["properties"]) ? Object.keys(schema["properties"]) : [];
      return {
        pointer: `${pointer}/${escapePointer(key)}`,
        code: "config/unknown-key",
        message: unknownKey(key, subject, known),
      };
    }
    case "required":
      return {
        pointer,
        code: "config/missing",
        message: `${subject} needs ${quote(String(params["missingProperty"]))}.`,
      };
    case "type":
      return { pointer, code: "config/wrong-type", message: `${is}; write ${describeSchema(schema)}.` };
    case "pattern":
      return {
        pointer,
        code: "config/wrong-value",
        message: `${is}, which does not have the right form (${String(params["pattern"])}).`,
      };
    default:
      return {
        pointer,
        code: "config/wrong-value",
        message: `${is}; ${limitOf(error.keyword, params["limit"]) ?? `it ${error.message ?? "is not allowed"}`}.`,
      };
  }
}

/** The members of which one at least must be there, where the alternatives of a schema say no more than that. */
function onlyRequired({ anyOf }: Schema): readonly string[] | null {
  if (!Array.isArray(anyOf)) return null;
  const names = anyOf.flatMap((each: unknown) => {
    if (!isRecord(each) || !Array.isArray(each["required"])) return [];
    const { required, properties, ...more } = each;
    const plain = isRecord(properties) && Object.values(properties).every((property) => property === true);
    return plain && Object.keys(more).length === 0 && required.length === 1 ? [String(required[0])] : [];
  });
  return names.length > 0 && names.length === anyOf.length ? names : null;
}

/** A limit as a person would say it. */
function limitOf(keyword: string, limit: unknown): string | null {
  const many = (what: string): string => `${String(limit)} ${what}${limit === 1 ? "" : "s"}`;
  switch (keyword) {
    case "minimum":
      return `it must be at least ${String(limit)}`;
    case "maximum":
      return `it must be at most ${String(limit)}`;
    case "exclusiveMinimum":
      return `it must be above ${String(limit)}`;
    case "exclusiveMaximum":
      return `it must be below ${String(limit)}`;
    case "minLength":
      return `it must have at least ${many("character")}`;
    case "maxLength":
      return `it must have at most ${many("character")}`;
    case "minItems":
      return `it must hold at least ${many("item")}`;
    case "maxItems":
      return `it must hold at most ${many("item")}`;
    case "uniqueItems":
      return "it must not hold an item twice";
    default:
      return null;
  }
}

/** A key that `propertyNames` does not let through: not listed, or not of the right form. */
function nameIssue(subject: string, holder: string, name: string, schema: Schema): Issue {
  const pointer = `${holder}/${escapePointer(name)}`;
  const values = listedValues(schema);
  if (values !== null) {
    return { pointer, code: "config/unknown-key", message: unknownKey(name, subject, values.map(String)) };
  }
  const form = `which does not have the right form (${String(schema["pattern"])})`;
  return { pointer, code: "config/wrong-key", message: `${subject} has the key ${quote(name)}, ${form}.` };
}

function unknownValue(is: string, data: unknown, schema: Schema, secret: boolean): Omit<Issue, "pointer"> {
  const values = listedValues(schema)?.filter((each) => each !== null);
  if (values === undefined)
    return { code: "config/wrong-type", message: `${is}; write ${describeSchema(schema)}.` };
  const words = values.map(String);
  const near = secret || typeof data !== "string" ? "" : meant(data, words);
  return { code: "config/unknown-value", message: `${is}${near || "."} Allowed: ${words.join(", ")}.` };
}

/** `"levl" is not known here; did you mean "level"? Known: …`. */
export function unknownKey(key: string, where: string, known: readonly string[]): string {
  const at = where === "" ? "here" : `in ${where}`;
  const near = meant(key, known);
  const names = known.filter((name) => !name.startsWith("$"));
  const all = names.length === 0 ? "" : ` Known: ${names.join(", ")}.`;
  return `${quote(key)} is not known ${at}${near || "."}${all}`;
}

/** A value in a sentence. */
export function show(value: unknown): string {
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) return typeWords.get("array") ?? "";
  if (isRecord(value)) return typeWords.get("object") ?? "";
  return String(value);
}

function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
