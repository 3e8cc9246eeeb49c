/** Effective access: who can do what where, and by which path (datica.md §2). Pure. */
import type { AccessModel } from "../../model/access.ts";
import { actions, rows } from "./access/rows.ts";
import { holders, standing } from "./access/standing.ts";
import { touched } from "./access/touched.ts";
import { environmentsOf } from "./facts.ts";

export const access: AccessModel = {
  actions,
  rows,
  touched,
  targets: function* (state) {
    for (const organization of state.list("")) {
      yield organization.address;
      for (const { address } of environmentsOf(state, organization.address)) yield address;
    }
  },
  standing,
  holders,
};
