import { type At, whole } from "../shape.ts";
import { type Role, roleOf } from "./roles.ts";

/** The role that a body names by its id. */
export function roleAt(at: At): Role {
  return roleOf(whole(at, 0)) ?? at.fail(at.path, "must be the id of a role");
}
