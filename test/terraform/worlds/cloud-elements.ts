import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import { objectOf } from "../core/values.ts";
import type { World } from "./world.ts";

export const cloudElementsWorld: World = {
  platform: cloudElements,
  seed: {
    organizations: [
      {
        name: "acme",
        accounts: [
          {
            externalId: "hq",
            name: "Acme",
            default: true,
            users: [
              { email: "alice@example.com", firstName: "Alice", lastName: "Archer", roles: ["org-admin"] },
              { email: "bob@example.com", firstName: "Bob", lastName: "Baker", roles: ["org-admin"] },
              { email: "carol@example.com", firstName: "Carol", lastName: "Cooper" },
            ],
          },
          {
            externalId: "globex",
            name: "Globex",
            users: [
              { email: "dave@example.com", firstName: "Dave", lastName: "Draper" },
              {
                email: "erin@example.com",
                firstName: "Erin",
                lastName: "Ellis",
                roles: ["admin"],
                active: false,
              },
            ],
          },
        ],
      },
    ],
  },
  pool: {
    holders: {
      organization: ["acme"],
      role: ["acme/roles/default-user", "acme/roles/org"],
      account: ["acme/accounts/globex", "acme/accounts/hq"],
    },
    keys: {
      organization: ["acme", "nowhere"],
      role: ["default-user", "org", "admin", "nothing"],
      privilege: ["viewElements", "createElementInstances", "viewFormulas", "viewCommonObjects"],
      account: ["globex", "hq", "retail"],
      user: ["carol", "dave", "erin", "frank", "grace"].map((name) => `${name}@example.com`),
    },
    values: {
      "user.firstName": ["Alice", "Bob"],
      "user.lastName": ["Archer", "Baker"],
      "user.roles": [[], ["admin"], ["org-admin"], ["admin", "org-admin"]],
      "user.password": ["Correct-h0rse-42!", "Other-h0rse-42!"],
      "organization.passwordPolicy.minLength": [8, 12],
      "organization.passwordPolicy.minUppercase": [1],
      "organization.passwordPolicy.minLowercase": [1],
      "organization.passwordPolicy.minNumbers": [0, 1],
      "organization.passwordPolicy.minSymbols": [0, 1],
      "organization.passwordPolicy.symbolCharacterSet": ["!@#$%^&*-_"],
    },
    always: {
      user: { "alice@example.com": objectOf([["roles", ["org-admin"]]]) },
    },
    written: ["user.firstName", "user.lastName", "user.password"],
  },
};
