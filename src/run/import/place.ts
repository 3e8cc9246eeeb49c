/** The file that each edit belongs to. Pure. */
import { entryOf } from "../../config/node.ts";
import { type Address, homeOf, keyOf, parentOf, rootOf } from "../../model/address.ts";
import type { DesiredState } from "../../model/configuration.ts";
import { order } from "../../model/value.ts";
import type { WrittenDocument } from "./files.ts";
import type { Edit } from "./turn.ts";

/** Whether some edit can only be placed by looking into all files. */
export function needsDocuments(edits: readonly Edit[], desired: DesiredState): boolean {
  const homes = new Set([...desired.resources.keys()].map((address) => homeOf(address)));
  return edits.some(({ type, change: { address } }) =>
    type === "add" ? isTop(address) && !homes.has(homeOf(address)) : parentOf(address) === null,
  );
}

/** Whether what holds it is an organization, whose parts may stand in several files. */
function isTop(address: Address): boolean {
  return parentOf(address) === rootOf(address);
}

/**
 * | edit | file |
 * | --- | --- |
 * | change, remove | where the entry stands |
 * | change of an organization | where each attribute stands |
 * | add, below something that is not an organization | where that stands |
 * | add, with siblings | where siblings stand whose keys begin with the same word, else where the siblings are most diverse |
 * | add to an empty collection | where the collection stands |
 */
export function placeEdits(
  edits: readonly Edit[],
  desired: DesiredState,
  documents: readonly WrittenDocument[],
): ReadonlyMap<string | null, readonly Edit[]> {
  const placed: (readonly [string | null, Edit])[] = [];
  const siblings = siblingsOf(edits, desired);
  const holding = (organization: Address, name: string): string | null =>
    documents.find((each) => each.organization === organization && entryOf(each.root, name) !== undefined)
      ?.file ?? null;
  for (const edit of edits) {
    const { address } = edit.change;
    const parent = parentOf(address);
    if (parent === null) {
      for (const [file, names] of Map.groupBy(edit.names, (name) => holding(address, topOf(name)))) {
        placed.push([file, { ...edit, names }]);
      }
    } else if (edit.type !== "add" || !isTop(address)) {
      const at = edit.type === "add" ? parent : address;
      placed.push([fileOf(desired, at), edit]);
    } else {
      const home = homeOf(address) ?? "";
      const known = siblings.get(home);
      const file =
        known === undefined || known.size === 0
          ? holding(parent, keyOf(home))
          : bestFile(known, keyOf(address));
      placed.push([file, edit]);
    }
  }
  placed.sort(([a], [b]) => order(a ?? "", b ?? ""));
  return new Map(
    [...Map.groupBy(placed, ([file]) => file)].map(([file, group]) => [file, group.map(([, edit]) => edit)]),
  );
}

function topOf(name: string): string {
  return name.split(".")[0] ?? name;
}

function fileOf(desired: DesiredState, address: Address): string | null {
  return desired.resources.get(address)?.source?.position().file ?? null;
}

/** For every top collection that gets an entry: the first words of the keys that stand in it, by file. */
type Words = ReadonlyMap<string, ReadonlyMap<string, number>>;

function siblingsOf(edits: readonly Edit[], desired: DesiredState): ReadonlyMap<Address, Words> {
  const homes = new Map<Address, Map<string, Map<string, number>>>();
  for (const { type, change } of edits) {
    if (type === "add" && isTop(change.address)) homes.set(homeOf(change.address) ?? "", new Map());
  }
  if (homes.size === 0) return homes;
  for (const { address, source } of desired.resources.values()) {
    const files = homes.get(homeOf(address) ?? "");
    const file = source?.position().file;
    if (files === undefined || file === undefined) continue;
    const words = files.get(file) ?? new Map<string, number>();
    files.set(file, words);
    const word = firstWord(keyOf(address));
    words.set(word, (words.get(word) ?? 0) + 1);
  }
  return homes;
}

function firstWord(key: string): string {
  return /^[\p{L}\p{N}]+/u.exec(key)?.[0] ?? "";
}

/** What text there is goes first: a definition in code cannot be edited. */
function bestFile(files: Words, key: string): string | null {
  const word = firstWord(key);
  const scored = [...files].map(([file, words]) => {
    const text = isText(file) ? 1 : 0;
    return { file, score: [text, words.get(word) ?? 0, words.size] };
  });
  scored.sort((a, b) => compare(b.score, a.score) || order(a.file, b.file));
  return scored[0]?.file ?? null;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, each] of a.entries()) {
    const difference = each - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether a file is one whose text can be edited, as far as its name tells. */
export function isText(file: string): boolean {
  return /\.ya?ml$/.test(file);
}
