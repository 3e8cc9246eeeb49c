import { Type } from "typebox";
import { optional } from "../../../model/attribute.ts";
import type { Attributes } from "../../../model/resource.ts";

/** What organizations and teams say of themselves (marketplace.md §3.1 O2, §3.3 T2). */
export const details = {
  name: optional(
    Type.String({ minLength: 1, maxLength: 255, description: "Name that people see. Default: the label." }),
  ),
  description: optional(Type.String({ description: "What it is for. Default: empty." }), { default: "" }),
};

/** Names are what people write, ids what calls use: a rename elsewhere is a difference, not another thing (§6.9). */
export const labelled = {
  natural: ({ name }: Attributes) => (typeof name === "string" ? name : undefined),
  nameAttribute: "name",
};
