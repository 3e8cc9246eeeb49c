import { isFailure } from "../../../http/failure.ts";
import { all, isBlind, type Pass, wordsOf } from "../../../http/pass.ts";
import type { Actor } from "../../../model/platform.ts";
import type { Failure } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import type { BillingRecord, OrganizationRecord } from "../contract.ts";
import { kinds } from "../kinds.ts";
import { organizationAddress } from "../resources.ts";
import { type Billing, emitBilling } from "./billing.ts";
import { readGroups } from "./groups.ts";
import { readManagers } from "./managers.ts";
import { readProjects } from "./projects.ts";
import type { slugs } from "./regions.ts";

/** What several organizations share, each asked for at most once. */
interface Shared {
  readonly billing: () => Promise<Billing | Failure>;
  readonly regions: ReturnType<typeof slugs>;
}

/** One of the actor's organizations, with all of it that is wanted. */
export async function readOrganization(
  pass: Pass,
  record: OrganizationRecord,
  actor: Actor,
  { billing, regions }: Shared,
): Promise<Failure | null> {
  const organization = organizationResource(record, record.role);
  pass.resource(organization);
  const parts: Promise<Failure | null>[] = [];
  if (record.role === "member") {
    // What the platform shows to members is what their groups cover: never the whole (cloud-console.md §2).
    hide(
      pass,
      organization,
      `${actor.id} is a member of this organization, and sees only what its groups cover.`,
    );
  } else {
    parts.push(readManagers(pass, organization), readProjects(pass, organization, regions));
    if (wants(pass, organization, "group")) parts.push(readGroups(pass, organization));
  }
  if (wants(pass, organization, "billing-administrator")) {
    parts.push(billingOf(pass, organization, actor, billing));
  }
  return all(parts);
}

const below = kinds.filter(({ parent }) => parent === "organization").map(({ name }) => name);

/** Where nothing in it is spoken of, perhaps it shall go: then who loses what must be known. */
function wants(pass: Pass, organization: Resource, kind: (typeof below)[number]): boolean {
  return pass.wants(organization, kind) || !below.some((each) => pass.wants(organization, each));
}

/** An organization of which the actor sees the billing and nothing else. */
export function emitStranger(pass: Pass, record: BillingRecord, actor: Actor, billing: Billing): void {
  const organization = organizationResource(record, "billing");
  pass.resource(organization);
  hide(pass, organization, `${actor.id} sees only the billing of this organization.`);
  if (pass.wants(organization, "billing-administrator")) emitBilling(pass, organization, actor.id, billing);
}

/** `role`: the actor's own, which tells what it may do where the lists of people were not read. */
function organizationResource(
  { id, name }: { readonly id: string; readonly name: string },
  role: string,
): Resource {
  return {
    address: organizationAddress(id),
    kind: "organization",
    key: id,
    id,
    attributes: { name },
    facts: { role },
  };
}

const hidden = [
  ["project", "projects"],
  ["group", "groups"],
  ["administrator", "administrators"],
  ["owner", "owners"],
] as const;

function hide(pass: Pass, organization: Resource, why: string): void {
  for (const [kind, collection] of hidden) {
    if (pass.wants(organization, kind)) pass.unreadable(organization.address, collection, why);
  }
}

async function billingOf(
  pass: Pass,
  organization: Resource,
  actor: Actor,
  billing: Shared["billing"],
): Promise<Failure | null> {
  const seen = await billing();
  if (!isFailure(seen)) {
    emitBilling(pass, organization, actor.id, seen);
    return null;
  }
  if (!isBlind(seen)) return pass.stop(seen);
  pass.unreadable(organization.address, "billingAdministrators", wordsOf(seen));
  return null;
}
