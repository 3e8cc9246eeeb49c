import type { Call } from "./call.ts";
import { denied, invalidInput, notFound } from "./errors.ts";
import { findOrg, membership } from "./orgs.ts";
import type { Project } from "./projects.ts";
import { userExists } from "./users.ts";

/**
 * Passes where the caller may bill to `billTo` (dnanexus.md §3.5, §5): to themself, or to a billable org that
 * lets them. An unknown org is ResourceNotFound and an unknown user InvalidInput (§7.4 case 12).
 */
export function requireBillable(call: Call, billTo: string): void {
  if (billTo.startsWith("org-")) {
    const org = findOrg(call.store, billTo);
    if (org === undefined) throw notFound(billTo);
    if (membership(call.store, billTo, call.user)?.allowBillableActivities !== true) {
      throw denied(`${call.user} does not have permission to perform billable activities in ${billTo}`);
    }
    if (!org.billable) throw denied(`${billTo} has no billing information, so nothing can be billed to it`);
    return;
  }
  if (!billTo.startsWith("user-") || !userExists(call.store, billTo)) {
    throw invalidInput(`"billTo" must be an existing user or org, and ${billTo} is neither`);
  }
  if (billTo !== call.user) throw denied(`${call.user} cannot bill to ${billTo}`);
}

/**
 * Passes where the caller may take the project away from its present payer: the payer themself, or whom the
 * org's restrictProjectTransfer names (§2.3). That nobody else may is inferred.
 */
export function requireRelease(call: Call, project: Project): void {
  if (project.billTo === call.user) return;
  const org = findOrg(call.store, project.billTo);
  const level = org === undefined ? undefined : membership(call.store, org.id, call.user)?.level;
  const least = org?.policies["restrictProjectTransfer"];
  if (level === "ADMIN" || (level === "MEMBER" && least === "MEMBER")) return;
  throw denied(`${call.user} cannot transfer ${project.id} away from ${project.billTo}`);
}

/** Passes where projects of the payer may contain PHI (§3.5). */
export function requirePhi(call: Call, billTo: string): void {
  if (findOrg(call.store, billTo)?.phi !== true) throw denied(`PHI features must be enabled for ${billTo}`);
}
