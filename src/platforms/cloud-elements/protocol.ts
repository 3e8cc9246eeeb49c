import { failure } from "../../http/failure.ts";
import { emailPattern } from "../../model/keys.ts";
import type { Credentials, Failure, Protocol } from "../../model/protocol.ts";
import { outcome } from "./outcome.ts";
import { base } from "./requests.ts";
import { writes } from "./writes.ts";

const segment = "[^/]+";

/** How to talk to Cloud Elements (cloud-elements.md §3, §4). */
export const protocol = {
  hosts: {
    api: {
      description: "The server, without /elements/api-v2.",
      vendor: ["cloud-elements.com", "cloud-elements.co.uk", "hana.ondemand.com"],
    },
  },
  credentials: {
    userSecret: {
      env: "CHARTER_CLOUD_ELEMENTS_USER_SECRET",
      description: "The user secret of the account that Charter acts as.",
    },
    organizationSecret: {
      env: "CHARTER_CLOUD_ELEMENTS_ORGANIZATION_SECRET",
      description: "The organization secret.",
    },
    // No call tells whom a secret belongs to (§3): Charter's own.
    email: {
      env: "CHARTER_CLOUD_ELEMENTS_EMAIL",
      description: "The mail of the user whose secret it is.",
      public: true,
    },
  },
  authorize: async ({ credentials }) => {
    const mail = credentials.get("email")?.trim() ?? "";
    if (!new RegExp(emailPattern).test(mail)) return noMail();
    const [user, organization] = [
      secretOf(credentials, "userSecret"),
      secretOf(credentials, "organizationSecret"),
    ];
    if (user === null) return refused(bad("user"));
    if (organization === null) return refused(bad("organization"));
    return { authorization: `User ${user}, Organization ${organization}` };
  },
  reads: [
    "organizations/(me|roles)",
    `organizations/users(/${segment})?`,
    `accounts(/${segment}/users(/${segment})?)?`,
    `users/${segment}(/roles)?`,
  ].map((path) => ({ method: "GET", path: new RegExp(`^/${base.join("/")}/${path}$`) })),
  outcome,
  writes,
  // No limit is documented (§4).
  limits: { concurrency: 8 },
} satisfies Protocol;

export function noMail(): Failure {
  return refused(
    "There is no mail of the user whose secret is used, and Cloud Elements does not tell whose it is.",
  );
}

/** A secret that the header can hold: it is split at commas and blanks (§4). */
function secretOf(credentials: Credentials, part: string): string | null {
  const secret = credentials.get(part)?.trim() ?? "";
  return /^[\x21-\x2b\x2d-\x7e]+$/.test(secret) ? secret : null;
}

function bad(whose: string): string {
  return `There is no ${whose} secret, or it holds characters that no secret has. Copy it again from the console's profile page, alone and on one line.`;
}

function refused(message: string): Failure {
  return failure("unauthenticated", "NoSecret", message);
}
