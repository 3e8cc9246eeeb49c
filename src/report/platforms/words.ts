import type { Capabilities, KindCapabilities, Removal } from "../../model/capabilities.ts";

export const standings: Readonly<Record<Capabilities["contract"]["standing"], string>> = {
  published: "published by its makers",
  partly: "in part Charter's own",
  own: "Charter's own",
};

export const removals: Readonly<Record<Removal, string>> = {
  omission: "left out",
  absent: "state: absent",
  destroy: "state: absent, allowed by name",
  never: "no",
};

/** What else a person should know of a kind. */
export function notesOf(kind: KindCapabilities): readonly string[] {
  return [
    ...(kind.invitation ? ["by invitation"] : []),
    ...(kind.wholeList ? ["one list, written whole"] : []),
  ];
}

export function yesNo(value: boolean): string {
  return value ? "yes" : "no";
}
