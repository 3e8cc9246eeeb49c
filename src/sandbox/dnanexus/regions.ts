import type { At } from "../shape.ts";
import { text } from "../shape.ts";

/**
 * Where projects can be created unless an org says otherwise. The fact sheet has no list of regions (§3.5 only
 * says that a bad one is InvalidInput), so this one is the sandbox's own.
 */
export const standardRegions: readonly string[] = [
  "aws:us-east-1",
  "aws:eu-central-1",
  "aws:eu-west-2",
  "aws:ap-southeast-2",
  "azure:westus",
];

export const standardRegion = "aws:us-east-1";

/** A provider and a place. */
export function regionName(at: At): string {
  const name = text(at);
  return /^[a-z0-9]+:[a-z0-9-]+$/.test(name)
    ? name
    : at.fail(at.path, "must be a region such as aws:us-east-1");
}
