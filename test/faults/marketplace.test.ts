import { expect } from "vitest";
import { marketplace } from "../../src/platforms/marketplace/index.ts";
import { faultMatrix } from "./matrix.ts";
import { expiring, lockedOut, sideBySide, somebodyElse } from "./others.ts";
import { exampleOf, type FaultWorld, type Held, holding } from "./world.ts";

interface Dump {
  readonly organizations: readonly {
    readonly name: string;
    readonly description: string;
    readonly members: Readonly<Record<string, string>>;
    readonly applications: readonly string[];
    readonly teams: readonly {
      readonly name: string;
      readonly description: string;
      readonly members: Readonly<Record<string, string>>;
      readonly applications: readonly string[];
    }[];
  }[];
}

function held(labels: Readonly<Record<string, string>>): (dump: unknown) => Held {
  const labelOf = (name: string): string => labels[name] ?? name;
  return (dump) => {
    const { held, put } = holding();
    const people = (place: string, members: Readonly<Record<string, string>>): void => {
      for (const [who, role] of Object.entries(members)) put(`${place}/members/${who}`, { role });
    };
    for (const each of (dump as Dump).organizations) {
      const { name, description } = each;
      const place = labelOf(name);
      put(place, { name, description });
      people(place, each.members);
      for (const application of each.applications) put(`${place}/applications/${application}`);
      for (const team of each.teams) {
        const under = `${place}/teams/${labelOf(team.name)}`;
        put(under, { name: team.name, description: team.description });
        people(under, team.members);
        for (const application of team.applications) put(`${under}/applications/${application}`);
      }
    }
    return held;
  };
}

const common = {
  platform: marketplace,
  spends: true,
  as: "alice@example.com",
  // What is made a second time stands beside the first; an addition is refused the second time (§3).
  once: ({ method, path, body }) => (method === "POST" ? `${path} ${JSON.stringify(body)}` : null),
  // §2.3: an organization has a maintainer.
  intact: (dump) => {
    for (const { members } of (dump as Dump).organizations) {
      expect(Object.values(members)).toContain("maintainer");
    }
  },
} as const satisfies Partial<FaultWorld>;

const example = async (): Promise<FaultWorld> => ({
  ...common,
  ...(await exampleOf(marketplace)),
  held: held({ "Acme Foods": "acme", Shopping: "shopping" }),
});

const people = ["alice", "bob", "carol", "dave", "erin", "frank"].map((name) => `${name}@example.com`);
const [alice = "", bob = "", carol = "", dave = "", erin = ""] = people;

const rest = (): FaultWorld => ({
  ...common,
  allow: [
    "destroy:past",
    "destroy:acme/teams/gone",
    "removals:acme/teams/stores/members",
    "actor:acme/teams/stores/members/alice@example.com",
    "actor:acme/teams/gone/members/alice@example.com",
  ],
  held: held({ Acme: "acme", Past: "past", New: "new" }),
  seed: {
    users: people.map((email) => ({ email })),
    applications: [],
    organizations: [
      {
        name: "Acme",
        members: { [alice]: "maintainer", [bob]: "editor", [carol]: "viewer", [dave]: "viewer" },
        teams: [
          {
            name: "stores",
            members: { [alice]: "editor", [bob]: "viewer", [carol]: "viewer", [dave]: "viewer" },
          },
          { name: "gone", members: { [bob]: "viewer" } },
        ],
      },
      { name: "Past", members: { [alice]: "maintainer", [bob]: "viewer" } },
    ],
  },
  files: {
    "acme.yaml": `platform: marketplace
organization: acme
name: Acme
members: { ${alice}: maintainer, ${bob}: editor, ${carol}: viewer, ${dave}: viewer }
teams:
  stores: { members: { ${bob}: maintainer, ${carol}: viewer } }
  gone: { state: absent }
`,
    "new.yaml": `platform: marketplace
organization: new
name: New
description: A new one
members: { ${alice}: maintainer, ${erin}: editor }
`,
    "past.yaml": `platform: marketplace
organization: past
name: Past
state: absent
`,
  },
});

// Who has left sees nothing any more.
faultMatrix(example, rest, ["member.leave"]);

lockedOut(example);
sideBySide(example);
expiring(example);
somebodyElse(example, [
  {
    title: "removes a member whose role is to change",
    file: `organization: acme\nname: Acme Foods\nmanage: { members: additive }\nmembers: { ${carol}: { state: absent } }\n`,
  },
  {
    title: "adds one of those who are to be added together",
    file: `organization: acme\nname: Acme Foods\nmanage: { members: additive }\nmembers: { ${dave}: viewer }\n`,
  },
  {
    title: "changes what a team says of itself, which is written whole: nothing is lost",
    file: "organization: acme\nname: Acme Foods\nteams: { Stores: { description: Theirs } }\n",
    words: /Somebody else has changed meanwhile what team.update on acme.teams.Stores replaces/,
  },
  {
    title: "deletes the organization",
    file: "organization: acme\nname: Acme Foods\nstate: absent\n",
    allow: ["destroy:acme"],
    converges: false,
  },
]);
