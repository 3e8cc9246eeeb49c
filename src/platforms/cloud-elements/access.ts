/** Effective access: who can do what where, and by which role (cloud-elements.md §2). Pure. */
import type { AccessModel } from "../../model/access.ts";
import { actions, rows } from "./access/rows.ts";
import { holders, standing } from "./access/standing.ts";
import { touched } from "./access/touched.ts";
import { accountsOf } from "./resources.ts";

export const access: AccessModel = {
  actions,
  rows,
  touched,
  targets: function* (state) {
    for (const organization of state.list("")) {
      yield organization.address;
      for (const account of state.list(accountsOf(organization.address))) yield account.address;
    }
  },
  standing,
  holders,
};
