import type { Params } from "../../rest.ts";
import type { Account } from "../accounts.ts";
import type { Call, CallRoute } from "../call.ts";
import { notFound } from "../errors.ts";
import { byOffset } from "../listing.ts";
import { accountFor, userIn } from "../standing.ts";
import { showUser, usersWhere } from "../user-view.ts";
import { changeUser, createUser } from "../user-writes.ts";
import { deleteUser } from "../users.ts";

/** The users of one account (cloud-elements.md §3d). */
export const accountUserRoutes: readonly CallRoute[] = [
  { method: "GET", path: "/accounts/:account/users", act: list },
  { method: "POST", path: "/accounts/:account/users", act: create },
  { method: "GET", path: "/accounts/:account/users/:user", act: read },
  { method: "PATCH", path: "/accounts/:account/users/:user", act: change },
  { method: "PUT", path: "/accounts/:account/users/:user", act: change },
  { method: "DELETE", path: "/accounts/:account/users/:user", act: remove },
];

function accountIn(call: Call, params: Params, action: Parameters<typeof accountFor>[2]): Account {
  return accountFor(call, params["account"] ?? "", action);
}

/** An empty account is not an empty list (§3d). */
function list(call: Call, params: Params): unknown {
  const { id } = accountIn(call, params, "viewUsers");
  if (!call.store.has("SELECT 1 FROM users WHERE account = ?", id)) throw notFound("No users found");
  return byOffset(call, usersWhere("account = ?", id));
}

function create(call: Call, params: Params): unknown {
  return createUser(call, accountIn(call, params, "addUsers"), call.body());
}

function read(call: Call, params: Params): unknown {
  const account = accountIn(call, params, "viewUsers");
  return showUser(userIn(call, account, params["user"] ?? "", "id or mail"));
}

function change(call: Call, params: Params): unknown {
  const account = accountIn(call, params, "editUsers");
  return changeUser(call, userIn(call, account, params["user"] ?? "", "id"), call.body());
}

function remove(call: Call, params: Params): unknown {
  const account = accountIn(call, params, "deleteUsers");
  deleteUser(call.store, userIn(call, account, params["user"] ?? "", "id").id);
  return undefined;
}
