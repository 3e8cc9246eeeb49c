import { type Row, textOf } from "../row.ts";
import type { Store } from "../store.ts";

/** A data centre: `Eastern-Switzerland` in lists, `eastern-switzerland` in the names of apps (cloud-console.md §6.8). */
export interface Region {
  readonly name: string;
  readonly slug: string;
}

export const standardRegions: readonly Region[] = ["Eastern-Switzerland", "Upper-Austria", "Vienna"].map(
  (name) => ({ name, slug: name.toLowerCase() }),
);

const decode = (row: Row): Region => ({ name: textOf(row, "name"), slug: textOf(row, "slug") });

export function insertRegion(store: Store, { name, slug }: Region): void {
  store.run("INSERT INTO regions (name, slug) VALUES (?, ?)", name, slug);
}

export function regionBySlug(store: Store, slug: string): Region | undefined {
  return store.first("SELECT * FROM regions WHERE slug = ?", decode, slug);
}

export function allRegions(store: Store): Region[] {
  return store.all("SELECT * FROM regions ORDER BY position", decode);
}
