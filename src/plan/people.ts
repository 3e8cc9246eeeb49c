/** People of the configuration and what is live: whose a live resource is, and where they could stand. Pure. */
import type { DesiredState, Person } from "../model/configuration.ts";
import type { Kind } from "../model/kind.ts";
import { peopleByKey } from "../model/people.ts";
import { kindOf, type Platform } from "../model/platform.ts";
import type { Resource } from "../model/resource.ts";

/** The person whom a live resource is about: by the handle, or by the account that the file gives the person. */
export function holders(
  platform: Platform,
  people: readonly Person[],
): (resource: Resource) => Person | undefined {
  const byKind = new Map<string, ReadonlyMap<string, Person>>();
  const byAccount = new Map(
    people.flatMap((each) => (each.id === undefined ? [] : [[each.id, each] as const])),
  );
  for (const kind of platform.kinds) {
    if (kind.key.person === true) byKind.set(kind.name, peopleByKey(kind, people));
  }
  return (resource) => {
    const index = byKind.get(resource.kind);
    if (index === undefined) return undefined;
    const account = byAccount.size === 0 ? undefined : kindOf(platform, resource.kind).account?.(resource);
    return index.get(resource.key) ?? (account === undefined ? undefined : byAccount.get(account));
  };
}

/** Those of whom nothing shall be live. */
export function goneOf({ people = [] }: DesiredState): readonly Person[] {
  return people.filter(({ gone }) => gone !== undefined);
}

const reaches = new WeakMap<readonly Kind[], ReadonlySet<string>>();

/** The kinds whose keys name people, and those below which there are such. */
export function kindsWithPeople({ kinds }: Platform): ReadonlySet<string> {
  let found = reaches.get(kinds);
  if (found === undefined) {
    const names = new Set<string>();
    const byName = new Map(kinds.map((kind) => [kind.name, kind]));
    for (const each of kinds) {
      if (each.key.person !== true) continue;
      for (let kind: Kind | undefined = each; kind !== undefined; kind = byName.get(kind.parent ?? ""))
        names.add(kind.name);
    }
    found = names;
    reaches.set(kinds, found);
  }
  return found;
}
