import { textOf } from "../../row.ts";
import { bool, field, nullable, optional, text } from "../../shape.ts";
import { requireBillable } from "../billing.ts";
import type { Call } from "../call.ts";
import { describe, type FieldSet } from "../fields.ts";
import { orgsOf } from "../orgs.ts";
import { anyone } from "../permissions.ts";
import { regionName, standardRegions } from "../regions.ts";
import { onlySelf, onUser, plain, type Route } from "../route.ts";
import { readMailPolicies, type User, updateUser } from "../users.ts";

/** Users and who one is (dnanexus.md §3.1). */
export const userRoutes: readonly Route[] = [
  plain("system/whoami", "read", whoami),
  onUser("describe", "read", anyone, describeUser),
  onUser("update", "write", onlySelf, update),
];

function whoami(call: Call): unknown {
  const fields = field(call.body, "fields");
  const withIp = optional(fields, (at) => optional(field(at, "clientIp"), bool)) ?? false;
  return withIp ? { id: call.user, clientIp: call.clientIp } : { id: call.user };
}

function describeUser(call: Call, user: User): unknown {
  const everybodys: FieldSet = {
    id: () => user.id,
    class: () => "user",
    first: () => user.first,
    middle: () => user.middle,
    last: () => user.last,
    handle: () => user.handle,
  };
  if (call.user !== user.id) return describe(call.body, { standard: everybodys });
  const pending = "SELECT id FROM projects WHERE pendingTransfer = ? ORDER BY id";
  const own: FieldSet = {
    email: () => user.email,
    billTo: () => user.billTo,
    policies: () => user.policies,
    defaultRegion: () => user.defaultRegion,
    sshPublicKey: () => user.sshPublicKey,
    // There is no route here that installs an app.
    appsInstalled: () => ({}),
    pendingTransfers: () => call.store.all(pending, (row) => textOf(row, "id"), user.id),
  };
  return describe(call.body, {
    standard: { ...everybodys, ...own },
    onRequest: { orgs: () => orgsOf(call.store, user.id) },
  });
}

function update(call: Call, user: User): unknown {
  const { body } = call;
  const billTo = optional(field(body, "billTo"), text) ?? user.billTo;
  if (billTo !== user.billTo) requireBillable(call, billTo);
  const key = optional(field(body, "sshPublicKey"), (at) => nullable(at, text));
  const region = field(body, "defaultRegion");
  const defaultRegion = optional(region, regionName) ?? user.defaultRegion;
  if (defaultRegion !== user.defaultRegion && !standardRegions.includes(defaultRegion)) {
    region.fail(region.path, "is not a region");
  }
  updateUser(call.store, {
    ...user,
    first: optional(field(body, "first"), text) ?? user.first,
    middle: optional(field(body, "middle"), text) ?? user.middle,
    last: optional(field(body, "last"), text) ?? user.last,
    policies: { ...user.policies, ...optional(field(body, "policies"), readMailPolicies) },
    sshPublicKey: key === undefined ? user.sshPublicKey : key,
    billTo,
    defaultRegion,
  });
  return { id: user.id };
}
