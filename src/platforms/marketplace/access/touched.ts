import type { AccessModel, Touched } from "../../../model/access.ts";
import { type Address, addressOf, collectionOf, parentOf, rootOf } from "../../../model/address.ts";
import type { StateView } from "../../../model/state.ts";

/**
 * | resource | rows |
 * | --- | --- |
 * | organization, team | none: what they say of themselves gives nobody access |
 * | member | its row in the organization, and in what is shared with the organization |
 * | team-member | its row in what is shared with the team |
 * | share, team-share | all rows of the application in the organization |
 */
export const touched: AccessModel["touched"] = function* (state, { kind, address, key }) {
  const home = parentOf(address);
  if (home === null) return;
  switch (kind) {
    case "member":
      yield { target: home, who: key };
      yield* inShares(state, home, key);
      return;
    case "team-member":
      yield* inShares(state, home, key);
      return;
    case "share":
    case "team-share":
      yield { target: targetOf(address, key), who: null };
  }
};

function* inShares(state: StateView, home: Address, who: string): Iterable<Touched> {
  for (const share of state.list(collectionOf(home, "applications"))) {
    yield { target: targetOf(home, share.key), who };
  }
}

/** The one target that an application has in an organization. */
export function targetOf(within: Address, clientId: string): Address {
  return addressOf(rootOf(within), "applications", clientId);
}
