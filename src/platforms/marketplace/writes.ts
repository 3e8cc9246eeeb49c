/** What to do when the answer to a write is lost: send it again, or look first. */
import type { WritePolicy } from "../../model/protocol.ts";
import { currentDetails } from "./current.ts";
import { findAdded, findGone, findMade } from "./find.ts";

const safe: WritePolicy = { repeat: "safe" };
const whole: WritePolicy = { repeat: "safe", current: currentDetails };

/**
 * Full replacements, idempotent shares and removals within an organization may be sent twice (marketplace.md §3). An
 * addition would be refused the second time, and with it all of its batch; after leaving or deleting an organization
 * its members are strangers, who are told the same whatever is there.
 */
export const writes = {
  "organization.create": { repeat: "check", find: findMade },
  "organization.update": whole,
  "organization.delete": { repeat: "check", find: findGone },
  "member.add": { repeat: "check", find: findAdded },
  "member.change": safe,
  "member.remove": safe,
  "member.leave": { repeat: "check", find: findGone },
  "team.create": { repeat: "check", find: findMade },
  "team.update": whole,
  "team.delete": safe,
  "team-member.add": { repeat: "check", find: findAdded },
  "team-member.change": safe,
  "team-member.remove": safe,
  "team-member.leave": safe,
  "application.share": safe,
  "application.unshare": safe,
} as const satisfies Readonly<Record<string, WritePolicy>>;

/** The name of a write, under which the protocol, the rules, calls and effects know it. */
export type Operation = keyof typeof writes;
