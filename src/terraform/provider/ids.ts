/**
 * The attribute `id`: an address that means the same wherever another resource gets it, also where nothing else is known (at
 * an apply, resources without changes are not asked).
 *
 * | object | its name | id |
 * | --- | --- | --- |
 * | without a label | | its address |
 * | with one | is the label | its address: the name finds it |
 * | with one | is another, the platform's id is known | its address with that id |
 * | with one | is another, not made yet | not known |
 * | with one | is not known | not known |
 */
import type { Resource } from "../../model/resource.ts";
import { type TfValue, type Unknown, unknown } from "../contract.ts";
import { formatKey, parseImportId, plainAddress } from "../import-id.ts";
import { writtenText } from "./place.ts";
import type { Subject } from "./subject.ts";

/** @param name what it is called, or will be */
export function idOfOne(subject: Subject, name: TfValue, platformId: TfValue): string | Unknown {
  const { holders, type } = subject;
  const before = holders.length === 0 ? "" : `${writtenText(holders)}/${type.kind.collection}/`;
  const { key } = subject;
  if (type.kind.labelled === undefined || name === key) return before + formatKey(key);
  if (name === unknown || typeof platformId !== "string") return unknown;
  return before + formatKey(key, platformId);
}

export function idOfAll({ holders, type }: Subject): string {
  return `${writtenText(holders)}/${type.kind.collection}`;
}

/** The id of something live. Where it is not called as the label any more, one that found it by its name stays. */
export function idOfLive(subject: Subject, live: Resource, former: TfValue): string {
  if (typeof former === "string" && former !== "") {
    const said = parseImportId(former).parameters.get("id");
    const still = said === undefined || said === live.id;
    if (still && plainAddress(former) === plainAddress(subject.address)) return former;
  }
  const { labelled } = subject.type.kind;
  const id = idOfOne(subject, labelled?.natural(live.attributes) ?? null, live.id ?? null);
  return id === unknown ? subject.address : id;
}
