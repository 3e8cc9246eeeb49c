/** Project permission levels, lowest first (dnanexus.md §2.2). Stored by rank, so that SQL can compare them. */
export const levels = ["NONE", "VIEW", "UPLOAD", "CONTRIBUTE", "ADMINISTER"] as const;

export type Level = (typeof levels)[number];

/** The levels that a member of a project can have. */
export const grantable = ["VIEW", "UPLOAD", "CONTRIBUTE", "ADMINISTER"] as const;

export function rankOf(level: Level): number {
  return levels.indexOf(level);
}

export function levelOf(rank: number): Level {
  return levels[rank] ?? "NONE";
}

/** The pseudo-member that stands for everybody (§1). */
export const everybody = "PUBLIC";
