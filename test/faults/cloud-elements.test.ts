import { expect } from "vitest";
import { cloudElements } from "../../src/platforms/cloud-elements/index.ts";
import { faultMatrix } from "./matrix.ts";
import { lockedOut, sideBySide, somebodyElse } from "./others.ts";
import { exampleOf, type FaultWorld, type Held, holding } from "./world.ts";

interface Dump {
  readonly organizations: readonly {
    readonly name: string;
    readonly twoFactorAuthEnabled: boolean;
    readonly twoFactorAuthMethod: string | null;
    readonly passwordPolicy: Readonly<Record<string, unknown>> | null;
    readonly roles: Readonly<Record<string, readonly string[]>>;
    readonly accounts: readonly {
      readonly externalId: string;
      readonly name: string;
      readonly description: string | null;
      readonly active: boolean;
      readonly users: readonly {
        readonly email: string;
        readonly firstName: string;
        readonly lastName: string;
        readonly active: boolean;
        readonly roles: readonly string[];
      }[];
    }[];
  }[];
}

const usual = [
  "viewElements",
  "createElementInstances",
  "viewFormulas",
  "createFormulaInstances",
  "viewCommonObjects",
];

/** What a role may do as long as nobody has said otherwise (§3e): a store holds only what was set. */
const roles = { "default-user": usual, org: usual };

/** Accounts stand under their labels. What is not active is gone (§3c, §3d). */
function held(labels: Readonly<Record<string, string>>): (dump: unknown) => Held {
  return (dump) => {
    const { held, put } = holding();
    for (const { accounts, roles: set, passwordPolicy, ...of } of (dump as Dump).organizations) {
      const policy = Object.entries(passwordPolicy ?? {}).map(([name, value]) => [
        `passwordPolicy.${name}`,
        value,
      ]);
      put("acme", {
        name: of.name,
        twoFactorAuthEnabled: of.twoFactorAuthEnabled,
        twoFactorAuthMethod: of.twoFactorAuthMethod,
        ...Object.fromEntries(policy),
      });
      for (const [role, privileges] of Object.entries({ ...roles, ...set })) {
        for (const privilege of privileges) put(`acme/roles/${role}/privileges/${privilege}`);
      }
      for (const { externalId, name, description, active, users } of accounts) {
        if (!active) continue;
        const account = `acme/accounts/${labels[externalId] ?? externalId}`;
        put(account, { name, description: description ?? "" });
        for (const { email, firstName, lastName, active, roles } of users) {
          if (active) put(`${account}/users/${email}`, { firstName, lastName, roles });
        }
      }
    }
    return held;
  };
}

const common = {
  platform: cloudElements,
  as: "alice@example.com",
  // A user who is made is written to (§3d); of an external id there is one account.
  once: ({ method, path, body }) => {
    if (method !== "POST") return null;
    const { email, externalId } = (body ?? {}) as { readonly email?: string; readonly externalId?: string };
    return `${path} ${email ?? externalId ?? ""}`;
  },
  // §2: the default account has an organization administrator.
  intact: (dump) => {
    for (const { accounts } of (dump as Dump).organizations) {
      const users = accounts.flatMap((each) => each.users);
      expect(users.some(({ active, roles }) => active && roles.includes("org-admin"))).toBe(true);
    }
  },
} as const satisfies Partial<FaultWorld>;

const example = async (): Promise<FaultWorld> => ({
  ...common,
  ...(await exampleOf(cloudElements)),
  held: held({ "globex-7": "globex" }),
});

const user = (name: string, more: object = {}) => ({
  email: `${name}@example.com`,
  firstName: name,
  lastName: "Adams",
  ...more,
});

const rest = (): FaultWorld => ({
  ...common,
  allow: [
    "destroy:acme/accounts/old",
    "removals:acme/accounts/globex/users",
    "removals:acme/accounts/hq/users",
  ],
  secrets: { FIRST_PASSWORD: "Correct-h0rse-42!" },
  held: held({}),
  seed: {
    organizations: [
      {
        name: "Acme",
        accounts: [
          {
            externalId: "hq",
            name: "hq",
            default: true,
            users: [
              user("alice", { roles: ["org-admin"] }),
              user("bob"),
              user("carol", { active: false }),
              user("dave", { roles: ["admin"] }),
            ],
          },
          { externalId: "globex", name: "globex", users: [user("erin"), user("frank")] },
          { externalId: "old", name: "old", users: [] },
        ],
      },
    ],
  },
  files: {
    "acme.yaml": `platform: cloud-elements
organization: acme
name: Acme Works
previously: [Acme]
accounts:
  hq:
    users:
      alice@example.com: { roles: [org-admin] }
      bob@example.com: { firstName: Robert, lastName: Adams, roles: [] }
      carol@example.com: { firstName: carol, lastName: Adams, roles: [] }
      dave@example.com: { roles: [] }
      gina@example.com: { firstName: Gina, lastName: Adams, roles: [admin], password: { env: FIRST_PASSWORD } }
      hal@example.com: { firstName: Hal, lastName: Adams, roles: [org-admin], password: { env: FIRST_PASSWORD } }
  globex:
    users:
      erin@example.com: { firstName: Erin, lastName: Ellis, roles: [] }
      ivy@example.com: { firstName: Ivy, lastName: Adams, roles: [], password: { env: FIRST_PASSWORD } }
      jack@example.com: { firstName: Jack, lastName: Adams, roles: [admin], password: { env: FIRST_PASSWORD } }
  fresh: { name: Fresh }
  old: { state: absent }
`,
  },
});

// What nobody may do is planned only to be stopped.
faultMatrix(example, rest, [
  "organization.setTwoFactorWithoutMethod",
  "organization.setUnacceptablePolicy",
  "account.deleteDefault",
  "accountUser.createOrgAdmin",
  "user.createWithTakenMail",
  "accountUser.giveOrgAdmin",
]);

lockedOut(example);
sideBySide(example);
somebodyElse(example, [
  {
    title: "deactivates a user who is to be promoted",
    file: "organization: acme\nname: Acme\nmanage: { accounts.users: additive }\naccounts: { hq: { users: { carol@example.com: { state: absent } } } }\n",
  },
  {
    title: "gives a role another privilege, and its list is written whole: nothing is lost",
    file: "organization: acme\nname: Acme\nmanage: { roles.privileges: additive }\nroles: { org: { privileges: [editFormulas] } }\n",
    stays: "acme/roles/org/privileges/editFormulas",
    words: /Somebody else has changed meanwhile what roles.setPrivileges on acme replaces/,
  },
]);
