import type { Method, Params, Route } from "../rest.ts";
import type { Call } from "./call.ts";
import { forbidden, noOrganization, noScope, noTeam } from "./errors.ts";
import { roleOf } from "./members.ts";
import { type Organization, organizationColumns, organizationOf } from "./organizations.ts";
import { type Action, may, type Role } from "./roles.ts";
import { covers, type Scope } from "./scopes.ts";
import { findTeam, type Team } from "./teams.ts";

/** What a path names, once it is known that the caller may see it. */
export interface Place {
  readonly organization: Organization;
  /** The caller's. */
  readonly role: Role;
  readonly params: Params;
}

export function param(params: Params, name: string): string {
  return params[name] ?? "";
}

/** A route that needs a scope; null where any token of a person will do. */
export function route(
  method: Method,
  path: string,
  scope: Scope | null,
  act: (call: Call, params: Params) => Response,
): Route<Call> {
  return {
    method,
    path,
    act: (call, params) => {
      if (scope !== null && !covers(call.scopes, scope)) throw noScope("missing required scopes");
      return act(call, params);
    },
  };
}

/** Who may: whoever may do this action, or whom a rule of the route's own lets in. */
type Who = Action | ((role: Role, call: Call, params: Params) => boolean);

/**
 * A route below `/organizations/:id`, checked in the order of marketplace.md §4: scope, then 404 for strangers, then the
 * role. What is left to `act` is the body, then what the organization holds, then its state.
 */
export function onOrganization(
  method: Method,
  tail: string,
  who: Who,
  act: (call: Call, place: Place) => Response,
): Route<Call> {
  const scope = method === "GET" ? "organization.full.read" : "organization.full:rw";
  return route(method, `/organizations/:id${tail}`, scope, (call, params) => {
    const place = placeOf(call, params);
    const allowed = typeof who === "string" ? may(place.role, who) : who(place.role, call, params);
    if (!allowed) throw forbidden(place.role);
    return act(call, place);
  });
}

function placeOf(call: Call, params: Params): Place {
  const place = call.store.first(
    `SELECT ${organizationColumns}, members.role FROM organizations
     JOIN members ON members.organization = organizations.id AND members.user = ?
     WHERE organizations.id = ?`,
    (row): Place => ({ organization: organizationOf(row), role: roleOf(row), params }),
    call.user.id,
    param(params, "id"),
  );
  if (place === undefined) throw noOrganization();
  return place;
}

/** Who has the role for it, or does it to themself. */
export function orSelf(action: Action): Who {
  return (role, call, params) =>
    may(role, action) || (param(params, "userId") === call.user.id && may(role, "leave"));
}

/** The team of the path, in the organization of the path. */
export function teamOfPath({ store }: Call, { organization, params }: Place): Team {
  const team = findTeam(store, param(params, "teamId"));
  if (team === undefined || team.organizationId !== organization.id) throw noTeam();
  return team;
}
