import { order } from "../model/value.ts";

/** A file to be written. */
export interface WrittenFile {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** One collection of an organization. */
export interface Section {
  readonly name: string;
  /** Its entries hold other things. */
  readonly container: boolean;
  /** The whole collection on one line, where that is possible. */
  readonly inline: string | null;
  readonly entries: readonly { readonly key: string; readonly lines: readonly string[] }[];
}

/** Lines above which the file of a collection of containers is split by the first word of their labels. */
const longFile = 600;

/** Labels that must share a first word to get a file of their own. */
const family = 5;

/**
 * How an organization is split over files:
 *
 * | size | files |
 * | --- | --- |
 * | up to `single` lines | `acme.yaml` |
 * | more | `acme/organization.yaml`: attributes and collections of one line; `acme/members.yaml` and so on: a collection each |
 * | a collection of containers above 600 lines | `acme/projects/rna.yaml`: labels that begin with the same word, five or more; `acme/projects/others.yaml`: the rest |
 *
 * People and grants stay in one sorted file however many they are: that is where a person looks for one.
 */
export function splitFiles(
  name: string,
  header: readonly string[],
  own: readonly string[],
  sections: readonly Section[],
  single: number,
): readonly WrittenFile[] {
  const all = sections.flatMap(sectionLines);
  if (header.length + own.length + all.length <= single)
    return [file(`${name}.yaml`, [...header, ...own, ...all])];
  const short = sections.filter((section) => sectionLines(section).length <= 1);
  const files = [file(`${name}/organization.yaml`, [...header, ...own, ...short.flatMap(sectionLines)])];
  for (const section of sections) {
    if (short.includes(section)) continue;
    const lines = sectionLines(section);
    if (!section.container || lines.length <= longFile) {
      files.push(file(`${name}/${section.name}.yaml`, [...header, ...lines]));
      continue;
    }
    for (const [word, entries] of families(section)) {
      const part = { ...section, inline: null, entries };
      files.push(file(`${name}/${section.name}/${word}.yaml`, [...header, ...sectionLines(part)]));
    }
  }
  return files;
}

function sectionLines(section: Section): readonly string[] {
  if (section.inline !== null) return [section.inline];
  if (section.entries.length === 0) return [`${section.name}: {}`];
  return [`${section.name}:`, ...section.entries.flatMap((entry) => entry.lines)];
}

function families(section: Section): readonly (readonly [string, Section["entries"]])[] {
  const groups = new Map<string, Section["entries"][number][]>();
  const wordOf = (key: string): string => /^[\p{L}\p{N}]+/u.exec(key)?.[0] ?? "";
  for (const entry of section.entries) {
    const word = wordOf(entry.key);
    const group = groups.get(word);
    if (group === undefined) groups.set(word, [entry]);
    else group.push(entry);
  }
  const rest: Section["entries"][number][] = [];
  const named = [...groups].filter(([word, entries]) => {
    if (word !== "" && word !== "others" && entries.length >= family) return true;
    for (const entry of entries) rest.push(entry);
    return false;
  });
  rest.sort((a, b) => order(a.key, b.key));
  return [...named, ...(rest.length === 0 ? [] : [["others", rest] as const])];
}

function file(path: string, lines: readonly string[]): WrittenFile {
  return { path, text: lines.map((line) => `${line}\n`).join("") };
}
