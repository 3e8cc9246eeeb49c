/** What people can do, from least to most, and what each way in allows (cloud-console.md §2). */

/**
 * SEE: the organization is in one's list. USE: everything inside a project. BILLING: see what the organization costs.
 * OWN: rename, delete and hand on the organization, and say who sees its billing.
 */
export const actions = [
  "SEE",
  "USE",
  "BILLING",
  "MANAGE_PROJECTS",
  "MANAGE_GROUPS",
  "MANAGE_ADMINISTRATORS",
  "OWN",
] as const;
type Action = (typeof actions)[number];

/** The ways in, from most to least; the first that somebody has is the level. */
export const levels = ["owner", "administrator", "member", "billing administrator"] as const;
export type Level = (typeof levels)[number];

const manages: readonly Action[] = ["SEE", "MANAGE_PROJECTS", "MANAGE_GROUPS", "MANAGE_ADMINISTRATORS"];

/** To the organization itself. */
const inOrganization: Readonly<Record<Level, readonly Action[]>> = {
  owner: [...manages, "BILLING", "OWN"],
  administrator: manages,
  member: ["SEE"],
  "billing administrator": ["BILLING"],
};

/** To one of its projects; a member only where a group has it. Billing is no way into a project. */
const inProject: Readonly<Record<Level, readonly Action[]>> = {
  owner: ["USE", "MANAGE_PROJECTS"],
  administrator: ["USE", "MANAGE_PROJECTS"],
  member: ["USE"],
  "billing administrator": [],
};

export function actionsOf(held: ReadonlySet<Level>, where: "organization" | "project"): readonly Action[] {
  const table = where === "organization" ? inOrganization : inProject;
  const may = new Set([...held].flatMap((level) => table[level]));
  return actions.filter((action) => may.has(action));
}
