const dayForm = /^\d{4}-\d{2}-\d{2}$/;

/** A day of the calendar as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!dayForm.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The earlier one of two days as YYYY-MM-DD, of which each may be missing: text order is time order. */
export function earlier(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
}
