import { type At, field, given, text } from "../../shape.ts";
import { dateOf } from "../dates.ts";

/** A text of a certain form. */
export function matching(at: At, pattern: RegExp): string {
  const value = text(at);
  return pattern.test(value) ? value : at.fail(at.path, `must match ${pattern.source}`);
}

/** A date, or today where none is given: dates are the clock's and stay out of dumps. */
export function createdAt(at: At, now: number): string {
  const date = field(at, "createdDate");
  return given(date) ? matching(date, /^\d{4}-\d{2}-\d{2}$/) : dateOf(now);
}
