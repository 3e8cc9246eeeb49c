/** Which commits go over real sockets, and what each of them is there for. */
import type { GitHub } from "../../examples/kubernetes/github.ts";
import type { ExpectedChange } from "../../examples/kubernetes/ledger.ts";
import type { Step } from "./steps.ts";

type Fits = (step: Step, all: readonly Step[]) => boolean;

const size = ({ commit }: Step) => commit.ops.length;
const op =
  (sign: "+" | "-", type: string): Fits =>
  ({ commit }) =>
    commit.ops.some((each) => each.sign === sign && each.fact.type === type);
const change =
  (action: ExpectedChange["action"], address: RegExp): Fits =>
  ({ expected }) =>
    expected.some((each) => each.action === action && address.test(each.address));
const changesNothing: Fits = ({ expected }) => expected.length === 0;

/** What each commit of the sample is there for. */
export const samples: Readonly<Record<string, readonly (readonly [string, Fits])[]>> = {
  dnanexus: [
    ["the largest", (step, all) => size(step) === Math.max(...all.map(size))],
    ["the last", (step, all) => step === all.at(-1)],
    [
      "a name spelled in another way",
      (step, all) => changesNothing(step, all) && !op("+", "team-grant")(step, all),
    ],
    ["a level that is the same on the platform", changesNothing],
    ["a name spelled in another way, among other things", ({ commit }) => commit.commit === "95049145a5f2"],
    ["a team that comes", op("+", "team")],
    ["a team that goes", op("-", "team")],
    ["a new repository", change("create", /\/projects\/[^/]+$/)],
    ["a grant at another level", change("update", /\/grants\//)],
    ["a grant that goes", change("delete", /\/grants\//)],
    [
      "many who leave",
      ({ expected }) => expected.length > 10 && expected.every(({ action }) => action === "delete"),
    ],
    [
      "many who come",
      ({ expected }) => expected.length > 20 && expected.every(({ action }) => action === "create"),
    ],
    ["an everyday one", ({ expected }) => expected.length === 1],
  ],
  "cloud-console": [
    ["the largest", (step, all) => size(step) === Math.max(...all.map(size))],
    ["another administrator", change("create", /\/administrators\//)],
    ["a level, of which the platform has none", changesNothing],
    ["a team that comes", op("+", "team")],
    ["a team that goes", op("-", "team")],
    ["a new repository with a long name", longName],
    ["a grant that goes", change("delete", /\/groups\/[^/]+\/projects\//)],
    ["an everyday one", ({ expected }) => expected.length === 1],
  ],
  marketplace: [
    ["the largest", (step, all) => size(step) === Math.max(...all.map(size))],
    ["a level that is another role", change("update", /\/teams\/[^/]+\/members\//)],
    ["a team that comes", op("+", "team")],
    ["a team that goes", op("-", "team")],
    ["a new repository", change("create", /\/teams\/[^/]+\/applications\//)],
    ["a grant that goes", change("delete", /\/teams\/[^/]+\/applications\//)],
    ["somebody who leaves the organization and its teams", leaves],
    ["an everyday one", ({ expected }) => expected.length === 1],
  ],
};

function longName({ expected }: Step): boolean {
  return expected.some(
    ({ address, attributes }) => "region" in attributes && !address.endsWith(`/${attributes["name"]?.[1]}`),
  );
}

function leaves({ expected }: Step): boolean {
  const gone = expected.filter(({ action }) => action === "delete").map(({ address }) => address);
  return gone.some((address) => {
    const [organization, collection, mail] = address.split("/");
    return (
      collection === "members" &&
      gone.some((seat) => seat.startsWith(`${organization}/teams/`) && seat.endsWith(`/${mail}`))
    );
  });
}

/** Of the commits that fit and are not yet in the sample the first, where all cost the same. */
export function pick(
  all: readonly Step[],
  sample: readonly (readonly [string, Fits])[],
  cost: (step: Step) => number,
): readonly Step[] {
  const open = new Set(all);
  return sample.map(([title, fits]) => {
    const [step] = [...open].filter((each) => fits(each, all)).sort((a, b) => cost(a) - cost(b));
    if (step === undefined) throw new Error(`No commit is ${title}`);
    open.delete(step);
    return step;
  });
}

/**
 * The GitHub organizations that a commit speaks of; where teams are organizations of their own on the platform, with
 * the teams that it speaks of alone.
 */
export function concerned({ commit, after }: Step, teamsApart: boolean): GitHub {
  const teams = new Set(
    commit.ops.flatMap(({ fact }) => (fact.type === "role" ? [] : [`${fact.organization}/${fact.team}`])),
  );
  const names = new Set(commit.ops.map(({ fact }) => fact.organization));
  return new Map(
    [...after]
      .filter(([name]) => names.has(name))
      .map(([name, of]) => [
        name,
        teamsApart
          ? { ...of, teams: new Map([...of.teams].filter(([path]) => teams.has(`${name}/${path}`))) }
          : of,
      ]),
  );
}
