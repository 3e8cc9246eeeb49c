/** Live state after a call, with everything that the platform does by itself. Pure. */
import type { Platform } from "../../model/platform.ts";
import * as account from "./effects/account.ts";
import * as organization from "./effects/organization.ts";
import * as user from "./effects/user.ts";
import { type Operation, writes } from "./writes.ts";

export const effects: Platform["effects"] = (state, call) => {
  const { operation } = call;
  if (!isOperation(operation)) throw new Error(`no such write: ${operation}`);
  switch (operation) {
    case "organization.rename":
    case "organization.setTwoFactor":
    case "organization.setTwoFactorWithoutMethod":
      return organization.updated(state, call);
    case "organization.setPolicy":
    case "organization.setUnacceptablePolicy":
      return organization.policySet(state, call);
    case "roles.setPrivileges":
      return [...organization.privilegesSet(state, call)];
    case "account.create":
      return account.created(call);
    case "account.update":
      return account.updated(state, call);
    case "account.delete":
    case "account.deleteDefault":
      return account.deleted(state, call);
    case "organizationUser.create":
    case "organizationUser.createAdmin":
    case "organizationUser.createOrgAdmin":
    case "accountUser.create":
    case "accountUser.createAdmin":
    case "accountUser.createOrgAdmin":
    case "user.createWithTakenMail":
      return user.created(state, call);
    case "organizationUser.update":
    case "organizationUser.deactivate":
    case "organizationUser.reactivate":
    case "accountUser.update":
    case "accountUser.deactivate":
    case "accountUser.reactivate":
      return user.patched(state, call);
    case "user.giveAdmin":
    case "user.giveOrgAdmin":
    case "accountUser.giveOrgAdmin":
      return user.given(state, call);
    case "user.takeAdmin":
    case "user.takeOrgAdmin":
      return user.taken(state, call);
  }
};

function isOperation(name: string): name is Operation {
  return Object.hasOwn(writes, name);
}
