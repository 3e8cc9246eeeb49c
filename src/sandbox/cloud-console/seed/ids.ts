import { type At, field, given, text } from "../../shape.ts";

/** Takes an id once; `taken` holds those that the seed has given so far. */
export type TakeId = (owner: At, pattern: RegExp, otherwise: string) => string;

/** Reads the `id` of a map, or makes it `otherwise` where there is none. */
export function idTaker(): TakeId {
  const taken = new Set<string>();
  return (owner, pattern, otherwise) => {
    const at = field(owner, "id");
    const id = given(at) ? text(at) : otherwise;
    if (!pattern.test(id)) at.fail(at.path, `must match ${pattern.source}, and "${id}" does not`);
    if (taken.has(id)) at.fail(at.path, `repeats ${id}`);
    taken.add(id);
    return id;
  };
}
