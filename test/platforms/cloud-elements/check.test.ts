/** Rules between written resources. */
import { describe, expect, it } from "vitest";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import { desiredOf, type Tree } from "../../support/plans.ts";

const issues = (accounts: Tree) => {
  const { resources, managed } = desiredOf(cloudElements, { acme: { accounts } });
  return [...(cloudElements.check?.(resources, managed) ?? [])].map(
    ({ code, address }) => `${code} ${address}`,
  );
};
const admin = { firstName: "A", lastName: "B", roles: ["org-admin"] };

describe("a mail", () => {
  it.each<readonly [string, Tree, readonly string[]]>([
    ["in one account", { hq: { users: { "a@x.io": {} } }, shop: { users: { "b@x.io": {} } } }, []],
    [
      "in two accounts",
      { hq: { users: { "a@x.io": {} } }, shop: { users: { "A@x.io": {} } } },
      ["mail-twice acme/accounts/shop/users/a@x.io"],
    ],
    [
      "in one, and to be gone from another",
      { hq: { users: { "a@x.io": { $state: "absent" } } }, shop: { users: { "a@x.io": {} } } },
      [],
    ],
  ])("%s", (_, accounts, expected) => {
    expect(issues(accounts)).toEqual(expected);
  });
});

describe("organization administrators", () => {
  it.each<readonly [string, Tree, readonly string[]]>([
    [
      "in one account",
      { hq: { users: { "a@x.io": admin, "b@x.io": admin } }, shop: { users: { "c@x.io": {} } } },
      [],
    ],
    [
      "in two accounts",
      { hq: { users: { "a@x.io": admin } }, shop: { users: { "b@x.io": admin, "c@x.io": admin } } },
      [
        "org-admin-account acme/accounts/shop/users/b@x.io",
        "org-admin-account acme/accounts/shop/users/c@x.io",
      ],
    ],
    [
      "in one, and to be gone from another",
      { hq: { users: { "a@x.io": { ...admin, $state: "absent" } } }, shop: { users: { "b@x.io": admin } } },
      [],
    ],
  ])("%s", (_, accounts, expected) => {
    expect(issues(accounts)).toEqual(expected);
  });
});

it("the sentences say what to do", () => {
  const { resources, managed } = desiredOf(cloudElements, {
    acme: { accounts: { hq: { users: { "a@x.io": admin } }, shop: { users: { "a@x.io": admin } } } },
  });
  expect(
    [...(cloudElements.check?.(resources, managed) ?? [])].map(({ message }) => message),
  ).toMatchInlineSnapshot(`
    [
      "a@x.io is written as acme/accounts/hq/users/a@x.io already, and a mail belongs to one user of one account. Keep one of them.",
      "Only users of the default account can be org-admin, and acme/accounts/hq has one already. Take org-admin out here, or there.",
    ]
  `);
});
