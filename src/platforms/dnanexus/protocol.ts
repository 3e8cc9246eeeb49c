import { failure } from "../../http/failure.ts";
import type { Protocol } from "../../model/protocol.ts";
import { outcome } from "./outcome.ts";
import { writes } from "./writes.ts";

const segment = "[^/]+";

/** How to talk to DNAnexus (dnanexus.md §4). Every route is a POST, so the path alone says what it does. */
export const protocol = {
  hosts: {
    api: { url: "https://api.dnanexus.com", description: "The API server." },
  },
  credentials: {
    token: {
      env: "CHARTER_DNANEXUS_TOKEN",
      description: "An API token with full scope, from the profile page of the account that Charter acts as.",
    },
  },
  // Tokens are long-lived and cannot be renewed: a refused one stays refused.
  authorize: async ({ credentials }) => {
    const token = credentials.get("token")?.trim() ?? "";
    if (/^[\x21-\x7e]+$/.test(token)) return { authorization: `Bearer ${token}` };
    return failure(
      "unauthenticated",
      "NoToken",
      token === ""
        ? "There is no DNAnexus token. Create one on your profile page and put it where the connection looks for it."
        : "The DNAnexus token holds characters that no token has. Copy it again, alone and on one line.",
    );
  },
  headers: () => ({ "dnanexus-api": "1.0.0" }),
  reads: [
    "/system/(whoami|findOrgs)",
    `/(user|org|project|app)-${segment}/describe`,
    `/org-${segment}/(findMembers|findProjects|findApps)`,
    `/app-${segment}/listDevelopers`,
  ].map((path) => ({ method: "POST", path: new RegExp(`^${path}$`) })),
  outcome,
  writes,
  // 200 a second is the documented limit of an account (§4).
  limits: { concurrency: 16, perSecond: 200 },
} satisfies Protocol;
