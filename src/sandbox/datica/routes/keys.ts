import { field, filled } from "../../shape.ts";
import { bodyOf, type Call, type SignedRoute, segment } from "../call.ts";
import { conflict, notFound } from "../errors.ts";
import { dropKey, hasKey, insertKey, keysOf, ownerOf, unfitName } from "../keys.ts";

/** The caller's own SSH keys (datica.md §3a). */
export const keyRoutes: readonly SignedRoute[] = [
  { method: "GET", path: "/keys", act: ({ store, user }) => keysOf(store, user.id) },
  { method: "POST", path: "/keys", act: add },
  {
    method: "DELETE",
    path: "/keys/:name",
    act: ({ store, user }, params) => {
      const name = segment(params, "name");
      if (!dropKey(store, user.id, name)) throw notFound(`The key ${name}`);
    },
  },
];

function add(call: Call): void {
  const { store, user } = call;
  const body = bodyOf(call);
  const named = field(body, "name");
  const name = filled(named);
  if (unfitName.test(name)) named.fail(named.path, "must not contain /, ? or %");
  const key = filled(field(body, "key"));
  if (hasKey(store, user.id, name)) throw conflict(`There is a key ${name} already.`);
  // Whoever signs in with it would not be known otherwise; not documented.
  if (ownerOf(store, key) !== undefined) throw conflict("The key is in use already.");
  insertKey(store, user.id, { name, key });
}
