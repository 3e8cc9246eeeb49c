import { describe, expect, it } from "vitest";
import { expectation } from "../../../examples/kubernetes/dnanexus/expected.ts";
import { expectedOf } from "../expected.ts";

const start = `
kube admin Ada
kube member bob
kube member Bob
kube team t
kube team t member bob
kube team t repo r=read
`;

describe("what a commit is expected to change on DNAnexus", () => {
  it.each<[string, (readonly string[])[], readonly string[]]>([
    [
      "somebody comes",
      [["+ kube member eve"]],
      ['create org-kube/members/user-eve {"level":[null,"MEMBER"]}'],
    ],
    ["somebody goes", [["- kube admin Ada"]], ["delete org-kube/members/user-ada {}"]],
    ["one of two spellings goes", [["- kube member Bob"]], []],
    [
      "both spellings go",
      [["- kube member Bob", "- kube member bob"]],
      ["delete org-kube/members/user-bob {}"],
    ],
    ["another spelling comes", [["+ kube team t member BOB"]], []],
    ["a spelling is swapped", [["+ kube admin ADA", "- kube admin Ada"]], []],
    [
      "a member becomes admin",
      [["+ kube admin bob", "- kube member bob", "- kube member Bob"]],
      ['update org-kube/members/user-bob {"level":["MEMBER","ADMIN"]}'],
    ],
    [
      "an admin becomes member",
      [["+ kube member ada", "- kube admin Ada"]],
      ['update org-kube/members/user-ada {"level":["ADMIN","MEMBER"]}'],
    ],
    ["the actor's own role", [["+ kube member k8s-ci-robot"], ["- kube member k8s-ci-robot"]], []],
    [
      "a team comes, with people and a new repository",
      [["+ kube team u", "+ kube team u maintainer eve", "+ kube team u repo s=write"]],
      [
        'create org-kube..u {"name":[null,"kube/u"]}',
        'create org-kube..u/members/user-eve {"level":[null,"ADMIN"]}',
        'create org-kube..u/members/user-k8s_ci_robot {"level":[null,"ADMIN"]}',
        'create org-kube/projects/s {"name":[null,"s"]}',
        'create org-kube/projects/s/grants/org-kube..u {"level":[null,"CONTRIBUTE"]}',
        'create org-kube/projects/s/grants/user-k8s_ci_robot {"level":[null,"ADMINISTER"]}',
      ],
    ],
    [
      "a team goes, with its people and grants: its organization and the project stay",
      [["- kube team t", "- kube team t member bob", "- kube team t repo r=read"]],
      ["delete org-kube..t/members/user-bob {}", "delete org-kube/projects/r/grants/org-kube..t {}"],
    ],
    [
      "the team comes back",
      [
        ["- kube team t", "- kube team t member bob", "- kube team t repo r=read"],
        ["+ kube team t", "+ kube team t member eve", "+ kube team t repo r=admin"],
      ],
      [
        'create org-kube..t/members/user-eve {"level":[null,"MEMBER"]}',
        'create org-kube/projects/r/grants/org-kube..t {"level":[null,"ADMINISTER"]}',
      ],
    ],
    [
      "a grant is raised, whatever the order of the ops",
      [["+ kube team t repo r=write", "- kube team t repo r=read"]],
      ['update org-kube/projects/r/grants/org-kube..t {"level":["VIEW","CONTRIBUTE"]}'],
    ],
    [
      "a grant changes to a level that is the same here",
      [["+ kube team t repo r=triage", "- kube team t repo r=read"]],
      [],
    ],
  ])("%s", (_, commits, changes) => {
    expect(expectedOf(expectation, start, ...commits)).toEqual(changes);
  });

  it.each([[["- kube member eve"]], [["+ kube admin Ada"]], [["+ kube team t repo r=admin"]]])(
    "refuses ops that do not fit: %j",
    (ops) => {
      expect(() => expectedOf(expectation, start, ops)).toThrow(/is (?:not )?there|Two levels/);
    },
  );
});
