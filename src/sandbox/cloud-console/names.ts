import { type At, field, text } from "../shape.ts";
import { refuseName } from "./errors.ts";

/** What is wrong with a name, or null. */
export type NameRule = (name: string) => string | null;

/** Of organizations and groups: any Unicode, up to 255 characters (cloud-console.md §1). */
export const plainName: NameRule = (name) => lengthProblem(name, 255);

/** Of projects: Keystone has 64 characters and keeps 37 of them; the name travels as a path segment (§1, §6.10). */
export const projectName: NameRule = (name) => {
  if (name === "." || name === "..") return "must not be a dot segment";
  return name.includes("/") ? "must not hold a slash" : lengthProblem(name, 27);
};

function lengthProblem(name: string, most: number): string | null {
  if (name === "") return "must not be empty";
  if ([...name].length > most) return `must have at most ${most} characters`;
  return name.isWellFormed() && !/\p{Cc}/u.test(name) ? null : "must not hold control characters";
}

/** The name in a request's body. */
export function nameIn(body: At, rule: NameRule): string {
  return readName({ ...field(body, "name"), fail: refuseName }, rule);
}

export function readName(at: At, rule: NameRule): string {
  const name = text(at);
  const problem = rule(name);
  return problem === null ? name : at.fail(at.path, problem);
}
