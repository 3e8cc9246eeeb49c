/** Names of Terraform, made from Charter's: `allowBillableActivities` is `allow_billable_activities`. */
import type { Kind } from "../../model/kind.ts";
import type { Platform } from "../../model/platform.ts";

/** Lower case with underscores. Capitals side by side are one word: `containsPHI` is `contains_phi`. */
export function snake(name: string): string {
  let snaked = known.get(name);
  if (snaked === undefined) {
    snaked = spell(name);
    known.set(name, snaked);
  }
  return snaked;
}

/** Names are those of kinds: few, and asked for with every value. */
const known = new Map<string, string>();

function spell(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])(?=.)/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
}

/** The name of the resource type for one resource of the kind: `charter_dnanexus_member`. */
export function typeOfOne(platform: Platform, kind: Kind): string {
  return `charter_${snake(platform.name)}_${snake(kind.name)}`;
}

/** The name of the resource type for all resources of one collection: `charter_dnanexus_members`. */
export function typeOfAll(platform: Platform, kind: Kind): string {
  return `${typeOfOne(platform, kind)}s`;
}

/** The name of the data source for effective access. */
export function typeOfAccess(platform: Platform): string {
  return `charter_${snake(platform.name)}_access`;
}

/** The attribute of a resource that says what holds it: `organization`, `project`. */
export function parentAttribute(kind: Kind): string | null {
  return kind.parent === null ? null : snake(kind.parent);
}

/** The attribute of the resource type for a whole collection that holds the map: `members`, `authorized_users`. */
export function mapAttribute(kind: Kind): string {
  return snake(kind.collection);
}
