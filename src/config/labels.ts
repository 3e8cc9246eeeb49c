import type { Resource } from "../model/resource.ts";
import { order } from "../model/value.ts";

/** A label for each object of one collection, and whether its name alone does not tell which object is meant. */
export interface Labelled {
  readonly resource: Resource;
  readonly label: string;
  readonly ambiguous: boolean;
}

/** A name as a label: small letters, digits and hyphens. */
export function slug(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._]+/gu, "-")
    .replace(/^[-._]+|[-._]+$/g, "")
    .slice(0, 60)
    .replace(/[-._]+$/, "");
}

/**
 * Labels for live objects: slugs of their names, made unique with a number in the order of their ids, so that the same
 * objects get the same labels. `taken` holds labels that are not free.
 */
export function labelsFor(
  resources: readonly Resource[],
  nameOf: (resource: Resource) => string | undefined,
  allowed: (label: string) => boolean,
  taken: Iterable<string> = [],
): readonly Labelled[] {
  const names = new Map<string, number>();
  for (const resource of resources) {
    const name = nameOf(resource);
    if (name !== undefined) names.set(name, (names.get(name) ?? 0) + 1);
  }
  const used = new Set(taken);
  const next = new Map<string, number>();
  const sorted = [...resources].sort((a, b) => order(a.id ?? a.key, b.id ?? b.key));
  return sorted.map((resource) => {
    const name = nameOf(resource);
    const wished = name === undefined ? "" : slug(name);
    const base = wished !== "" && allowed(wished) ? wished : resource.key;
    let label = base;
    for (let number = next.get(base) ?? 2; used.has(label); number += 1) {
      label = `${base}-${number}`;
      next.set(base, number + 1);
    }
    used.add(label);
    return { resource, label, ambiguous: name === undefined || (names.get(name) ?? 0) > 1 };
  });
}
