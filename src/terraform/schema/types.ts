/** The part of Terraform's schema language that is used here. Plain data: codec, docs and constructs are made from it. */

/** A type of the wire. Only scalar lists are sets; what has members is nested (see {@link Attribute}). */
export type Type = "string" | "number" | "bool" | readonly ["list" | "set" | "map", "string"];

/**
 * | mode | who writes it |
 * | --- | --- |
 * | `required` | the user |
 * | `optional` | the user, or nobody |
 * | `computed` | the provider |
 * | `both` | the user; where it is left out, the provider |
 */
export type Mode = "required" | "optional" | "computed" | "both";

interface Common {
  readonly mode: Mode;
  /** One or more sentences (Markdown). */
  readonly description: string;
  readonly sensitive?: boolean;
  /** Never stored: seen in configuration only, at apply again. */
  readonly writeOnly?: boolean;
}

/** A value of a plain type. */
export interface Plain extends Common {
  readonly type: Type;
}

/** One object, a map of objects by key, or a list of them. */
export interface Nested extends Common {
  readonly nesting: "single" | "map" | "list";
  readonly attributes: Attributes;
}

export type Attribute = Plain | Nested;

/** By name, in the order in which they are shown. */
export type Attributes = ReadonlyMap<string, Attribute>;

export interface Schema {
  readonly description: string;
  readonly attributes: Attributes;
}

export function isNested(attribute: Attribute): attribute is Nested {
  return "nesting" in attribute;
}

export interface FunctionParameter {
  readonly name: string;
  readonly type: Type;
  readonly description: string;
}

/** A provider function: pure, offline. */
export interface FunctionSchema {
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly FunctionParameter[];
  readonly variadic?: FunctionParameter;
  readonly returns: Type | { readonly object: Readonly<Record<string, Type>> };
}
