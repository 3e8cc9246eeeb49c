import { Type } from "typebox";
import { optional } from "../../../model/attribute.ts";
import type { KindIssue } from "../../../model/kind.ts";
import type { Attributes } from "../../../model/resource.ts";

/** What a name may be (cloud-console.md §1). */
export interface NameRule {
  readonly longest: number;
  /** Part of a regular expression: what it must not be, too. */
  readonly not?: string;
}

/** Organizations and groups. */
export const plainName: NameRule = { longest: 255 };

/** The name of a project travels in a path (§6.10). */
export const projectName: NameRule = { longest: 27, not: "(?!\\.{1,2}$)(?!.*/)" };

function patternOf({ not = "" }: NameRule): string {
  return `^${not}[^\\u0000-\\u001f\\u007f]*$`;
}

/** The attribute `name`. */
export function name(rule: NameRule, description: string) {
  return optional(
    Type.String({ minLength: 1, maxLength: rule.longest, pattern: patternOf(rule), description }),
  );
}

/** The name that a resource gets, which where none is written is its label. */
export function nameIssues(rule: NameRule, what: string): (written: Attributes) => readonly KindIssue[] {
  const fits = new RegExp(patternOf(rule));
  return ({ name: given }) => {
    if (typeof given !== "string") return [];
    const { length } = [...given];
    if (length > 0 && length <= rule.longest && fits.test(given)) return [];
    const without = rule.not === undefined ? "" : ', no "/", and neither "." nor ".."';
    return [
      {
        code: "name",
        message:
          `"${given}" cannot be the name of ${what}: 1 to ${rule.longest} characters, no control characters${without}. ` +
          "Write a `name` beside the label, or choose another label.",
        attribute: "name",
      },
    ];
  };
}

/** What a person would recognize it by. */
export const byName = {
  natural: ({ name: given }: Attributes) => (typeof given === "string" ? given : undefined),
  nameAttribute: "name",
} as const;
