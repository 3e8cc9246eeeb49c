import { isFailure } from "../../../http/failure.ts";
import { all, isBlind, type Pass, wordsOf } from "../../../http/pass.ts";
import { addressOf } from "../../../model/address.ts";
import type { Failure } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import type { Value } from "../../../model/value.ts";
import { type AccountRecord, answers } from "../contract.ts";
import { listAll } from "../lists.ts";
import { readUsers } from "./users.ts";

/** The accounts of an organization, and the users of each that is wanted (cloud-elements.md §3c). */
export async function readAccounts(pass: Pass, organization: Resource): Promise<Failure | null> {
  const list = await listAll(pass.reader, "accounts", answers.accounts, ["accounts"]);
  if (isFailure(list)) {
    if (!isBlind(list)) return pass.stop(list);
    pass.unreadable(organization.address, "accounts", wordsOf(list));
    return null;
  }
  // A deleted one is not listed (§5.7); where it is all the same, it is gone.
  const there = list.filter(({ active }) => active !== false);
  return all(
    there.map(async (record) => {
      const account = accountResource(organization, record);
      pass.resource(account);
      return pass.wants(account, "user") ? readUsers(pass, account) : null;
    }),
  );
}

function accountResource(organization: Resource, record: AccountRecord): Resource {
  const attributes: Record<string, Value> = {};
  for (const name of ["externalId", "name", "description"] as const) {
    const value = record[name];
    if (value !== undefined && value !== null) attributes[name] = value;
  }
  const id = String(record.id);
  return {
    address: addressOf(organization.address, "accounts", id),
    kind: "account",
    key: id,
    id,
    attributes,
    facts: { defaultAccount: record.defaultAccount === true },
  };
}
