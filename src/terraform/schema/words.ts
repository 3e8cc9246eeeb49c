/**
 * Descriptions of kinds, as Terraform's users need them: names as they are spelled there, and nothing that only files say.
 *
 * | in files | in Terraform |
 * | --- | --- |
 * | `projectAccess` | `project_access` |
 * | `id` pins an object | `platform_id` |
 * | null means no value | unset |
 * | sentences about `state: absent`, `manage` and omission | left out |
 */
import { attributesOf } from "../../model/kind.ts";
import type { Platform } from "../../model/platform.ts";
import { snake } from "./names.ts";

const sentences = /(?<=[.!?])\s+(?=[A-Z`"'])/;
const onlyInFiles = /`state: absent`|`manage:|\bleaving (one|an? \w+|a \w+) out\b|The file\b/i;

export function inTerraform(platform: Platform, text: string): string {
  const names = namesOf(platform);
  return text
    .split(sentences)
    .filter((each) => !onlyInFiles.test(each))
    .join(" ")
    .replace(/`([A-Za-z]+)`/g, (all, name: string) => (names.has(name) ? `\`${snake(name)}\`` : all))
    .replaceAll("`id`", "`platform_id`")
    .replace(/; null: /g, "; unset: ");
}

const known = new WeakMap<Platform, ReadonlySet<string>>();

/** Names of attributes, also those inside of groups, and of collections. */
function namesOf(platform: Platform): ReadonlySet<string> {
  let names = known.get(platform);
  if (names === undefined) {
    names = new Set(
      platform.kinds.flatMap((kind) => [
        kind.collection,
        ...[...attributesOf(kind).keys()].flatMap((name) => [name, ...name.split(".")]),
      ]),
    );
    known.set(platform, names);
  }
  return names;
}
