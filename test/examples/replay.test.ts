import { beforeAll, describe, expect, it } from "vitest";
import { examples } from "../../examples/kubernetes/examples.ts";
import { parseFacts, parseHistory } from "../../examples/kubernetes/facts.ts";
import { readSource, type Source } from "../../examples/kubernetes/source.ts";
import { replay, type Tally } from "./replay.ts";

let source: Source;
beforeAll(async () => {
  source = await readSource();
});

/** What README.md says of the replay. No commit takes the last admin or anything from the actor. */
const tallies: Readonly<Record<string, Tally>> = {
  "cloud-console": {
    commits: 395,
    nothing: 15,
    changes: 1788,
    accepted: 1128,
    stopped: 29,
    overridden: { destroy: 31, removals: 36 },
  },
  dnanexus: {
    commits: 395,
    nothing: 6,
    changes: 2018,
    accepted: 0,
    stopped: 23,
    overridden: { removals: 52 },
  },
  marketplace: {
    commits: 395,
    nothing: 6,
    changes: 1842,
    accepted: 0,
    stopped: 29,
    overridden: { destroy: 31, removals: 36 },
  },
};

const start = `
kube admin k8s-ci-robot
kube admin Ada
kube member bob
kube member eve
kube team t
kube team t maintainer ada
kube team t member bob
kube team t member eve
kube team t repo site=write
kube team t/u
kube team t/u member bob
kube team t/u repo docs=triage
`;

/** What has not happened in those two years. */
const madeUp: readonly (readonly [string, ...(readonly string[])])[] = [
  ["a member of two teams becomes admin", "+ kube admin bob", "- kube member bob"],
  ["the admin becomes a member again", "+ kube member Bob", "- kube admin bob"],
  ["somebody leaves the organization, but no team", "- kube member eve"],
  ["and is back", "+ kube member eve"],
  ["a team goes", "- kube team t/u", "- kube team t/u member bob", "- kube team t/u repo docs=triage"],
  [
    "and is back with others",
    "+ kube team t/u",
    "+ kube team t/u member eve",
    "+ kube team t/u repo docs=admin",
  ],
  ["two levels in one team", "+ kube team t repo docs=admin"],
  ["only the higher one is left", "- kube team t repo site=write"],
  ["a member of a team maintains it", "+ kube team t maintainer bob", "- kube team t member bob"],
  ["a long name", "+ kube team t repo a-repository-with-a-rather-long-name=read"],
  [
    "all members go",
    "- kube member Bob",
    "- kube member eve",
    "- kube team t maintainer bob",
    "- kube team t member eve",
    "- kube team t/u member eve",
  ],
];

const madeUpTallies: Readonly<Record<string, Tally>> = {
  "cloud-console": {
    commits: 11,
    nothing: 1,
    changes: 23,
    accepted: 6,
    stopped: 2,
    overridden: { destroy: 1, removals: 2 },
  },
  dnanexus: { commits: 11, nothing: 0, changes: 19, accepted: 0, stopped: 0, overridden: {} },
  marketplace: {
    commits: 11,
    nothing: 1,
    changes: 21,
    accepted: 0,
    stopped: 1,
    overridden: { destroy: 1 },
  },
};

describe.each(examples.map((example) => [example.platform, example] as const))("%s", (name, example) => {
  it("each of 395 commits plans exactly what it says, and nothing once that is done", async () => {
    expect(await replay(example, source)).toEqual(tallies[name]);
  }, 240_000);

  it("so does what has not happened so far", async () => {
    const lines = madeUp.map(([commit, ...ops]) => JSON.stringify({ commit, date: "d", ops }));
    const history = parseHistory(lines.join("\n"));
    expect(await replay(example, { start: parseFacts(start), history })).toEqual(madeUpTallies[name]);
  });
});
