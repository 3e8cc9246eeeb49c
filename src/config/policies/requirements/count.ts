/** What is wrong with so many entries: the rest of a sentence that begins with their collection. Null: nothing. */
export function countBreach(
  count: number,
  minimum: number,
  maximum: number | null,
  which: string,
): string | null {
  if (count < minimum) {
    return `has ${count} ${entries(count)}${which}, and must have at least ${minimum}: add ${minimum - count} more.`;
  }
  if (maximum !== null && count > maximum) {
    return `has ${count} ${entries(count)}${which}, and may have ${maximum === 0 ? "none" : `at most ${maximum}`}: take ${count - maximum} out.`;
  }
  return null;
}

function entries(count: number): string {
  return count === 1 ? "entry" : "entries";
}
