/** People as files speak of them: by name, where `people` knows the handle. Pure. */
import { type Address, encodePart, homeOf } from "../../model/address.ts";
import type { DesiredState, Person } from "../../model/configuration.ts";
import { isReference, peopleByKey, referenceTo } from "../../model/people.ts";
import { kindOf, type Platform } from "../../model/platform.ts";
import type { Resource } from "../../model/resource.ts";
import type { Edit } from "./turn.ts";

/**
 * | edit | is spelled |
 * | --- | --- |
 * | of an entry that is there | as it is there |
 * | a new entry, the handle of somebody in `people` | `person:NAME` |
 * | a new entry, anybody else; somebody who is gone | by the handle |
 */
export function byName(platform: Platform, { resources, people = [] }: DesiredState): (edit: Edit) => Edit {
  if (people.length === 0) return (edit) => edit;
  const named = namer(platform, people);
  return (edit) => {
    const { change } = edit;
    const { address, resource, below } = change;
    const written = resources.get(address);
    if (written !== undefined) {
      const key = written.source?.written ?? written.key;
      if (!isReference(kindOf(platform, written.kind), key)) return edit;
      return { ...edit, inFile: { ...change, address: beside(address, key) } };
    }
    if (resource === null) return edit;
    const now = named(resource);
    const inner = below?.map(named);
    return {
      ...edit,
      inFile: {
        address: now === resource ? address : now.address,
        resource: now,
        ...(inner === undefined ? {} : { below: inner }),
      },
    };
  };
}

/** Live resources under the keys that files give them. */
export function namer(platform: Platform, people: readonly Person[]): (resource: Resource) => Resource {
  const present = people.filter(({ gone }) => gone === undefined);
  const byKind = new Map(
    platform.kinds
      .filter(({ key }) => key.person === true)
      .map((kind) => [kind.name, peopleByKey(kind, present)]),
  );
  return (resource) => {
    const person = byKind.get(resource.kind)?.get(resource.key);
    if (person === undefined) return resource;
    const key = referenceTo(person.name);
    return { ...resource, key, address: beside(resource.address, key) };
  };
}

function beside(address: Address, key: string): Address {
  return `${homeOf(address) ?? ""}/${encodePart(key)}`;
}
