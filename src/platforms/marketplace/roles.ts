/** The four roles, of organizations and of teams alike, and what each allows (marketplace.md §2.1, §2.3). */

/** In the order of effective access: of several paths the highest counts (§2.3). */
export const roles = ["viewer", "reviewer", "editor", "maintainer"] as const;
export type Role = (typeof roles)[number];

/** Data and applications are seen, approved, edited; deleted and opened to others. */
export const actions = ["VIEW", "APPROVE", "EDIT", "MANAGE"] as const;
type Action = (typeof actions)[number];

/**
 * No ladder: approval is the reviewer's and not the editor's (§2.1, §6.7). That a maintainer approves is inferred
 * (§2.3).
 */
export const allows = {
  viewer: ["VIEW"],
  reviewer: ["VIEW", "APPROVE"],
  editor: ["VIEW", "EDIT"],
  maintainer: ["VIEW", "APPROVE", "EDIT", "MANAGE"],
} as const satisfies Readonly<Record<Role, readonly Action[]>>;

export function isRole(value: unknown): value is Role {
  return roles.some((role) => role === value);
}

/** The one that counts; undefined where there is none. */
export function highest(several: Iterable<Role>): Role | undefined {
  const held = new Set(several);
  return roles.findLast((role) => held.has(role));
}
