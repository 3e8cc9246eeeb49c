/** Rules between what is written of one organization. Pure. */
import { type Address, keyOf, parentOf, rootOf } from "../../model/address.ts";
import type { Manage } from "../../model/kind.ts";
import type { Platform, PlatformIssue } from "../../model/platform.ts";
import type { Desired } from "../../model/resource.ts";
import { projectId } from "./kinds/keys.ts";
import { administratorAddress, ownerAddress, projectAddress } from "./resources.ts";

type WrittenResources = ReadonlyMap<Address, Desired>;

export const check: NonNullable<Platform["check"]> = function* (written, managed) {
  yield* oneOwner(written, managed);
  for (const resource of written.values()) {
    if (resource.state === "absent") continue;
    switch (resource.kind) {
      case "administrator":
        yield* notTheOwner(written, resource, "owner-and-administrator", notBeside);
        break;
      case "billing-administrator":
        yield* notTheOwner(written, resource, "owner-and-billing", notBilled);
        break;
      case "group-member":
        yield* managesNothing(written, resource);
        break;
      case "group-project":
        yield* isProject(written, resource);
        break;
      default:
    }
  }
};

function isThere(written: WrittenResources, address: Address): boolean {
  const resource = written.get(address);
  return resource !== undefined && resource.state !== "absent";
}

/** Exactly one (cloud-console.md §1), where owners are written at all. */
function* oneOwner(
  written: WrittenResources,
  managed: ReadonlyMap<Address, Manage>,
): Iterable<PlatformIssue> {
  const owners = [...written.values()].filter(({ kind }) => kind === "owner");
  const [first, ...others] = owners.filter(({ state }) => state !== "absent");
  if (first === undefined) {
    const message = "Ownership can only be handed on: write who shall own the organization.";
    const homes = [...managed.keys()].filter((home) => keyOf(home) === "owners");
    for (const home of homes)
      yield { code: "one-owner", address: owners[0]?.address ?? rootOf(home), message };
  }
  for (const { key, address } of others) {
    const message = `An organization has exactly one owner, and both ${first?.key} and ${key} are written. Keep one of them.`;
    yield { code: "one-owner", address, message };
  }
}

const notBeside = (key: string) =>
  `${key} is written as the owner, who is no administrator beside it. Take it out here: an owner-to-be is made an administrator on the way.`;

const notBilled = (key: string) =>
  `${key} is written as the owner, who sees the billing anyway and is never on this list. Take it out here.`;

function* notTheOwner(
  written: WrittenResources,
  { address, key }: Desired,
  code: string,
  message: (key: string) => string,
): Iterable<PlatformIssue> {
  if (isThere(written, ownerAddress(rootOf(address), key))) yield { code, address, message: message(key) };
}

/** Owner and administrators are in no group (§6.4). */
function* managesNothing(written: WrittenResources, { address, key }: Desired): Iterable<PlatformIssue> {
  const organization = rootOf(address);
  const roles = [
    ["owner", ownerAddress],
    ["administrator", administratorAddress],
  ] as const;
  for (const [role, place] of roles) {
    if (!isThere(written, place(organization, key))) continue;
    const message = `${key} is written as ${role} and in ${parentOf(address) ?? address}: whoever manages the organization uses every project and is in no group. Keep one of them.`;
    yield { code: "manager-in-group", address, message };
  }
}

/** A label of this file, or the id of a project that it does not speak of. */
function* isProject(written: WrittenResources, { address, key }: Desired): Iterable<PlatformIssue> {
  const project = written.get(projectAddress(rootOf(address), key));
  if (project === undefined && projectId.test(key)) return;
  if (project !== undefined && project.state !== "absent") return;
  const message =
    project === undefined
      ? `No project is written as ${key}. Write it under projects, or its id here (32 characters, 0-9 and a-f).`
      : `The project ${key} shall be absent, and with it goes its place here. Take it out.`;
  yield { code: "no-such-project", address, message };
}
