import { type At, field, filled, given, items, only, optional, text } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { insertRegion, type Region, standardRegions } from "../regions.ts";

/** Stores the regions of a seed, by name, or the known ones where it has none. */
export function loadRegions(store: Store, at: At): ReadonlyMap<string, Region> {
  const regions = given(at) ? readRegions(at) : standardRegions;
  for (const region of regions) insertRegion(store, region);
  return new Map(regions.map((region) => [region.name, region]));
}

function readRegions(list: At): Region[] {
  const taken = new Set<string>();
  return items(list).map((at) => {
    only(at, ["name", "slug"]);
    const name = filled(field(at, "name"));
    const slugAt = field(at, "slug");
    const slug = optional(slugAt, text) ?? name.toLowerCase();
    // It is part of an app's name, which is part of a path (cloud-console.md §3).
    if (!/^[a-z0-9-]+$/.test(slug))
      slugAt.fail(slugAt.path, `must be of a-z, 0-9 and -, and "${slug}" is not`);
    for (const key of [`name ${name}`, `slug ${slug}`]) {
      if (taken.has(key)) at.fail(at.path, `repeats the ${key}`);
      taken.add(key);
    }
    return { name, slug };
  });
}
