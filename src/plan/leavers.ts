/**
 * What is live of those who are gone. It goes everywhere, whatever the configuration says of the collection.
 *
 * | live under the handle, or as the account, of somebody gone | result |
 * | --- | --- |
 * | not written | removal, with the reason of the person |
 * | written as absent, as every line with the handle is | the removal that is there already |
 * | another handle, which is to stay, with the account | nothing here: a stop (plan/identity.ts) |
 * | counts as absent | nothing |
 * | below something that goes whole | nothing of its own |
 * | perhaps, in a place that cannot be read | not known: said, never taken as empty |
 */
import { type Address, coveredBy, keyOf, parentOf } from "../model/address.ts";
import type { Change } from "../model/change.ts";
import type { DesiredState, Person } from "../model/configuration.ts";
import { isThere, type Kind } from "../model/kind.ts";
import type { NextStep } from "../model/plan.ts";
import { childKinds, kindOf, type Platform, rootKind } from "../model/platform.ts";
import { placeOf, type Resource, type Unreadable } from "../model/resource.ts";
import type { StateView } from "../model/state.ts";
import { sentence, shortened } from "../model/text.ts";
import { goneOf, holders, kindsWithPeople } from "./people.ts";
import { removal } from "./removal.ts";

/**
 * The removals that nothing written asks for.
 *
 * @param leaver whose of those who are gone a live resource is
 * @param planned what is changed anyway
 * @param going what goes with all below it
 */
export function departures(
  platform: Platform,
  desired: DesiredState,
  live: StateView,
  leaver: (resource: Resource) => Person | undefined,
  planned: ReadonlySet<Address>,
  going: ReadonlySet<Address>,
): readonly Change[] {
  const changes: Change[] = [];
  for (const resource of live.all()) {
    const person = leaver(resource);
    if (person?.gone === undefined || planned.has(resource.address)) continue;
    const kind = kindOf(platform, resource.kind);
    if (!isThere(kind, resource)) continue;
    const parent = parentOf(resource.address);
    if ((parent !== null && coveredBy(parent, going) !== null) || isToStay(desired, resource.address))
      continue;
    changes.push(removal(kind, resource, person.gone, person));
  }
  return changes;
}

function isToStay({ resources }: DesiredState, address: Address): boolean {
  const written = resources.get(address);
  return written !== undefined && written.state !== "absent";
}

/** The places where somebody who is gone may still stand, for all that can be read. */
export function unsure(
  platform: Platform,
  desired: DesiredState,
  unknown: readonly Unreadable[],
): readonly NextStep[] {
  const gone = goneOf(desired);
  if (gone.length === 0) return [];
  const names = namesOf(gone);
  return unknown
    .filter((each) => mayHold(platform, gone, each))
    .map((each) => ({
      address: placeOf(each),
      step: `Whether ${names} still ${gone.length === 1 ? "has" : "have"} access here is not known, since it cannot be read: ${sentence(each.why)}`,
    }));
}

function namesOf(people: readonly Person[]): string {
  const names = people.map(({ name }) => name);
  return names.length > 3 ? `${shortened(names)} who are gone` : shortened(names);
}

function mayHold(platform: Platform, gone: readonly Person[], { address, collection }: Unreadable): boolean {
  const reach = kindsWithPeople(platform);
  const kind = kindAt(platform, address);
  if (collection !== null) {
    return childKinds(platform, kind.name).some(
      (each) => each.collection === collection && reach.has(each.name),
    );
  }
  if (kind.key.person !== true) return reach.has(kind.name);
  return (
    holders(platform, gone)({ address, kind: kind.name, key: keyOf(address), attributes: {} }) !== undefined
  );
}

/** The kind of the resource at an address, by the names of the collections on the way. */
function kindAt(platform: Platform, address: Address): Kind {
  let kind = rootKind(platform);
  for (const [index, part] of address.split("/").entries()) {
    if (index % 2 === 0) continue;
    const child = childKinds(platform, kind.name).find(({ collection }) => collection === part);
    if (child === undefined) throw new Error(`${platform.name}: ${kind.name} has no collection ${part}`);
    kind = child;
  }
  return kind;
}
