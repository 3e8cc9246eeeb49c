import type { Store } from "../store.ts";
import type { Describable, FieldSet } from "./fields.ts";
import { adminsOf, membership, type Org } from "./orgs.ts";

/**
 * What an org says of itself to a user (dnanexus.md §3.2). `level` and flags are the user's own membership.
 * What outsiders see is open (§8.9): here the name, and the admins where the member list is public. Members
 * always see the admins, whom they have to turn to; where logs are sent holds a token, so only ADMINs see it.
 */
export function describableOrg(store: Store, user: string, org: Org): Describable {
  const member = membership(store, org.id, user);
  const outer: FieldSet = {
    id: () => org.id,
    class: () => "org",
    handle: () => org.handle,
    name: () => org.name,
  };
  const admins: FieldSet = { admins: () => adminsOf(store, org.id) };
  if (member === undefined) {
    return { standard: org.policies["memberListVisibility"] === "PUBLIC" ? { ...outer, ...admins } : outer };
  }
  const inner: FieldSet = {
    ...admins,
    level: () => member.level,
    allowBillableActivities: () => member.allowBillableActivities,
    projectAccess: () => member.projectAccess,
    appAccess: () => member.appAccess,
    policies: () => org.policies,
    samlIdP: () => org.samlIdP,
    phiFeaturesEnabled: () => org.phi,
    userCreationFeaturesEnabled: () => org.userCreation,
    defaultRegion: () => org.defaultRegion,
    permittedRegions: () => org.permittedRegions,
  };
  const forAdmins: FieldSet =
    member.level === "ADMIN" ? { jobLogsForwarding: () => org.jobLogsForwarding } : {};
  return { standard: { ...outer, ...inner, ...forAdmins } };
}
