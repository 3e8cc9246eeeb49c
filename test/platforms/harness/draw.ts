/** Random choices by number, so that a counterexample stays short. */
import fc, { type GeneratorValue } from "fast-check";

export type Gen = GeneratorValue;

export function pick<T>(gen: Gen, ...from: readonly T[]): T {
  const index = gen(fc.nat, { max: from.length - 1 });
  for (const [at, each] of from.entries()) if (at === index) return each;
  throw new Error("nothing to pick from");
}

export function chance(gen: Gen): boolean {
  return gen(fc.boolean);
}

/** Each with an even chance, in their order. */
export function some<T>(gen: Gen, ...from: readonly T[]): readonly T[] {
  return from.filter(() => chance(gen));
}
