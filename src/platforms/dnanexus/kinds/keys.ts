import { addressOf } from "../../../model/address.ts";
import type { Resource } from "../../../model/resource.ts";

/** The pseudo-member that stands for everybody. */
export const everybody = "PUBLIC";

const handle = "[A-Za-z0-9][A-Za-z0-9._-]{0,254}";

/** Patterns of keys as people write them: any case, since ids are folded to lower case (§6.13). */
export const patterns = {
  user: `^user-${handle}$`,
  org: `^org-${handle}$`,
  userOrOrg: `^(user|org)-${handle}$`,
  principal: `^((user|org)-${handle}|PUBLIC)$`,
} as const;

/** Ids are lower case on the platform; `PUBLIC` is no id. */
export function foldPrincipal(key: string): string {
  return key === everybody ? key : key.toLowerCase();
}

/** The organization that a principal is, as the address that it would have in a configuration. */
export function organizationOf(resource: Resource): readonly string[] {
  return resource.key.startsWith("org-") ? [addressOf(null, "organizations", resource.key)] : [];
}

/** The account that must exist before access can be given to it. */
export function accountOf(resource: Resource): string | undefined {
  return resource.key === everybody ? undefined : resource.key;
}
