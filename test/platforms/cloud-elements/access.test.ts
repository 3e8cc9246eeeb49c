/** Effective access by tables. */
import { describe, expect, it } from "vitest";
import type { Resource } from "../../../src/model/resource.ts";
import { createState, type StateView } from "../../../src/model/state.ts";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import {
  accountPrivileges,
  organizationPrivileges,
} from "../../../src/platforms/cloud-elements/privileges.ts";
import { account, acme, hq, organization, role, shop, user } from "./support.ts";

const { access } = cloudElements;

function state(...more: readonly Resource[]): StateView {
  return createState([
    organization(),
    ...role("org-admin", ["configureRoles", "viewUsersOrg", "viewUsersAccount"]),
    ...role("admin", ["viewUsersAccount", "brandNew"]),
    ...role("org", ["viewElements"]),
    ...role("default-user", []),
    account(hq, "10", true),
    account(shop, "11"),
    ...more,
  ]);
}

/** Rows as one line each: who, level, actions, via. */
function lines(of: StateView, target: string, who: string | null = null): readonly string[] {
  return access
    .rows(of, target, who)
    .map((row) => `${row.who} ${row.level}: ${row.actions.join(" ")} via ${row.via.join(" ")}`);
}

describe("an account", () => {
  it.each<readonly [string, readonly Resource[], string, readonly string[]]>([
    ["nobody", [], hq, []],
    ["a user of the default account", [user(hq, "a@x.io")], hq, ["a@x.io user: use viewElements via org"]],
    ["a user of another account", [user(shop, "a@x.io")], shop, ["a@x.io user: use via default-user"]],
    [
      "an administrator, with a privilege that Charter does not know",
      [user(shop, "a@x.io", ["admin"])],
      shop,
      ["a@x.io admin: use viewUsersAccount other administer via admin default-user"],
    ],
    [
      "an organization administrator in the account that it is in",
      [user(hq, "a@x.io", ["org-admin"])],
      hq,
      ["a@x.io org-admin: use viewElements viewUsersAccount administer via org org-admin"],
    ],
    [
      "an organization administrator in other accounts: told by the organization",
      [user(hq, "a@x.io", ["org-admin"])],
      shop,
      [],
    ],
    ["somebody deactivated", [user(shop, "a@x.io", ["admin"], { active: false })], shop, []],
  ])("%s", (_, live, target, expected) => {
    expect(lines(state(...live), target)).toEqual(expected);
  });

  it("of one principal", () => {
    const of = state(user(shop, "a@x.io"), user(shop, "b@x.io"));
    expect(lines(of, shop, "b@x.io")).toEqual(["b@x.io user: use via default-user"]);
    expect(lines(of, shop, "c@x.io")).toEqual([]);
    expect(lines(of, shop).map((line) => line.split(" ")[0])).toEqual(["a@x.io", "b@x.io"]);
  });

  it("where roles were not read, a role still says how far it reaches", () => {
    const of = createState([
      organization(),
      account(shop, "11"),
      user(shop, "a@x.io", ["admin"]),
      user(shop, "b@x.io"),
    ]);
    expect(lines(of, shop)).toEqual([
      "a@x.io admin: use administer via admin default-user",
      "b@x.io user: use via default-user",
    ]);
  });
});

describe("the organization", () => {
  it("has a row for whoever's roles reach so far", () => {
    const of = state(user(hq, "a@x.io", ["org-admin"]), user(hq, "b@x.io", ["admin"]), user(shop, "c@x.io"));
    expect(lines(of, acme)).toEqual([
      "a@x.io org-admin: viewUsersOrg configureRoles administer via org-admin",
    ]);
    expect(lines(of, acme, "a@x.io")).toEqual(lines(of, acme));
    expect(lines(of, acme, "b@x.io")).toEqual([]);
  });

  it("shows what a base role gives to everybody who has it", () => {
    const of = state(
      ...role("default-user", ["modifySecurity"]),
      user(shop, "a@x.io"),
      user(shop, "b@x.io", ["admin"]),
      user(hq, "c@x.io"),
    );
    expect(lines(of, acme)).toEqual([
      "a@x.io user: modifySecurity via default-user",
      "b@x.io admin: modifySecurity via default-user",
    ]);
  });

  it("of a mail that was deactivated elsewhere counts the user who is active", () => {
    const of = state(user(shop, "a@x.io", [], { active: false }), user(hq, "a@x.io", ["org-admin"]));
    expect(lines(of, acme, "a@x.io")).toEqual(lines(of, acme));
    expect(lines(of, acme)).toHaveLength(1);
  });
});

it("other resources have no rows", () => {
  const of = state(user(hq, "a@x.io"));
  for (const target of ["acme/roles/admin", `${hq}/users/a@x.io`, "nowhere"])
    expect(lines(of, target)).toEqual([]);
});

it("targets are the organization and its accounts", () => {
  expect([...access.targets(state())]).toEqual([acme, hq, shop]);
});

it("actions are each privilege once, from least to most", () => {
  expect(new Set(access.actions).size).toBe(access.actions.length);
  expect(access.actions).toEqual(expect.arrayContaining([...accountPrivileges, ...organizationPrivileges]));
  expect([access.actions[0], access.actions.at(-1)]).toEqual(["use", "administer"]);
});

describe("touched", () => {
  const of = state(user(hq, "a@x.io", ["org-admin"]), user(shop, "b@x.io", ["admin"]), user(shop, "c@x.io"));
  const privilege = (of: string) => role(of, ["x"])[1];
  it.each<readonly [string, Resource | undefined, readonly string[]]>([
    ["a user: its own rows", user(shop, "b@x.io"), [`${shop} b@x.io`, "acme b@x.io"]],
    ["a privilege of admin: accounts with one", privilege("admin"), ["acme null", `${shop} null`]],
    ["a privilege of org: the default account", privilege("org"), ["acme null", `${hq} null`]],
    ["a privilege of default-user: all others", privilege("default-user"), ["acme null", `${shop} null`]],
    ["a privilege of a role that nobody has", privilege("sales"), ["acme null"]],
    ["an account", account(shop, "11"), [`${shop} null`]],
    ["the organization", organization(), []],
    ["a role", role("admin", [])[0], []],
  ])("%s", (_, resource, expected) => {
    if (resource === undefined) throw new Error("no such resource");
    expect([...access.touched(of, resource)].map(({ target, who }) => `${target} ${who}`)).toEqual(expected);
  });
});
