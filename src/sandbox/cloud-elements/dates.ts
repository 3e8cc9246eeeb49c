/** Shown until somebody has signed in for the first time (cloud-elements.md §1). */
export const never = "1970-01-01";

/** The date of a time as the platform shows it, in UTC. */
export function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
