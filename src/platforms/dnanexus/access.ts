/** Effective access: who can do what where, and by which path (dnanexus.md §2.2). Pure. */
import type { AccessModel } from "../../model/access.ts";
import { collectionOf } from "../../model/address.ts";
import { actions } from "./access/levels.ts";
import { rows } from "./access/rows.ts";
import { holders, standing } from "./access/standing.ts";
import { touched } from "./access/touched.ts";

export const access: AccessModel = {
  actions,
  rows,
  touched,
  targets: function* (state) {
    for (const organization of state.list("")) {
      yield organization.address;
      for (const collection of ["projects", "apps"]) {
        for (const target of state.list(collectionOf(organization.address, collection))) yield target.address;
      }
    }
  },
  standing,
  holders,
};
