/** The whole way over real sockets: whatever is live and whatever is written, one leads to the other (see the harness). */
import { expect, it } from "vitest";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";
import { converges, type Drawn } from "../harness/converge.ts";
import { chance, type Gen, pick, some } from "../harness/draw.ts";
import { sendsWhatIsTold } from "../harness/paper.ts";

const actor = "a@example.com";
const others = ["b", "c", "d", "e"].map((name) => `${name}@example.com`);
const roles = ["viewer", "reviewer", "editor", "maintainer"] as const;
const own = ["mine-1", "mine-2"];
const foreign = ["bs-app", "cs-app"];
const applications = [
  ...own.map((clientId) => ({ clientId, owner: actor })),
  ...foreign.map((clientId, n) => ({ clientId, owner: others[n] })),
];

type Roles = Record<string, string>;

interface Group {
  readonly description?: string;
  readonly members: Roles;
  readonly applications: readonly string[];
}

interface Team extends Group {
  readonly name?: string;
  readonly state?: "absent";
}

interface Organization extends Group {
  readonly organization: string;
  readonly name: string;
  readonly teams: Readonly<Record<string, Team>>;
}

const rolesOf = (gen: Gen, people: readonly string[]): Roles =>
  Object.fromEntries(people.map((who) => [who, pick(gen, ...roles)]));

/** What Charter can share: what is shared already, and what belongs to its own account. */
function applicationsFor(gen: Gen, live: readonly string[]): readonly string[] {
  return some(gen, ...new Set([...live, ...own]));
}

interface Live extends Group {
  readonly name: string;
  readonly teams: readonly (Group & { readonly name: string })[];
}

function drawLive(gen: Gen, name: string): Live {
  const members = { ...rolesOf(gen, some(gen, ...others)), [actor]: "maintainer" };
  return {
    name,
    description: pick(gen, "", "Old words"),
    members,
    applications: some(gen, ...own, ...foreign),
    teams: some(gen, "Dev", "Ops").map((team) => ({
      name: team,
      description: pick(gen, "", "Team words"),
      members: rolesOf(gen, some(gen, ...Object.keys(members))),
      applications: some(gen, ...own, ...foreign),
    })),
  };
}

/** People in any case; the actor stays, perhaps in a lower role. */
function drawMembers(gen: Gen): Roles {
  const members: Roles = rolesOf(gen, some(gen, ...others));
  const replaced = Object.values(members).includes("maintainer") && pick(gen, 0, 0, 1) === 1;
  members[actor] = replaced ? pick(gen, ...roles) : "maintainer";
  return members;
}

function drawWanted(gen: Gen, label: string, live: Live | null): Organization {
  const members = drawMembers(gen);
  const people = Object.keys(members);
  const teams: Record<string, Team> = {};
  for (const [key, name] of [
    ["dev", "Dev"],
    ["ops-team", "Ops"],
    ["fresh", "Fresh"],
  ] as const) {
    const there = live?.teams.find((each) => each.name === name);
    if (chance(gen)) continue;
    if (there !== undefined && pick(gen, 0, 0, 1) === 1) {
      teams[key] = { name, state: "absent", members: {}, applications: [] };
      continue;
    }
    teams[key] = {
      name,
      ...(chance(gen) ? { description: pick(gen, "", "New team words") } : {}),
      members: rolesOf(gen, some(gen, ...people)),
      applications: applicationsFor(gen, there?.applications ?? []),
    };
  }
  return {
    organization: label,
    name: live?.name ?? label,
    ...(chance(gen) ? { description: pick(gen, "", "New words") } : {}),
    members,
    applications: applicationsFor(gen, live?.applications ?? []),
    teams,
  };
}

/** As a file says it: an absent team has nothing below it, and one that is named by its label needs no name. */
function written({ teams, ...rest }: Organization) {
  return {
    ...rest,
    members: Object.fromEntries(
      Object.entries(rest.members).map(([email, role], n) => [
        n % 2 === 0 ? email : email.toUpperCase(),
        role,
      ]),
    ),
    teams: Object.fromEntries(
      Object.entries(teams).map(([key, team]) =>
        team.state === "absent" ? [key, { name: team.name, state: "absent" }] : [key, team],
      ),
    ),
  };
}

interface Wanted extends Drawn {
  readonly wanted: readonly Organization[];
  readonly gone: string | null;
}

function isWanted(drawn: Drawn): drawn is Wanted {
  return "wanted" in drawn;
}

function draw(gen: Gen): Wanted {
  const live = drawLive(gen, "Acme Foods");
  const doomed = pick(gen, 0, 0, 1) === 1 ? drawLive(gen, "Doomed") : null;
  const wanted = [drawWanted(gen, "acme", live)];
  if (chance(gen)) wanted.push(drawWanted(gen, "Newly made", null));
  return {
    seed: {
      users: [actor, ...others].map((email) => ({ email })),
      applications,
      organizations: doomed === null ? [live] : [live, doomed],
    },
    actor,
    documents: [
      ...wanted.map(written),
      ...(doomed === null ? [] : [{ organization: "old", name: "Doomed", state: "absent" }]),
    ],
    wanted,
    gone: doomed?.name ?? null,
  };
}

interface Dump {
  readonly organizations?: readonly (Group & {
    readonly name: string;
    readonly teams?: readonly (Group & { name: string })[];
  })[];
}

const sorted = (list: readonly string[] | undefined) => [...(list ?? [])].sort();

function expectGroup(found: Partial<Group> | undefined, wanted: Group): void {
  expect(found?.members ?? {}).toEqual(wanted.members);
  expect(sorted(found?.applications)).toEqual(sorted(wanted.applications));
  if (wanted.description !== undefined) expect(found?.description ?? "").toBe(wanted.description);
}

it("plan and apply make live what is written", { timeout: 240_000 }, () =>
  converges({
    platform: marketplace,
    draw,
    intact: (dump) => {
      for (const { name, members } of (dump as Dump).organizations ?? []) {
        expect(Object.values(members), `${name} has a maintainer`).toContain("maintainer");
      }
    },
    settled: (dump, drawn) => {
      if (!isWanted(drawn)) throw new Error("drawn by somebody else");
      const { wanted, gone } = drawn;
      const { organizations = [] } = dump as Dump;
      expect(organizations.map(({ name }) => name)).not.toContain(gone);
      expect(organizations).toHaveLength(wanted.length);
      for (const each of wanted) {
        const live = organizations.find(({ name }) => name === each.name);
        expectGroup(live, each);
        for (const [key, team] of Object.entries(each.teams)) {
          const found = live?.teams?.find(({ name }) => name === (team.name ?? key));
          if (team.state === "absent") expect(found).toBeUndefined();
          else expectGroup(found, team);
        }
      }
    },
    runs: 30,
    least: 0.9,
  }),
);

it("sends what plan --calls prints", { timeout: 240_000 }, () =>
  sendsWhatIsTold({ platform: marketplace, draw }),
);
