import type { Value } from "../../../model/value.ts";
import { show } from "../../sentences.ts";
import { either } from "../../words.ts";
import { type Asked, keepsTo } from "../values.ts";
import type { EntryCheck } from "./requirement.ts";

/** The attributes have no other than these values. Of a list, each element is looked at. */
export function valuesOf(conditions: readonly Asked[]): EntryCheck {
  return ({ attributes }, lines) =>
    conditions.flatMap((asked) => {
      if (keepsTo(asked, attributes)) return [];
      const { name, allowed } = asked;
      const top = name.split(".")[0];
      const source = lines.find(({ member }) => member === top)?.source;
      const says = `${hasOf(asked, attributes[name])}, and may have only ${either([...allowed].map(show))}: write ${allowed.size === 1 ? "it" : "one of them"}.`;
      return source === undefined ? { says } : { says, source };
    });
}

function hasOf({ name, allowed, omitted }: Asked, value: Value | undefined): string {
  if (value === undefined) {
    return omitted === undefined
      ? `does not say ${name}`
      : `does not say ${name}, which is then ${show(omitted)}`;
  }
  const others = Array.isArray(value) ? value.filter((each) => !allowed.has(each)) : [value];
  return `has ${name} ${others.map(show).join(", ")}`;
}
