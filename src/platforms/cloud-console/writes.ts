/**
 * What to do when the answer to a write is lost (cloud-console.md §4). What sets something to a value, or takes
 * something away that is known by its id, may be sent again; what makes something, or sends a person a mail, is looked
 * for first.
 */
import type { WritePolicy } from "../../model/protocol.ts";
import { currentBilling } from "./lost/billing.ts";
import { findGroup, findOrganization, findProject } from "./lost/objects.ts";
import { findAdministrator, findMember, findOffer } from "./lost/people.ts";

const safe: WritePolicy = { repeat: "safe" };

export const writes = {
  // Names repeat: a second one would stand beside the first.
  "organization.create": { repeat: "check", find: findOrganization },
  "organization.rename": safe,
  "organization.delete": safe,
  "organization.leave": safe,
  "project.create": { repeat: "check", find: findProject },
  "project.rename": safe,
  "project.delete": safe,
  "group.create": { repeat: "check", find: findGroup },
  "group.rename": safe,
  "group.delete": safe,
  "group.assign": safe,
  "group.unassign": safe,
  // Each invitation is a mail.
  "member.invite": { repeat: "check", find: findMember },
  "member.uninvite": safe,
  "member.remove": safe,
  "administrator.invite": { repeat: "check", find: findAdministrator },
  "administrator.uninvite": safe,
  "administrator.remove": safe,
  /** The invitation as administrator that an offer of ownership needs first: the same route, for the owner alone. */
  "owner.invite": { repeat: "check", find: findAdministrator },
  "transfer.start": { repeat: "check", find: findOffer },
  "transfer.cancel": safe,
  // The whole list, the same one again, as long as nobody else has written another one.
  "billing.replace": { repeat: "safe", current: currentBilling },
} as const satisfies Readonly<Record<string, WritePolicy>>;

/** The name of a write, under which the protocol, the rules, calls and effects know it. */
export type Operation = keyof typeof writes;
