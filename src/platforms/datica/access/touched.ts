import type { AccessModel } from "../../../model/access.ts";
import { parentOf, rootOf } from "../../../model/address.ts";
import { environmentsOf } from "../facts.ts";

/**
 * | resource | rows |
 * | --- | --- |
 * | member | its own in the organization, and in every environment |
 * | grant | its own in the environment |
 * | organization, environment, group, place in a group | none: their settings give nobody access that is known |
 */
export const touched: AccessModel["touched"] = function* (state, resource) {
  const { address, key, kind } = resource;
  if (kind === "grant") {
    const target = parentOf(address);
    if (target !== null) yield { target, who: key };
  }
  if (kind !== "member") return;
  yield { target: rootOf(address), who: key };
  for (const environment of environmentsOf(state, address)) yield { target: environment.address, who: key };
};
