/** Rules between written resources, which the platform would enforce only when the plan is applied. Pure. */
import { type Address, collectionOf, homeOf, keyOf, parentOf, rootOf } from "../../model/address.ts";
import type { Platform, PlatformIssue } from "../../model/platform.ts";
import type { Desired } from "../../model/resource.ts";
import { membershipOf } from "./kinds/keys.ts";

export const check: NonNullable<Platform["check"]> = function* (written, managed) {
  const present = [...written.values()].filter(({ state }) => state !== "absent");
  const speaksFor = (collection: Address) => managed.get(collection) === "authoritative";
  for (const resource of present) {
    switch (resource.kind) {
      case "team-member":
        yield* strangers(resource, written, speaksFor);
        break;
      case "organization":
        yield* leaderless(resource, present, speaksFor);
    }
  }
  yield* twins(present.filter(({ kind }) => kind === "team"));
};

/** Teams are made of members of the organization (marketplace.md §5.7). */
function* strangers(
  seat: Desired,
  written: ReadonlyMap<Address, Desired>,
  speaksFor: (collection: Address) => boolean,
): Iterable<PlatformIssue> {
  const own = membershipOf(seat);
  const membership = written.get(own);
  const organization = rootOf(seat.address);
  const missing = membership === undefined && speaksFor(collectionOf(organization, "members"));
  if (!missing && membership?.state !== "absent") return;
  yield {
    code: "not-a-member",
    address: seat.address,
    message: `${seat.key} is no member of ${keyOf(organization)}, and teams are made of members. Write ${seat.key} among the members, or take this line out.`,
  };
}

/** At least one maintainer stays (§5.9). */
function* leaderless(
  organization: Desired,
  present: readonly Desired[],
  speaksFor: (collection: Address) => boolean,
): Iterable<PlatformIssue> {
  const members = collectionOf(organization.address, "members");
  if (!speaksFor(members)) return;
  const leads = ({ address, kind, attributes }: Desired) =>
    kind === "member" && homeOf(address) === members && attributes.role === "maintainer";
  if (present.some(leads)) return;
  yield {
    code: "no-maintainer",
    address: organization.address,
    message: `No member of ${organization.key} is a maintainer, and an organization needs one. Make somebody a maintainer.`,
  };
}

/** Names of teams are unique in their organization (§3.3 T2). */
function* twins(teams: readonly Desired[]): Iterable<PlatformIssue> {
  const seen = new Map<string, string>();
  for (const { address, key, attributes } of teams) {
    const name = typeof attributes.name === "string" ? attributes.name : key;
    const place = JSON.stringify([parentOf(address), name]);
    const other = seen.get(place);
    if (other === undefined) seen.set(place, key);
    else
      yield {
        code: "twin-teams",
        address,
        message: `The teams ${other} and ${key} have one name, "${name}", which the platform does not allow. Give one of them another \`name\`.`,
      };
  }
}
