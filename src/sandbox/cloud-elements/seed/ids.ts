import { type At, given, whole } from "../../shape.ts";

/** Gives ids to what a seed leaves without: the next ones that the seed does not use itself. */
export interface Ids {
  next(): number;
}

/** Refuses an id that is written twice among `places`, each of which is where an id would stand. */
export function idsBeside(places: readonly At[], first: number): Ids {
  const taken = new Set<number>();
  for (const at of places) {
    if (!given(at)) continue;
    const id = whole(at, 1, 999_999_999);
    if (taken.has(id)) at.fail(at.path, `repeats ${id}`);
    taken.add(id);
  }
  let last = first - 1;
  return {
    next() {
      do last += 1;
      while (taken.has(last));
      return last;
    },
  };
}

/** The id at a place, or the next one. */
export function idAt(at: At, ids: Ids): number {
  return given(at) ? whole(at, 1) : ids.next();
}
