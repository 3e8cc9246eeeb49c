import { type Account, decodeAccount } from "./accounts.ts";
import type { Source } from "./listing.ts";

/** An account as answers show it (cloud-elements.md §1). */
export function showAccount(account: Account): Record<string, unknown> {
  return {
    id: account.id,
    name: account.name,
    description: account.description,
    active: account.active,
    companyId: account.organization,
    createdDate: account.createdDate,
    ...(account.updatedDate === null ? {} : { updatedDate: account.updatedDate }),
    externalId: account.externalId,
    defaultAccount: account.isDefault,
    type: account.isDefault ? "Default" : "CompanyAccount",
  };
}

/** The active accounts of an organization, the default one included (§3c). */
export function activeAccounts(organization: number): Source<Account> {
  return {
    from: "accounts WHERE organization = ? AND active = 1",
    values: [organization],
    decode: decodeAccount,
    show: showAccount,
    fields: [
      "id",
      "name",
      "description",
      "active",
      "companyId",
      "createdDate",
      "updatedDate",
      "externalId",
      "defaultAccount",
      "type",
    ],
  };
}
