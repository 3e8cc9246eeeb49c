import type { Protocol } from "../../model/protocol.ts";
import { authorize, credentials } from "./oauth.ts";
import { outcome } from "./outcome.ts";
import { prefix } from "./requests.ts";
import { writes } from "./writes.ts";

const segment = "[^/]+";
const base = `/${prefix.join("/")}`;

/** Nobody has tried this contract there (marketplace.md §6.14). */
const vendor = ["kroger.com"];

/** How to talk to the marketplace (marketplace.md §3, §4). */
export const protocol = {
  hosts: {
    api: { description: `The root of the server; the API lies below it at ${base}.`, vendor },
    auth: { description: "The root of the server that gives out tokens.", like: "api", vendor },
  },
  credentials,
  authorize,
  reads: [
    "/users/me",
    "/organizations",
    "/applications",
    `/organizations/${segment}`,
    `/organizations/${segment}/teams/${segment}`,
    `/organizations/${segment}/(members|teams|applications)`,
    `/organizations/${segment}/teams/${segment}/(members|applications)`,
  ].map((path) => ({ method: "GET", path: new RegExp(`^${base}${path}$`) })),
  outcome,
  writes,
  // No limit of requests a second is documented; those of a day are told by the answers (§4).
  limits: { concurrency: 8 },
} satisfies Protocol;
