import { describe, expect, it } from "vitest";
import { expectation } from "../../../examples/kubernetes/cloud-console/expected.ts";
import { expectedOf } from "../expected.ts";

const start = `
kube admin Ada
kube member bob
kube member Bob
kube team t
kube team t member bob
kube team t maintainer ada
kube team t repo r=read
`;
const at = (login: string) => `${login}@kubernetes.example`;
const long = "a-repository-with-a-rather-long-name";

describe("what a commit is expected to change on the Cloud Console", () => {
  it.each<[string, (readonly string[])[], readonly string[]]>([
    ["somebody comes", [["+ kube member Eve"]], [`create kube/groups/everyone/members/${at("eve")} {}`]],
    ["an admin comes", [["+ kube admin eve"]], [`create kube/administrators/${at("eve")} {}`]],
    [
      "an admin goes, who had no place in a group",
      [["- kube admin Ada", "- kube team t maintainer ada"]],
      [`delete kube/administrators/${at("ada")} {}`],
    ],
    ["one of two spellings goes", [["- kube member Bob"]], []],
    [
      "a member becomes admin, and leaves all groups",
      [["+ kube admin bob", "- kube member bob", "- kube member Bob"]],
      [
        `create kube/administrators/${at("bob")} {}`,
        `delete kube/groups/everyone/members/${at("bob")} {}`,
        `delete kube/groups/t/members/${at("bob")} {}`,
      ],
    ],
    [
      "an admin becomes a member, and takes the places that the facts name",
      [["- kube admin Ada", "+ kube member ada"]],
      [
        `delete kube/administrators/${at("ada")} {}`,
        `create kube/groups/everyone/members/${at("ada")} {}`,
        `create kube/groups/t/members/${at("ada")} {}`,
      ],
    ],
    ["the actor's own", [["+ kube admin k8s-ci-robot", "+ kube team t maintainer k8s-ci-robot"]], []],
    [
      "a maintainer of a team instead of a member",
      [["+ kube team t maintainer bob", "- kube team t member bob"]],
      [],
    ],
    [
      "a team comes, with people and a new repository",
      [["+ kube team t/u", "+ kube team t/u member bob", `+ kube team t/u repo ${long}=write`]],
      [
        `create kube/groups/t%2Fu {"name":[null,"t/u"]}`,
        `create kube/groups/t%2Fu/members/${at("bob")} {}`,
        `create kube/groups/t%2Fu/projects/${long} {}`,
        `create kube/projects/${long} {"name":[null,"a-repository-with-a-97bb3c"],"region":[null,"eastern-switzerland"]}`,
      ],
    ],
    [
      "a team goes, and with its group what is in it: the project stays",
      [
        [
          "- kube team t",
          "- kube team t member bob",
          "- kube team t maintainer ada",
          "- kube team t repo r=read",
        ],
      ],
      ["delete kube/groups/t {}"],
    ],
    [
      "the team comes back",
      [
        [
          "- kube team t",
          "- kube team t member bob",
          "- kube team t maintainer ada",
          "- kube team t repo r=read",
        ],
        ["+ kube team t", "+ kube team t repo r=admin"],
      ],
      ['create kube/groups/t {"name":[null,"t"]}', "create kube/groups/t/projects/r {}"],
    ],
    ["another level", [["+ kube team t repo r=admin", "- kube team t repo r=read"]], []],
    ["a grant goes", [["- kube team t repo r=read"]], ["delete kube/groups/t/projects/r {}"]],
  ])("%s", (_, commits, changes) => {
    expect(expectedOf(expectation, start, ...commits)).toEqual(changes);
  });
});
