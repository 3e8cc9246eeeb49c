/** Terraform's expressions, as far as they are written here. Plain data: two printers and the constructs read it. */

/** A name and what it is. Pairs rather than an object: names come from files, and `__proto__` is one of them. */
export type Member = readonly [name: string, value: Expression];

/** A member whose name may be an expression: an id that is known once the object is there. */
export type Entry = readonly [name: string | Expression, value: Expression];

/** Something else of the configuration, whose name only whoever writes it down knows. */
export type Reference = { readonly block: string } | { readonly variable: string };

export type Expression =
  | { readonly type: "value"; readonly value: string | number | boolean | null }
  | { readonly type: "list"; readonly items: readonly Expression[] }
  /** Members named by us. */
  | { readonly type: "object"; readonly members: readonly Member[] }
  /** Members named by files. */
  | { readonly type: "map"; readonly members: readonly Entry[] }
  | { readonly type: "call"; readonly name: string; readonly given: readonly Expression[] }
  /** Text of the language, never of a file. */
  | { readonly type: "code"; readonly parts: readonly (string | Reference)[] };

export function value(of: string | number | boolean | null): Expression {
  return { type: "value", value: of };
}

export function list(items: readonly Expression[]): Expression {
  return { type: "list", items };
}

export function object(members: readonly Member[]): Expression {
  return { type: "object", members };
}

export function map(members: readonly Entry[]): Expression {
  return { type: "map", members };
}

export function call(name: string, ...given: readonly Expression[]): Expression {
  return { type: "call", name, given };
}

export function code(...parts: readonly (string | Reference)[]): Expression {
  return { type: "code", parts };
}
