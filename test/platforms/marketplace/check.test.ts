/** Rules between the lines of one file, each told at its line (see check.ts). */
import { describe, expect, it } from "vitest";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";
import { desiredOf, type Tree } from "../../support/plans.ts";

function issues(tree: Tree): readonly string[] {
  const { resources, managed } = desiredOf(marketplace, { acme: tree });
  return [...(marketplace.check?.(resources, managed) ?? [])].map(
    ({ code, address, message }) => `${code} ${address}: ${message}`,
  );
}

const [ann, bob] = ["ann@acme.io", "bob@acme.io"];

describe("a seat of somebody who is no member", () => {
  const seats = { dev: { members: { [bob]: "viewer" } } };

  it("is refused where the members are all written", () => {
    expect(issues({ members: { [ann]: "maintainer" }, teams: seats })).toEqual([
      `not-a-member acme/teams/dev/members/${bob}: ${bob} is no member of acme, and teams are made of members. Write ${bob} among the members, or take this line out.`,
    ]);
  });

  it.each<[string, Tree]>([
    ["others may be members too", { $manage: { members: "additive" }, members: { [ann]: "maintainer" } }],
    ["members are not written", {}],
    ["the person is one", { members: { [ann]: "maintainer", [bob]: "viewer" } }],
    ["in another spelling", { members: { [ann]: "maintainer", "BOB@Acme.io": "viewer" } }],
  ])("is not refused where %s", (_, tree) => {
    expect(issues({ ...tree, teams: seats })).toEqual([]);
  });

  it("is refused where the member is to go, however the members are managed", () => {
    const gone = { [bob]: { role: "viewer", $state: "absent" } };
    for (const manage of ["authoritative", "additive"]) {
      const tree = { $manage: { members: manage }, members: { [ann]: "maintainer", ...gone }, teams: seats };
      expect(issues(tree).map((each) => each.split(" ")[0])).toEqual(["not-a-member"]);
    }
  });

  it("is none where the seat goes too", () => {
    const teams = { dev: { members: { [bob]: { role: "viewer", $state: "absent" } } } };
    expect(issues({ members: { [ann]: "maintainer" }, teams })).toEqual([]);
  });
});

describe("an organization without a maintainer", () => {
  const refused = [
    "no-maintainer acme: No member of acme is a maintainer, and an organization needs one. Make somebody a maintainer.",
  ];

  it.each<[string, Tree, readonly string[]]>([
    ["nobody is", { members: { [ann]: "editor" } }, refused],
    ["nobody is there", { members: {} }, refused],
    ["the only one goes", { members: { [ann]: { role: "maintainer", $state: "absent" } } }, refused],
    ["the only one's time is over", { members: { [ann]: { role: "maintainer", $expired: true } } }, refused],
    [
      "a maintainer of a team is none",
      { members: { [ann]: "viewer" }, teams: { dev: { members: { [ann]: "maintainer" } } } },
      refused,
    ],
    ["somebody is", { members: { [ann]: "maintainer", [bob]: "viewer" } }, []],
    ["others may be there", { $manage: { members: "additive" }, members: { [ann]: "editor" } }, []],
    ["members are not written", {}, []],
    ["it goes as a whole", { $state: "absent", members: { [ann]: "editor" } }, []],
  ])("%s", (_, tree, expected) => {
    expect(issues(tree)).toEqual(expected);
  });
});

describe("teams of one name", () => {
  it("are refused, whatever their labels", () => {
    expect(issues({ teams: { one: { name: "Dev" }, two: { name: "Dev" } } })).toEqual([
      'twin-teams acme/teams/two: The teams one and two have one name, "Dev", which the platform does not allow. Give one of them another `name`.',
    ]);
    expect(issues({ teams: { Dev: {}, two: { name: "Dev" } } })).toHaveLength(1);
  });

  it("are fine where one of them goes, or in different spellings", () => {
    expect(issues({ teams: { one: { name: "Dev", $state: "absent" }, two: { name: "Dev" } } })).toEqual([]);
    expect(issues({ teams: { one: { name: "Dev" }, two: { name: "dev" } } })).toEqual([]);
  });
});
