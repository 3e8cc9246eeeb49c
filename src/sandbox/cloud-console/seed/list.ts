import { type At, field, given, items } from "../../shape.ts";

/** The elements of the list under `key`; none where there is no list. */
export function listIn(owner: At, key: string): At[] {
  const at = field(owner, key);
  return given(at) ? items(at) : [];
}
