import { type EntryCheck, nothing } from "./requirement.ts";

/** The entry ends, at most so many days from today. */
export function endsWithin(days: number, today: string): EntryCheck {
  const last = dayAfter(today, days);
  const within = `within ${days === 1 ? "a day" : `${days} days`}: write expires: ${last} or an earlier day.`;
  return ({ expires }) => {
    if (expires === undefined) return [{ says: `has no end, and must end ${within}` }];
    // Both are YYYY-MM-DD, so that text order is time order.
    return expires > last ? [{ says: `ends on ${expires}, and must end ${within}` }] : nothing;
  };
}

/** The day that comes so many days after, as YYYY-MM-DD. */
function dayAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
