/** Effective access: who can do what where, and by which path (marketplace.md §2.1, §2.3). Pure. */
import type { AccessModel } from "../../model/access.ts";
import { type Address, collectionOf } from "../../model/address.ts";
import type { StateView } from "../../model/state.ts";
import { rows } from "./access/rows.ts";
import { holders, standing } from "./access/standing.ts";
import { targetOf, touched } from "./access/touched.ts";
import { actions } from "./roles.ts";

export const access: AccessModel = {
  actions,
  rows,
  touched,
  targets: function* (state) {
    for (const { address } of state.list("")) {
      yield address;
      yield* applicationsOf(state, address);
    }
  },
  standing,
  holders,
};

/** What is shared with an organization or any of its teams, each once. */
function applicationsOf(state: StateView, organization: Address): ReadonlySet<Address> {
  const targets = new Set<Address>();
  const teams = [...state.list(collectionOf(organization, "teams"))];
  for (const home of [organization, ...teams.map(({ address }) => address)]) {
    for (const { key } of state.list(collectionOf(home, "applications"))) {
      targets.add(targetOf(organization, key));
    }
  }
  return targets;
}
