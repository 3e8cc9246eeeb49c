import type { Protocol } from "../../model/protocol.ts";
import { outcome } from "./outcome.ts";
import { authorize } from "./sign-in.ts";
import { writes } from "./writes.ts";

/** Hosts of the makers, where most of this contract has never been tried (cloud-console.md §6.18). */
const vendor = ["ventuscloud.eu"];
const id = "[^/]+";

/** How to talk to the Cloud Console (cloud-console.md §3, §4). */
export const protocol = {
  hosts: {
    api: { description: "The gateway of the API.", vendor },
    auth: { description: "The server that signs people in.", like: "api", vendor },
  },
  credentials: {
    email: {
      env: "CHARTER_CLOUD_CONSOLE_EMAIL",
      description: "The e-mail of the person that Charter acts as; there are no accounts for machines.",
      public: true,
    },
    password: { env: "CHARTER_CLOUD_CONSOLE_PASSWORD", description: "That person's password." },
  },
  authorize,
  reads: [
    "gotham-enterprises/method/(users/me|users|regions|orgs)",
    `gotham-enterprises/method/orgs/${id}/(projects|admins|transfer|groups)`,
    `gotham-enterprises/method/orgs/${id}/groups/${id}`,
    "gotham-bank/method/orgs",
  ].map((path) => ({ method: "GET", path: new RegExp(`^/v1\\.0/invoke/${path}$`) })),
  outcome,
  writes,
  // Nothing is published about limits (§4).
  limits: { concurrency: 8 },
} satisfies Protocol;
