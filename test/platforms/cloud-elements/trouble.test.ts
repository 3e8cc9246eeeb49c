/** Applies under faults, and what is live written as files. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ann, count, folderFor, seedOf, start, stored } from "./runs.ts";

const me = { [ann]: { roles: ["org-admin"] } };
const secrets = { PASSWORD: "Zz9!Zz9!Zz9!" };
const person = (firstName: string) => ({ firstName, lastName: "Doe", password: { env: "PASSWORD" } });

const carol = { email: "carol@acme.io", firstName: "Carol", lastName: "Doe", roles: ["admin"] };
const dave = { email: "dave@acme.io", firstName: "Dave", lastName: "Doe", active: false };
const wanted = {
  passwordPolicy: { minLength: 9 },
  roles: { admin: { privileges: ["viewUsersAccount"] } },
  accounts: {
    hq: { users: { ...me, "bob@acme.io": { ...person("Bob"), roles: ["admin", "org-admin"] } } },
    shop: {
      users: { "carol@acme.io": { roles: [] }, "dave@acme.io": { firstName: "Dave", lastName: "Doe" } },
    },
    depot: { users: { "erin@acme.io": person("Erin") } },
  },
};
const settled = [
  "depot",
  "  erin@acme.io",
  "hq",
  "  ann@acme.io org-admin",
  "  bob@acme.io admin org-admin",
  "shop",
  "  carol@acme.io",
  "  dave@acme.io",
];
const allow = ["removals:acme/roles/admin/privileges"];

const shop = { externalId: "shop", users: [carol, dave] };

describe("an apply converges", () => {
  it.each([
    ["where every answer to a write is lost once", "lost", { every: 2 }],
    ["where connections break", "reset", { every: 3 }],
    ["where answers break off", "truncate", { every: 4 }],
    ["where the server is busy", "status", { status: 503, every: 3 }],
    ["where there are too many requests", "status", { status: 429, every: 3, retryAfter: 0 }],
  ] as const)("%s", { timeout: 60_000 }, async (_, kind, more) => {
    const sandbox = await start(seedOf([shop]));
    const folder = await folderFor(sandbox, wanted, secrets);
    // Writes alone: reads are simply asked again.
    const routes = [
      "password-policies",
      "roles/admin",
      "accounts/1001/users/",
      "organizations/users",
      "accounts",
    ];
    sandbox.setFaults(routes.map((route) => ({ kind, route, ...more, times: 2 })));
    for (let round = 0; round < 3; round += 1) {
      const plan = await folder.plan(allow);
      if (plan.summary.calls === 0) break;
      await folder.apply(allow);
    }
    expect([...stored(sandbox)].sort()).toEqual([...settled].sort());
    expect((await folder.plan()).summary.calls).toBe(0);
  });

  it("a user who was made although the answer never came is not made twice", async () => {
    const sandbox = await start(seedOf([shop]));
    const folder = await folderFor(
      sandbox,
      { accounts: { shop: { users: { "carol@acme.io": {}, "erin@acme.io": person("Erin") } } } },
      secrets,
    );
    // The list is read once; then the user is made.
    sandbox.setFaults([{ kind: "lost", route: "accounts/1001/users", after: 1, times: 1 }]);
    expect(await folder.outcomes()).toEqual(["acme/accounts/shop/users/erin@acme.io applied"]);
    expect(count(sandbox, "POST", "/accounts/1001/users")).toBe(1);
    expect(stored(sandbox).filter((line) => line.includes("erin"))).toEqual(["  erin@acme.io"]);
  });

  it("an account that was made although the answer never came is found by its external id", async () => {
    const sandbox = await start(seedOf());
    const folder = await folderFor(
      sandbox,
      { accounts: { hq: {}, depot: { users: { "erin@acme.io": person("Erin") } } } },
      secrets,
    );
    sandbox.setFaults([{ kind: "lost", route: "accounts", after: 1, times: 1 }]);
    expect(await folder.outcomes()).toEqual([
      "acme/accounts/depot applied",
      "acme/accounts/depot/users/erin@acme.io applied",
    ]);
    expect(count(sandbox, "POST", "/accounts")).toBe(1);
  });

  it("a mail that somebody took meanwhile: the platform's own words, and nothing else is harmed", async () => {
    const sandbox = await start(seedOf([{ externalId: "shop", users: [carol] }]));
    // The users of the shop are not managed, so that nobody knows who is in there.
    const folder = await folderFor(
      sandbox,
      {
        accounts: {
          hq: { users: { ...me, "carol@acme.io": person("Carol"), "erin@acme.io": person("Erin") } },
        },
      },
      secrets,
    );
    expect(await folder.outcomes()).toEqual([
      "acme/accounts/hq/users/carol@acme.io failed A user with the email carol@acme.io already exists",
      "acme/accounts/hq/users/erin@acme.io applied",
    ]);
  });

  it("a bad secret ends the run before anything is sent", async () => {
    const sandbox = await start(seedOf([shop]));
    const folder = await folderFor(sandbox, wanted, secrets);
    sandbox.setFaults([{ kind: "status", status: 401 }]);
    await expect(folder.plan()).rejects.toThrow(/401/);
    expect(sandbox.requests.some(({ write }) => write)).toBe(false);
  });
});

describe("what is live as files", () => {
  it("plans to nothing: whoever is deactivated stays out of them, what nobody knows stays in", async () => {
    const sandbox = await start(
      seedOf([shop, { externalId: "Café / Nord", name: "Café" }], {
        roles: { admin: ["viewElements", "brandNew", "intelligence"], org: [] },
        twoFactorAuthEnabled: true,
      }),
    );
    const folder = await folderFor(sandbox, {});
    const text = await folder.import();
    expect(parse(text)).toMatchInlineSnapshot(`
      {
        "accounts": {
          "cafe-nord": {
            "description": "Café / Nord",
            "externalId": "Café / Nord",
            "name": "Café",
          },
          "hq": {
            "description": "hq",
            "name": "hq",
            "users": {
              "ann@acme.io": {
                "firstName": "Ann",
                "lastName": "Archer",
                "roles": [
                  "org-admin",
                ],
              },
            },
          },
          "shop": {
            "description": "shop",
            "name": "shop",
            "users": {
              "carol@acme.io": {
                "firstName": "Carol",
                "lastName": "Doe",
                "roles": [
                  "admin",
                ],
              },
            },
          },
        },
        "id": "100",
        "organization": "acme",
        "passwordPolicy": {
          "expirationDays": 100000,
          "minLength": 8,
          "minLowercase": 1,
          "minNumbers": 1,
          "minSymbols": 1,
          "minUppercase": 1,
          "previousPasswordCount": 0,
          "symbolCharacterSet": "!@#$%^&*()_-+={}[]|\\:;"'<>,.?/~\`",
        },
        "platform": "cloud-elements",
        "roles": {
          "admin": {
            "privileges": [
              "brandNew",
              "viewElements",
            ],
          },
          "default-user": {
            "privileges": {
              "createElementInstances": {},
              "createFormulaInstances": {},
              "viewCommonObjects": {},
              "viewElements": {},
              "viewFormulas": {},
            },
          },
          "org": {},
          "org-admin": {
            "privileges": {
              "addUsersAccount": {},
              "addUsersOrg": {},
              "configureRoles": {},
              "createCommonObjects": {},
              "createElementInstances": {},
              "createElements": {},
              "createFormulaInstances": {},
              "createFormulas": {},
              "deleteCommonObjects": {},
              "deleteElements": {},
              "deleteFormulas": {},
              "deleteUsersAccount": {},
              "deleteUsersOrg": {},
              "editCommonObjects": {},
              "editElements": {},
              "editFormulas": {},
              "editUsersAccount": {},
              "editUsersOrg": {},
              "manageUiBranding": {},
              "modifySecurity": {},
              "viewCommonObjects": {},
              "viewElements": {},
              "viewFormulas": {},
              "viewLogsAccount": {},
              "viewLogsOrg": {},
              "viewUsersAccount": {},
              "viewUsersOrg": {},
            },
          },
        },
        "twoFactorAuthEnabled": true,
        "twoFactorAuthMethod": "sms",
      }
    `);
    expect(await folder.sketch()).toBe("\n\n");
  });
});
