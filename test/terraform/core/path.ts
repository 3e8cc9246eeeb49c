/** Where a value stands, as core writes it: `.members["user-alice"].role`. */
import type { Path, PathStep, TfValue } from "../../../src/terraform/contract.ts";
import { isObject } from "./values.ts";

export function at(path: Path, step: PathStep): Path {
  return [...path, step];
}

export function pathText(path: Path): string {
  return path
    .map((step) => {
      if ("attribute" in step) return `.${step.attribute}`;
      return "key" in step ? `[${JSON.stringify(step.key)}]` : `[${step.index}]`;
    })
    .join("");
}

/** A problem at a path; at the root it begins with "Root object". */
export function problem(path: Path, said: string): string {
  return path.length === 0 ? `Root object ${said}` : `${pathText(path)}: ${said}`;
}

/** The value that a path leads to; undefined where it leads nowhere. What lies within null is null. */
export function valueAt(root: TfValue, path: Path): TfValue | undefined {
  let value: TfValue | undefined = root;
  for (const step of path) {
    if (value === null || value === undefined || typeof value === "symbol") return undefined;
    if ("index" in step) value = Array.isArray(value) ? value[step.index] : undefined;
    else {
      const name = "attribute" in step ? step.attribute : step.key;
      value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    }
  }
  return value;
}
