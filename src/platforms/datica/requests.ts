/** The reads, by what they give (datica.md §3). */
import { encodeSegment } from "../../model/call.ts";
import type { Request } from "../../model/protocol.ts";

/** The service for environments; the one for people is meant where nothing is said (§4). */
export const paas = "paas";

function get(...path: readonly string[]): Request {
  return { method: "GET", path: path.map((part) => `/${encodeSegment(part)}`).join("") };
}

/** Environments live in a pod, and every request about them says which (§3a). */
export function podHeader(pod: string): { readonly "x-pod-id": string } {
  return { "x-pod-id": pod };
}

export const requests = {
  verify: get("auth", "verify"),
  orgs: get("orgs"),
  roles: get("orgs", "roles"),
  org: (org: string) => get("orgs", org),
  users: (org: string) => get("orgs", org, "users"),
  invites: (org: string) => get("orgs", org, "invites"),
  groups: (org: string) => get("acls", org, "groups"),
  pods: { ...get("pods"), host: paas },
  environments: (pod: string) => ({ ...get("environments"), host: paas, headers: podHeader(pod) }),
  environmentUsers: (environment: string, pod: string) => ({
    ...get("environments", environment, "users"),
    host: paas,
    headers: podHeader(pod),
  }),
} as const;
