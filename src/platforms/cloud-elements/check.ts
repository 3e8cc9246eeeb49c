/** Rules of the platform that lie between written resources of one organization. */
import type { Address } from "../../model/address.ts";
import { parentOf } from "../../model/address.ts";
import type { PlatformIssue } from "../../model/platform.ts";
import type { Desired } from "../../model/resource.ts";
import { texts } from "../../model/value.ts";
import { organizationAdmin } from "./roles.ts";

export function* check(written: ReadonlyMap<Address, Desired>): Iterable<PlatformIssue> {
  const users = [...written.values()].filter(({ kind, state }) => kind === "user" && state !== "absent");
  yield* mailsTaken(users);
  yield* homesOfAdmins(users);
}

/** A mail belongs to one user of one account (cloud-elements.md §5.4). */
function* mailsTaken(users: readonly Desired[]): Iterable<PlatformIssue> {
  const first = new Map<string, Address>();
  for (const { key, address } of users) {
    const taken = first.get(key);
    if (taken === undefined) first.set(key, address);
    else {
      yield {
        code: "mail-twice",
        address,
        message: `${key} is written as ${taken} already, and a mail belongs to one user of one account. Keep one of them.`,
      };
    }
  }
}

/** Only users of the default account can be organization administrators (§2), and there is one default account. */
function* homesOfAdmins(users: readonly Desired[]): Iterable<PlatformIssue> {
  let home: Address | null = null;
  for (const { address, attributes } of users) {
    if (!texts(attributes.roles).includes(organizationAdmin)) continue;
    const account = parentOf(address);
    home ??= account;
    if (account === home) continue;
    yield {
      code: "org-admin-account",
      address,
      message: `Only users of the default account can be org-admin, and ${home} has one already. Take org-admin out here, or there.`,
    };
  }
}
