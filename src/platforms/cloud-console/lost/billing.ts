import { failure, isFailure } from "../../../http/failure.ts";
import type { WritePolicy } from "../../../model/protocol.ts";
import { order } from "../../../model/value.ts";
import { readBilling } from "../read/billing.ts";
import { pathOf } from "../requests.ts";

/** The list that a replacement replaces: of two writers the later one undoes what the earlier one did (§6.14). */
export const currentBilling: NonNullable<WritePolicy["current"]> = async (reader, request) => {
  const [, organization = ""] = pathOf(request);
  const billing = await readBilling(reader);
  if (isFailure(billing)) return billing;
  const record = billing.get(organization);
  if (record === undefined) {
    return failure("missing", "Billing", "The actor sees the billing of this organization no longer.");
  }
  return { ok: true, value: { emails: [...record.billingAdmins].sort(order) } };
};
