import { describe, expect, it } from "vitest";
import { clientId } from "../../../examples/kubernetes/marketplace/applications.ts";
import { expectation } from "../../../examples/kubernetes/marketplace/expected.ts";
import { expectedOf } from "../expected.ts";

const start = `
kube admin Ada
kube member bob
kube member Bob
kube member hh
kube team t
kube team t member bob
kube team t member hh
kube team t maintainer ada
kube team t repo r=write
`;
const at = (login: string) => `${login}@kubernetes.example`;
const share = (team: string, repository: string) =>
  `kube/teams/${team}/applications/${clientId("kube", repository)}`;
const wholeTeam = [
  "- kube team t",
  "- kube team t member bob",
  "- kube team t member hh",
  "- kube team t maintainer ada",
  "- kube team t repo r=write",
];

describe("what a commit is expected to change on the marketplace", () => {
  it.each<[string, (readonly string[])[], readonly string[]]>([
    [
      "somebody comes",
      [["+ kube member Eve"]],
      [`create kube/members/${at("eve")} {"role":[null,"viewer"]}`],
    ],
    [
      "somebody goes, from a team too",
      [["- kube member hh"]],
      [`delete kube/members/${at("hh")} {}`, `delete kube/teams/t/members/${at("hh")} {}`],
    ],
    ["one of two spellings goes", [["- kube member Bob"]], []],
    [
      "a member becomes admin: the seat is what it was",
      [["+ kube admin bob", "- kube member bob", "- kube member Bob"]],
      [`update kube/members/${at("bob")} {"role":["viewer","maintainer"]}`],
    ],
    ["the actor's own", [["+ kube member k8s-ci-robot"], ["- kube member k8s-ci-robot"]], []],
    [
      "a team comes, with people and a repository",
      [["+ kube team t/u", "+ kube team t/u member bob", "+ kube team t/u repo s=triage"]],
      [
        `create kube/teams/t%2Fu {"name":[null,"t/u"]}`,
        `create ${share("t%2Fu", "s")} {}`,
        `create kube/teams/t%2Fu/members/${at("bob")} {"role":[null,"reviewer"]}`,
      ],
    ],
    ["a team goes, with all that is in it", [wholeTeam], ["delete kube/teams/t {}"]],
    [
      "the team comes back",
      [wholeTeam, ["+ kube team t", "+ kube team t member hh"]],
      [
        'create kube/teams/t {"name":[null,"t"]}',
        `create kube/teams/t/members/${at("hh")} {"role":[null,"viewer"]}`,
      ],
    ],
    [
      "another level is another role for all but maintainers",
      [["+ kube team t repo r=admin", "- kube team t repo r=write"]],
      ["bob", "hh"].map((who) => `update kube/teams/t/members/${at(who)} {"role":["editor","maintainer"]}`),
    ],
    ["a level that is the same here", [["+ kube team t repo r=maintain", "- kube team t repo r=write"]], []],
    [
      "a higher level on another repository",
      [["+ kube team t repo s=admin"]],
      [`create ${share("t", "s")} {}`],
    ],
    [
      "the only grant goes",
      [["- kube team t repo r=write"]],
      [
        `delete ${share("t", "r")} {}`,
        ...["bob", "hh"].map((who) => `update kube/teams/t/members/${at(who)} {"role":["editor","viewer"]}`),
      ],
    ],
    [
      "a member maintains the team",
      [["+ kube team t maintainer hh", "- kube team t member hh"]],
      [`update kube/teams/t/members/${at("hh")} {"role":["editor","maintainer"]}`],
    ],
  ])("%s", (_, commits, changes) => {
    expect(expectedOf(expectation, start, ...commits)).toEqual(changes);
  });
});
