/** Names in TypeScript. */
import type { Kind } from "../model/kind.ts";
import { snake } from "../terraform/schema/names.ts";

/** `billing-administrator` is `billingAdministrator`. */
export type Camel<S extends string> = S extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : S;

/** `billing-administrator` is `BillingAdministrator`. */
export type Pascal<S extends string> = Capitalize<Camel<S>>;

export function camel(name: string): string {
  return name.replace(/[-_]([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

export function pascal(name: string): string {
  const given = camel(name);
  return `${given.charAt(0).toUpperCase()}${given.slice(1)}`;
}

/** How attributes of Terraform are called here. */
export type Speller = (attribute: string) => string;

/** As the kind calls its attributes (`containsPHI`), which cannot be made from Terraform's names. */
export function spellerOf(kind: Kind | null): Speller {
  const known = new Map<string, string>();
  for (const [name, node] of Object.entries(kind?.attributes ?? {})) {
    known.set(snake(name), name);
    if (typeof node.required !== "boolean") {
      for (const inner of Object.keys(node)) known.set(snake(inner), inner);
    }
  }
  if (kind !== null) known.set(snake(kind.collection), kind.collection);
  return (attribute) => known.get(attribute) ?? camel(attribute);
}
