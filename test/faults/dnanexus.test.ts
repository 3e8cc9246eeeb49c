import { expect } from "vitest";
import { dnanexus } from "../../src/platforms/dnanexus/index.ts";
import { destroying, files, heldBy, seed } from "../cli/world.ts";
import { faultMatrix } from "./matrix.ts";
import { lockedOut, sideBySide, somebodyElse } from "./others.ts";
import type { FaultWorld } from "./world.ts";

/** dnanexus.md §2.2: an organization has an ADMIN, always. */
function intact(dump: unknown): void {
  const { orgs } = dump as { orgs: { id: string; members: Record<string, { level: string }> }[] };
  for (const { id, members } of orgs) {
    expect([id, Object.values(members).some(({ level }) => level === "ADMIN")]).toEqual([id, true]);
  }
}

const common = {
  platform: dnanexus,
  as: "user-alice",
  held: (dump) => new Map([...heldBy(dump)].map(([address, attributes]) => [address, { attributes }])),
  // A second organization of one nonce is the first one (§3.1).
  once: ({ path, body }) => {
    const { invitee, name } = body as { readonly invitee?: string; readonly name?: string };
    if (path.endsWith("/invite")) return `${path} ${invitee}`;
    return path === "/project/new" ? `${path} ${name}` : null;
  },
  intact,
} as const satisfies Partial<FaultWorld>;

const withoutNew = {
  ...files,
  "acme.yaml": files["acme.yaml"].replace(/ {2}fresh:\n.*\n/, ""),
};

const whole = (): FaultWorld => ({ ...common, seed, files, allow: [destroying] });

const everybody = ["alice", "bob", "carol", "dave"].map((name) => `user-${name}`);

const rest: FaultWorld = {
  ...common,
  allow: ["removals:org-acme/apps/app-qc/developers"],
  seed: {
    users: everybody.map((id) => ({ id })),
    orgs: [
      {
        id: "org-acme",
        name: "Acme",
        members: { "user-alice": "ADMIN", "user-bob": "ADMIN", "user-carol": "MEMBER" },
      },
    ],
    projects: [{ name: "raw", billTo: "org-acme", permissions: { "user-alice": "ADMINISTER" } }],
    apps: [
      {
        name: "qc",
        version: "1.0.0",
        billTo: "org-acme",
        createdBy: "user-alice",
        developers: ["user-alice", "user-bob"],
        authorizedUsers: ["user-bob"],
      },
    ],
  },
  files: {
    "acme.yaml": `platform: dnanexus
organization: org-acme
policies: { restrictProjectTransfer: ADMIN }
members:
  user-alice: ADMIN
  user-bob: MEMBER
  user-carol: ADMIN
  user-dave: MEMBER
projects:
  raw: { summary: Raw data, overrides: { copy: no-one } }
apps:
  app-qc: { developers: [user-alice], authorizedUsers: [user-bob, user-dave] }
`,
  },
};

// Who has left a project cannot look at it any more (test/cli/ended.test.ts).
faultMatrix(whole, () => rest, ["project.leave"]);

lockedOut(whole);
// Two projects of one name may be: of two who know nothing of each other, each would make its own.
sideBySide(() => ({ ...whole(), files: withoutNew }));
somebodyElse(whole, [
  {
    title: "removes a member whose access is to change",
    file: "organization: org-acme\nmanage: { members: additive }\nmembers: { user-dave: { state: absent } }\n",
    words: /ResourceNotFound/,
  },
  {
    title: "invites the same person",
    file: "organization: org-acme\nmanage: { members: additive }\nmembers: { user-frank: MEMBER }\n",
  },
  {
    title: "invites the same person at another level",
    file: "organization: org-acme\nmanage: { members: additive }\nmembers: { user-frank: ADMIN }\n",
  },
  {
    title: "changes a project of which another setting is to change: refused by its version",
    file: "organization: org-acme\nprojects: { raw: { description: Theirs } }\n",
    words: /Somebody else has changed the project meanwhile, so nothing of this was done/,
  },
]);
