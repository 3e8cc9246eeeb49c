/** Reading seed documents: what every platform's `seed/` starts from. */
import { SandboxError } from "./error.ts";
import { type At, field, given, items, root } from "./shape.ts";

/** The document as a value to read; the first place where it is wrong is refused with a SandboxError that names it. */
export function seedOf(document: unknown): At {
  return root(document, refuse, "seed");
}

function refuse(path: string, problem: string): never {
  throw new SandboxError(`The seed is malformed: ${path} ${problem}.`);
}

/** The elements of the list under `key`; none where it is left out. */
export function listIn(at: At, key: string): At[] {
  const list = field(at, key);
  return given(list) ? items(list) : [];
}

/** A key of a map as a value: its place is that of the value under it. */
export function keyAt(key: string, at: At): At {
  return { ...at, value: key };
}

/** Refuses what is there already; `what` is how the complaint calls it. */
export function claim(at: At, value: string, taken: Set<string>, what = value): void {
  if (taken.has(value)) at.fail(at.path, `repeats ${what}`);
  taken.add(value);
}
