import { randomBytes } from "node:crypto";
import type { HostRule, Protocol } from "../../model/protocol.ts";
import { outcome } from "./outcome.ts";
import { paas } from "./requests.ts";
import { authorize } from "./signin.ts";
import { writes } from "./writes.ts";

const segment = "[^/]+";

/** Of the product's former names (datica.md §4). */
const vendor = ["datica.com", "catalyze.io"] as const;

/** No host has a usual URL: the product is gone from sale. */
const hosts = {
  auth: { vendor, description: "The service for sign-in, organizations, people, invites and groups." },
  [paas]: { vendor, like: "auth", description: "The service for pods and environments." },
} satisfies Readonly<Record<string, HostRule>>;

/** How to talk to the two services of the Compliant Cloud (datica.md §3, §4). */
export const protocol = {
  hosts,
  credentials: {
    email: {
      env: "CHARTER_DATICA_EMAIL",
      description: "E-mail address of the account that Charter acts as.",
      public: true,
    },
    password: { env: "CHARTER_DATICA_PASSWORD", description: "Its password." },
    otp: {
      env: "CHARTER_DATICA_OTP",
      description: "A fresh one-time code, where the account signs in with a second factor.",
      optional: true,
    },
  },
  authorize,
  // A fresh pair for every sending: what was seen before is refused as a replay (§4, §6).
  headers: () => ({
    "x-request-nonce": randomBytes(32).toString("base64"),
    "x-request-timestamp": String(Math.floor(Date.now() / 1000)),
    "x-pod-id": "",
  }),
  reads: [
    "/auth/verify",
    "/orgs",
    "/orgs/roles",
    `/orgs/${segment}`,
    `/orgs/${segment}/(users|invites)`,
    `/acls/${segment}/groups`,
    "/pods",
    "/environments",
    `/environments/${segment}/users`,
  ].map((path) => ({ method: "GET", path: new RegExp(`^${path}$`) })),
  outcome,
  writes,
  // None documented (§4).
  limits: { concurrency: 8 },
} satisfies Protocol;
