/** The calls as the command prints them; ended at each write, and carried on. */
import { expect, it } from "vitest";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import type { DeskWorld, Seed } from "../harness/desk.ts";
import { survivesKills } from "../harness/killed.ts";
import { printsItsCalls } from "../harness/printed.ts";
import { heedsSignals } from "../harness/signalled.ts";

const person = { firstName: "Some", lastName: "Body", password: { env: "FIRST_PASSWORD" } };

/** The example's one organization, with more accounts and more people in its own. */
function seeded({ organizations = [] }: Seed): Seed {
  const { accounts, ...rest } = organizations[0] as {
    readonly accounts: readonly { readonly users: readonly object[] }[];
  };
  const [home, ...others] = accounts;
  const users = [
    ...(home?.users ?? []),
    { email: "henry@example.com", firstName: "Henry", lastName: "Hall" },
    { email: "ivan@example.com", firstName: "Ivan", lastName: "Ives", active: false },
  ];
  const shop = {
    externalId: "shop-2",
    name: "Shop",
    users: [
      { email: "ann@shop.example", firstName: "Ann", lastName: "Old" },
      { email: "ben@shop.example", firstName: "Ben", lastName: "Bell" },
    ],
  };
  const old = { externalId: "old-1", name: "Old", users: [] };
  return {
    organizations: [{ ...rest, name: "Acme Inc", accounts: [{ ...home, users }, ...others, shop, old] }],
  };
}

const more = `
      henry@example.com: { firstName: Henry, lastName: Hale }
      ivan@example.com: { firstName: Ivan, lastName: Ives }
      jane@example.com: { firstName: Jane, lastName: Joy, password: { env: FIRST_PASSWORD }, roles: [admin] }
      kate@example.com: { firstName: Kate, lastName: Kay, password: { env: FIRST_PASSWORD }, roles: [org-admin] }
`;

const world: DeskWorld = {
  platform: cloudElements,
  secrets: { FIRST_PASSWORD: "Correct-h0rse-42!" },
  seeded,
  edited: (text) =>
    text
      .replace(/^name: Acme$/m, "$&\npreviously: [Acme Inc]")
      .replace(/^ {6}frank@/m, (found) => `${more}${found}`),
  documents: [
    {
      organization: "acme",
      accounts: {
        "old-1": { state: "absent" },
        "shop-2": {
          users: { "ann@shop.example": { firstName: "Ann", lastName: "New" }, "cleo@shop.example": person },
        },
        "initech-12": { name: "Initech", users: { "ines@initech.example": { ...person, roles: ["admin"] } } },
      },
    },
  ],
  // Nobody may do these: the preflight stops them.
  never: [
    "account.deleteDefault",
    "accountUser.createOrgAdmin",
    "accountUser.giveOrgAdmin",
    "organization.setTwoFactorWithoutMethod",
    "organization.setUnacceptablePolicy",
    "user.createWithTakenMail",
  ],
  intact: (dump) => {
    const { organizations } = dump as {
      readonly organizations: readonly {
        readonly accounts: readonly {
          readonly default: boolean;
          readonly users: readonly { readonly active: boolean; readonly roles: readonly string[] }[];
        }[];
      }[];
    };
    for (const { accounts } of organizations) {
      const [home] = accounts.filter((each) => each.default);
      expect(home?.users.some(({ active, roles }) => active && roles.includes("org-admin"))).toBe(true);
    }
  },
};

it("prints the calls of the plan", { timeout: 60_000 }, () => printsItsCalls(world));

it.each(["acted", "answered"] as const)("killed, %s", { timeout: 240_000 }, (moment) =>
  survivesKills(world, moment),
);

it("by SIGINT and SIGTERM", { timeout: 240_000 }, () => heedsSignals(world));
