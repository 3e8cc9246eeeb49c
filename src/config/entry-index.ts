import { foldKey } from "../model/kind.ts";
import { order } from "../model/value.ts";
import type { Form } from "./form.ts";
import type { LineEntry, LineMap } from "./line-document.ts";

/** What is known of a collection's entries, so that a thousand changes to it do not read it a thousand times. */
interface Index {
  readonly byKey: Map<string, LineEntry>;
  /** Its keys are in order, so that a new one has a place. */
  readonly sorted: boolean;
}

const indexes = new WeakMap<LineMap, Index>();

function indexOf(map: LineMap, form: Form): Index {
  let index = indexes.get(map);
  if (index === undefined) {
    const { entries } = map;
    const sorted = entries.every(
      (entry, at) => at === 0 || order(entries[at - 1]?.key ?? "", entry.key) <= 0,
    );
    index = { byKey: new Map(entries.map((entry) => [foldKey(form.kind, entry.key), entry])), sorted };
    indexes.set(map, index);
  }
  return index;
}

/** The entry of a collection whose key means the same. */
export function findEntry(map: LineMap | null, form: Form, key: string): LineEntry | undefined {
  return map === null ? undefined : indexOf(map, form).byKey.get(key);
}

/** Puts a new entry at its place if the keys are sorted, else behind the last. */
export function addEntry(map: LineMap, form: Form, entry: LineEntry): void {
  const index = indexOf(map, form);
  index.byKey.set(foldKey(form.kind, entry.key), entry);
  let at = map.entries.length;
  if (index.sorted) {
    let low = 0;
    while (low < at) {
      const middle = (low + at) >> 1;
      if (order(map.entries[middle]?.key ?? "", entry.key) <= 0) low = middle + 1;
      else at = middle;
    }
  }
  map.entries.splice(at, 0, entry);
}

/** To be said when an entry has been taken out of a map. */
export function forgetEntry(map: LineMap, form: Form, entry: LineEntry): void {
  indexes.get(map)?.byKey.delete(foldKey(form.kind, entry.key));
}
