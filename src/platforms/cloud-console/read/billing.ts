import type { Pass } from "../../../http/pass.ts";
import { foldEmail, repeatedEmail } from "../../../model/keys.ts";
import type { Failure, Reader } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import { answers, type BillingRecord, decode, malformed } from "../contract.ts";
import { bank, get } from "../requests.ts";
import { billingResource } from "../resources.ts";

/** The organizations whose billing the actor may see, by id, each with its whole list (cloud-console.md §3.5 B1). */
export type Billing = ReadonlyMap<string, BillingRecord>;

export async function readBilling(reader: Reader): Promise<Billing | Failure> {
  const what = "billing of the actor's organizations";
  const read = decode(answers.billing, await reader.read(get(bank("orgs"))), what);
  if (!read.ok) return read;
  for (const { id, billingAdmins } of read.value) {
    const twice = repeatedEmail(billingAdmins.map((email) => ({ email })));
    if (twice !== undefined) return malformed(what, `${twice} is there twice for ${id}`);
  }
  return new Map(read.value.map((each) => [each.id, each]));
}

/** An organization that the overview leaves out is not one without billing administrators (§6.6). */
export function emitBilling(pass: Pass, organization: Resource, actor: string, billing: Billing): void {
  const record = billing.get(organization.key);
  if (record === undefined) {
    const why = `Only the owner and the billing administrators see the billing of this organization, and ${actor} is neither.`;
    pass.unreadable(organization.address, "billingAdministrators", why);
    return;
  }
  for (const email of record.billingAdmins) {
    pass.resource(billingResource(organization.address, foldEmail(email), { rowId: email }));
  }
}
