/** What makes another resource of it. */

import { sameValue } from "../../../model/attribute.ts";
import { attributesOf } from "../../../model/kind.ts";
import type { Path, TfObject } from "../../contract.ts";
import { unknown } from "../../contract.ts";
import { parentAttribute } from "../../schema/names.ts";
import type { ResourceType } from "../../schema/resources.ts";
import type { Desk } from "../session.ts";
import { type Subject, sameHolder } from "../subject.ts";
import { at, holdsUnknown, pathAt, toModel } from "../values.ts";

import { keyPath } from "./object.ts";

/**
 * | changed | replaces |
 * | --- | --- |
 * | what holds it | yes, unless it is the same object under another label |
 * | key | yes, unless it is the same in another spelling, or a label |
 * | the platform's own id | yes |
 * | an attribute that cannot change | yes, where it can be removed and made anew |
 */
export function replacements(
  type: ResourceType,
  prior: TfObject,
  config: TfObject,
  before: Subject,
  subject: Subject | null,
  desk: Desk,
): readonly Path[] {
  const { kind } = type;
  const paths: Path[] = [];
  const parent = parentAttribute(kind);
  if (parent !== null) {
    const is = subject?.holders.at(-1)?.address;
    const isSame = sameHolder(before, subject, desk.ledger.ids);
    if (!isSame && (config[parent] === unknown || is !== undefined)) paths.push([{ attribute: parent }]);
  }
  const keyOf = (each: Subject): string | undefined => each.interest.resources.get(each.address)?.key;
  if (kind.labelled === undefined && (subject === null || keyOf(before) !== keyOf(subject))) {
    // Where only what holds it is not known, the key may still be the same.
    if (config["key"] === unknown || subject !== null) paths.push(keyPath);
  }
  const id = config["platform_id"] ?? null;
  if (kind.labelled !== undefined && id !== null && id !== prior["platform_id"]) {
    paths.push([{ attribute: "platform_id" }]);
  }
  if (kind.can.create && kind.can.delete) {
    for (const [name, of] of attributesOf(kind)) {
      if (!of.immutable) continue;
      const written = at(config, name);
      const had = toModel(of, at(prior, name));
      if (written === null || had === undefined) continue;
      if (holdsUnknown(written) || !sameValue(of, toModel(of, written), had)) paths.push(pathAt(name));
    }
  }
  return paths;
}
