import type { AccessModel, AccessRow } from "../../../model/access.ts";
import type { Address } from "../../../model/address.ts";
import { order } from "../../../model/value.ts";
import { actionsOf, levels } from "./actions.ts";
import { type Way, waysInto, waysTo } from "./ways.ts";

/** The rows of an organization or a project; of other resources there are none. */
export const rows: AccessModel["rows"] = (state, target, who) => {
  switch (state.get(target)?.kind) {
    case "organization":
      return rowsOf(target, waysInto(state, target, who), "organization");
    case "project":
      return rowsOf(target, waysTo(state, target, who), "project");
    default:
      return [];
  }
};

/** The union of what each way gives (cloud-console.md §2); the level is that of the greatest. */
function rowsOf(
  target: Address,
  ways: Iterable<Way>,
  where: "organization" | "project",
): readonly AccessRow[] {
  return [...Map.groupBy(ways, (way) => way.who)]
    .flatMap(([who, own]): readonly AccessRow[] => {
      const held = new Set(own.map((way) => way.level));
      const level = levels.find((each) => held.has(each));
      const via = [...new Set(own.map((way) => way.via))].sort(order);
      return level === undefined ? [] : [{ who, target, level, actions: actionsOf(held, where), via }];
    })
    .sort((a, b) => order(a.who, b.who));
}
