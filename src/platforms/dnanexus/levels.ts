/** Levels and member flags of the platform, each list from least to most access (dnanexus.md §2.1, §2.2). */

export const orgLevels = ["MEMBER", "ADMIN"] as const;

export const projectLevels = ["VIEW", "UPLOAD", "CONTRIBUTE", "ADMINISTER"] as const;
type ProjectLevel = (typeof projectLevels)[number];

/** What `projectAccess` of a member can be: the most that the member gets through the organization. */
export const ceilings = ["NONE", ...projectLevels] as const;

const ranks: ReadonlyMap<unknown, number> = new Map(projectLevels.map((level, rank) => [level, rank]));

/** The position of a level; -1 for `NONE`, for nothing and for what is no level. */
export function rankOf(level: unknown): number {
  return ranks.get(level) ?? -1;
}

/** The lower of two levels, or undefined where one of them is none. */
export function lower(a: unknown, b: unknown): ProjectLevel | undefined {
  return projectLevels[Math.min(rankOf(a), rankOf(b))];
}

/** The higher of two levels, or undefined where both are none. */
export function higher(a: unknown, b: unknown): ProjectLevel | undefined {
  return projectLevels[Math.max(rankOf(a), rankOf(b))];
}

/** The flags that every client sends with an invitation, with what a MEMBER gets by default. */
export const coreFlags = {
  allowBillableActivities: false,
  appAccess: true,
  projectAccess: "CONTRIBUTE",
} as const;

/** Flags that came later; an older installation does not know them, which is the same as false. */
export const newerFlags = [
  "archivalManagement",
  "cloudIntegrationManagement",
  "dataDeletion",
  "dataSearch",
  "projectMemberDemotion",
  "treManagement",
] as const;

/** The newer flags that every ADMIN has; the other two are false for ADMINs too. */
export const adminFlags: readonly string[] = [
  "archivalManagement",
  "dataDeletion",
  "dataSearch",
  "projectMemberDemotion",
];
