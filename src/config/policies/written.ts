import { type Address, decodePart, holderOf, homeOf } from "../../model/address.ts";
import type { Source } from "../../model/finding.ts";
import type { Desired } from "../../model/resource.ts";
import { sourceOf } from "../node.ts";
import type { Organization } from "../organization.ts";
import { comparable, type Shape, shapesOf } from "./shapes.ts";

/** A collection that the files write, empty ones too. */
export interface Collection {
  /** `acme/members`; empty where the organization itself stands. */
  readonly address: Address;
  readonly shape: Shape;
  /** The comparable keys of what holds it, from the organization down. */
  readonly holders: readonly string[];
  readonly holder: Desired | undefined;
  readonly entries: readonly Desired[];
  /** The lines in which an entry is written: of an organization there can be several, in several files. */
  readonly linesOf: (entry: Desired) => readonly Line[];
}

/** A place where an entry is written. */
export interface Line {
  /** The member that stands there; absent: the whole entry. */
  readonly member?: string;
  readonly source: Source;
}

/** The collections of an organization. */
export function collectionsOf(organization: Organization): readonly Collection[] {
  const { platform, resources, managed } = organization;
  const shapes = new Map(shapesOf(platform).map((shape) => [shape.path, shape]));
  const entries = new Map<Address, Desired[]>();
  for (const address of ["", ...managed.keys()]) entries.set(address, []);
  for (const resource of resources.values()) entries.get(homeOf(resource.address) ?? "")?.push(resource);
  return [...entries].flatMap(([address, held]) => {
    const parts = address === "" ? [] : address.split("/");
    const shape = shapes.get(parts.filter((_, index) => index % 2 === 1).join("/"));
    if (shape === undefined) return [];
    const keys = parts.filter((_, index) => index % 2 === 0);
    return {
      address,
      shape,
      holders: shape.kinds.slice(0, -1).map((kind, level) => comparable(kind, decodePart(keys[level] ?? ""))),
      holder: resources.get(holderOf(address) ?? ""),
      entries: held,
      linesOf: address === "" ? () => linesOf(organization) : lineOf,
    };
  });
}

function lineOf({ source }: Desired): readonly Line[] {
  return source === undefined ? [] : [{ source }];
}

/** Where an organization's own attributes stand; where it has none, the line that names it. */
function linesOf({ written, place }: Organization): readonly Line[] {
  const lines = [...written].map(([member, { origin, at }]) => ({
    member,
    source: sourceOf(origin, at, member),
  }));
  return lines.length > 0 ? lines : [{ source: sourceOf(place.origin, place.at, "") }];
}
