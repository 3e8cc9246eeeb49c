/** Effective access: who can do what where, and by which path (cloud-console.md §2). Pure. */
import type { AccessModel } from "../../model/access.ts";
import { collectionOf } from "../../model/address.ts";
import { actions } from "./access/actions.ts";
import { rows } from "./access/rows.ts";
import { holders, standing } from "./access/standing.ts";
import { touched } from "./access/touched.ts";

export const access: AccessModel = {
  actions,
  rows,
  touched,
  targets: function* (state) {
    for (const { address } of state.list("")) {
      yield address;
      for (const project of state.list(collectionOf(address, "projects"))) yield project.address;
    }
  },
  standing,
  holders,
};
