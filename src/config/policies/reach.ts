import type { Kind } from "../../model/kind.ts";
import type { Policy, Requirement } from "../../model/policy.ts";
import { quote } from "../words.ts";
import { conditionProblems, kindsMeeting } from "./kinds.ts";
import { unknownCollection } from "./near.ts";
import type { Problem } from "./problem.ts";
import { globOfKey, rowsOf, type Shape } from "./shapes.ts";

/**
 * Why a policy could never apply to what these shapes hold, or nothing could ever keep to it: a policy that nobody
 * notices to be idle protects nobody.
 *
 * | what | is a problem where |
 * | --- | --- |
 * | a pattern of `for` | it means nothing in any shape |
 * | an attribute of `where` or `values` | no kind that is meant has it |
 * | a value of them | no kind that is meant allows it |
 * | `where` as a whole | no kind has all of it |
 * | `expires` | no kind that is meant can end |
 * | `count` | only organizations are meant, which stand in no collection |
 * | a key without `*` | no kind that is meant could have it |
 */
export function problemsOf(policy: Policy, shapes: readonly Shape[]): readonly Problem[] {
  const idle = policy.for.filter(({ value }) => shapes.every((shape) => rowsOf(value, shape).length === 0));
  if (idle.length > 0) {
    return idle.map(({ value, source }) => {
      const message = `No address can be like ${quote(value)}${unknownCollection(value, shapes)}`;
      return { code: "config/policy", message, source };
    });
  }
  const meant = shapes.filter((shape) => policy.for.some(({ value }) => rowsOf(value, shape).length > 0));
  const kinds = [...new Set(meant.map(({ kind }) => kind))];
  const conditions = conditionProblems(policy.where, kinds, "where");
  if (conditions.length > 0) return conditions;
  const selected = kindsMeeting(policy.where, kinds);
  const [first] = policy.where;
  if (selected.length === 0 && first !== undefined) {
    const message = "Nothing has all attributes of where with these values; write several policies.";
    return [{ code: "config/policy", message, source: first.attribute.source }];
  }
  return policy.requirements.flatMap((requirement) => requirementProblems(requirement, selected));
}

function requirementProblems(requirement: Requirement, kinds: readonly Kind[]): readonly Problem[] {
  switch (requirement.type) {
    case "files":
      return [];
    case "values":
      return conditionProblems(requirement.values, kinds, "values");
    case "keys":
    case "notKeys":
      return requirement.patterns
        .filter(({ value }) => !value.includes("*") && !kinds.some((kind) => canHave(kind, value)))
        .map(({ value, source }) => {
          const example = kinds[0]?.key.example ?? "";
          const message = `${quote(value)} could not be a key here, which looks like ${example}; write a key, or a pattern with *.`;
          return { code: "config/wrong-key", message, source };
        });
    case "expires": {
      if (kinds.some((kind) => kind.principal)) return [];
      const message = "What this policy means gives nobody access, and has no expires; take it out.";
      return [{ code: "config/policy", message, source: requirement.source }];
    }
    case "count": {
      if (kinds.some((kind) => kind.parent !== null)) return [];
      const message =
        "count is about a collection, and this policy means organizations; write for: with a collection.";
      return [{ code: "config/policy", message, source: requirement.source }];
    }
  }
}

function canHave(kind: Kind, key: string): boolean {
  const { pattern } = kind.key;
  if (pattern === undefined) return true;
  const { text } = globOfKey(kind, key);
  const form = new RegExp(pattern, "u");
  return form.test(key) || form.test(text);
}
