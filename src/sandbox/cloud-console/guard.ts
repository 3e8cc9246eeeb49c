import type { Params, Route } from "../rest.ts";
import { regionOf } from "./apps.ts";
import type { Call } from "./call.ts";
import { forbidden, notFound } from "./errors.ts";
import type { Region } from "./regions.ts";
import { type Role, type Standing, standingIn } from "./standing.ts";

/**
 * Routes on an organization (`:org`) are checked in one order: is the organization visible to the caller, may the
 * role do this, then the rest (cloud-console.md §4).
 */
type Act<X extends readonly unknown[]> = (call: Call, on: Standing, params: Params, ...more: X) => unknown;

export const anyRole: readonly Role[] = ["owner", "administrator", "member"];
export const managers: readonly Role[] = ["owner", "administrator"];
export const ownerOnly: readonly Role[] = ["owner"];

/** In the directory, where billing alone shows nothing (§2). */
export function inDirectory(roles: readonly Role[], act: Act<[]>): Route<Call>["act"] {
  return (call, params) => act(call, standing(call, params, roles), params);
}

/** In the identity app of a region. */
export function inRegion(roles: readonly Role[], act: Act<[Region]>): Route<Call>["act"] {
  return (call, params) => {
    const region = regionOf(call.store, params["app"] ?? "");
    return act(call, standing(call, params, roles), params, region);
  };
}

/** In the bank, for the owner and, unless `who` says otherwise, billing administrators. */
export function inBank(who: "owner" | "billing", act: Act<[]>): Route<Call>["act"] {
  return (call, params) => {
    const on = standingIn(call.store, params["org"] ?? "", call.user);
    if (on === undefined || (on.role === null && !on.billing)) throw unknownOrganization();
    if (on.role !== "owner" && (who === "owner" || !on.billing)) throw notAllowed(on);
    return act(call, on, params);
  };
}

function standing(call: Call, params: Params, roles: readonly Role[]): Standing {
  const on = standingIn(call.store, params["org"] ?? "", call.user);
  if (on === undefined || on.role === null) throw unknownOrganization();
  if (!roles.includes(on.role)) throw notAllowed(on);
  return on;
}

const unknownOrganization = () => notFound("organization_not_found", "There is no such organization");

const notAllowed = ({ role }: Standing) => forbidden(`This is not for ${role ?? "billing administrators"}`);
