/** What several written resources break together. Pure. */
import type { Address } from "../../model/address.ts";
import type { Platform, PlatformIssue } from "../../model/platform.ts";
import type { Desired } from "../../model/resource.ts";
import { memberAt } from "./kinds/keys.ts";
import { hasEverything } from "./roles.ts";

/**
 * | written | and the person | issue |
 * | --- | --- | --- |
 * | a grant | admin or owner | there is nothing to grant (datica.md §2, §6) |
 * | a grant, a place in a group | shall be absent | it would go with the membership (§5.7) |
 *
 * Somebody whose time has run out is no mistake: what refers to them waits until it is taken out.
 */
export const check: NonNullable<Platform["check"]> = function* (written) {
  for (const resource of written.values()) {
    if (resource.state === "absent") continue;
    if (resource.kind === "grant") yield* grantIssues(written, resource);
    if (resource.kind === "group-member") yield* absenceIssues(written, resource, "place in the group");
  }
};

function* grantIssues(written: ReadonlyMap<Address, Desired>, grant: Desired): Iterable<PlatformIssue> {
  const person = written.get(memberAt(grant.address, grant.key));
  if (person?.state !== "absent" && hasEverything(person?.attributes.role)) {
    const role = String(person?.attributes.role);
    yield {
      code: "nothing-to-grant",
      address: grant.address,
      message:
        `${grant.key} is ${role === "admin" ? "an admin" : "an owner"}, and those have every environment: ` +
        "there is nothing to grant. Take the grant out, or make them a member.",
    };
  }
  yield* absenceIssues(written, grant, "grant");
}

function* absenceIssues(
  written: ReadonlyMap<Address, Desired>,
  entry: Desired,
  what: string,
): Iterable<PlatformIssue> {
  const person = written.get(memberAt(entry.address, entry.key));
  if (person?.state !== "absent" || person.absentBecause === "expired") return;
  yield {
    code: "absent-member",
    address: entry.address,
    message: `${entry.key} is written as absent from the organization. Take the ${what} out too.`,
  };
}
