/** The eight fields of the password policy, which are written all together or not at all (cloud-elements.md §3b). */
import type { Attributes } from "../../model/resource.ts";
import type { Value } from "../../model/value.ts";

const fields = [
  "minLength",
  "minUppercase",
  "minLowercase",
  "minNumbers",
  "minSymbols",
  "symbolCharacterSet",
  "previousPasswordCount",
  "expirationDays",
] as const;

const group = "passwordPolicy.";

/** Less is refused (§5.9). A policy that is live may still be older and shorter. */
const leastLength = 8;

/** Whether an attribute of the organization belongs to the policy. */
export function isOfPolicy(attribute: string): boolean {
  return attribute.startsWith(group);
}

/** The policy as attributes; a field that is not there or null is not set. */
export function policyAttributes(
  policy: { readonly [name: string]: unknown } | null | undefined,
): Attributes {
  const attributes: Record<string, Value> = {};
  for (const field of fields) {
    const value = policy?.[field];
    if (typeof value === "number" || typeof value === "string") attributes[group + field] = value;
  }
  return attributes;
}

/** The policy that attributes hold, as the platform takes it. */
export function policyBody(attributes: Attributes): { readonly [name: string]: Value } {
  const body: Record<string, Value> = {};
  for (const field of fields) {
    const value = attributes[group + field];
    if (value !== undefined && value !== null) body[field] = value;
  }
  return body;
}

/** Whether the platform takes such a policy: all of its fields, and no shorter passwords than it allows. */
export function isAcceptable(policy: { readonly [name: string]: Value }): boolean {
  return fields.every((field) => policy[field] !== undefined) && Number(policy.minLength) >= leastLength;
}
