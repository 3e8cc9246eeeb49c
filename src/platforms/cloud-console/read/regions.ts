import { isBlind } from "../../../http/pass.ts";
import type { Failure, Reader } from "../../../model/protocol.ts";
import { answers, decode } from "../contract.ts";
import { enterprises, get } from "../requests.ts";

/**
 * From a region as lists of projects spell it to its slug, which paths and files spell: by the platform's own list
 * (cloud-console.md §3.2 R1), and in lower case where that does not know it (§6.8).
 */
export async function slugs(reader: Reader): Promise<((region: string) => string) | Failure> {
  const read = decode(answers.regions, await reader.read(get(enterprises("regions"))), "regions");
  // Lower case alone is what is documented.
  if (!read.ok && !isBlind(read)) return read;
  const known = new Map<string, string>();
  for (const { name, slug } of read.ok ? read.value : []) {
    known.set(name.toLowerCase(), slug);
    known.set(slug.toLowerCase(), slug);
  }
  return (region) => known.get(region.toLowerCase()) ?? region.toLowerCase();
}
