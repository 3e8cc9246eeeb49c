import { expect } from "vitest";
import { cloudConsole } from "../../src/platforms/cloud-console/index.ts";
import { faultMatrix } from "./matrix.ts";
import { expiring, lockedOut, sideBySide, somebodyElse } from "./others.ts";
import { exampleOf, type FaultWorld, type Held, holding } from "./world.ts";

interface Dump {
  readonly organizations: readonly {
    readonly name: string;
    readonly owner: string;
    readonly administrators: readonly string[];
    readonly invitedAdministrators: readonly string[];
    readonly billingAdministrators: readonly string[];
    readonly transfer?: string;
    readonly projects: readonly { readonly name: string; readonly region: string }[];
    readonly groups: readonly {
      readonly name: string;
      readonly projects: readonly string[];
      readonly members: readonly string[];
      readonly invited: readonly string[];
    }[];
  }[];
}

/** `labels`: what the files call what is stored under this name. */
function held(labels: Readonly<Record<string, string>>): (dump: unknown) => Held {
  const labelOf = (name: string): string => labels[name] ?? name;
  return (dump) => {
    const { held, put } = holding();
    for (const each of (dump as Dump).organizations) {
      const acme = labelOf(each.name);
      put(acme, { name: each.name });
      put(`${acme}/owners/${each.owner}`);
      if (each.transfer !== undefined) put(`${acme}/owners/${each.transfer}`, {}, true);
      for (const who of each.administrators) put(`${acme}/administrators/${who}`);
      for (const who of each.invitedAdministrators) put(`${acme}/administrators/${who}`, {}, true);
      for (const who of each.billingAdministrators) put(`${acme}/billingAdministrators/${who}`);
      for (const { name, region } of each.projects) {
        put(`${acme}/projects/${labelOf(`${region}/${name}`)}`, { name });
      }
      for (const { name, projects, members, invited } of each.groups) {
        const group = `${acme}/groups/${labelOf(name)}`;
        put(group, { name });
        for (const project of projects) put(`${group}/projects/${labelOf(project)}`);
        for (const who of members) put(`${group}/members/${who}`);
        for (const who of invited) put(`${group}/members/${who}`, {}, true);
      }
    }
    return held;
  };
}

const common = {
  platform: cloudConsole,
  as: "alice@example.com",
  // Each is a mail (§3.3, §3.4); names repeat, so that a second project or group would stand beside the first.
  once: ({ method, path, body }) => {
    if (method !== "POST") return null;
    const { email, name } = (body ?? {}) as { readonly email?: string; readonly name?: string };
    return `${path} ${email ?? name ?? ""}`;
  },
  // §2: exactly one owner, and owners do not administer.
  intact: (dump) => {
    for (const { owner, administrators } of (dump as Dump).organizations) {
      expect([owner.length > 0, administrators.includes(owner)]).toEqual([true, false]);
    }
  },
} as const satisfies Partial<FaultWorld>;

const example = async (): Promise<FaultWorld> => ({
  ...common,
  ...(await exampleOf(cloudConsole)),
  held: held({
    Acme: "acme",
    "Acme AG": "acme",
    "Eastern-Switzerland/website": "website",
    "Vienna/website": "website-vienna",
    "Upper-Austria/research": "research",
    Science: "science",
  }),
});

const people = ["alice", "bob", "carol", "dave", "erin", "frank"].map((name) => `${name}@example.com`);
const [alice = "", bob = "", carol = "", dave = "", erin = "", frank = ""] = people;

const rest = (): FaultWorld => ({
  ...common,
  allow: [
    `actor:acme/owners/${alice}`,
    `actor:handed/owners/${alice}`,
    "destroy:acme/projects/old",
    "destroy:acme/groups/gone",
    "destroy:past",
    "removals:acme/administrators",
    "removals:acme/groups/web/members",
    "removals:acme/groups/web/projects",
  ],
  seed: {
    users: people.map((email) => ({ email })),
    organizations: [
      {
        name: "Acme",
        owner: alice,
        administrators: [bob],
        invitedAdministrators: [erin],
        projects: [
          { name: "raw", region: "Vienna" },
          { name: "old", region: "Vienna" },
        ],
        groups: [
          { name: "web", projects: ["raw"], members: [carol], invited: [frank] },
          { name: "gone", projects: [], members: [dave] },
          { name: "Reading", projects: [], members: [] },
        ],
      },
      { name: "Past", owner: alice, administrators: [], projects: [], groups: [] },
      { name: "Handed", owner: alice, administrators: [], projects: [], groups: [] },
      { name: "Kept", owner: alice, administrators: [bob], transfer: bob, projects: [], groups: [] },
    ],
  },
  files: {
    "acme.yaml": `platform: cloud-console
organization: acme
name: Acme
owners: [${bob}]
administrators: [${alice}]
projects:
  data: { name: data, previously: [raw], region: vienna }
  old: { state: absent, region: vienna }
groups:
  web: { members: [${carol}], projects: [] }
  gone: { state: absent }
  readers: { name: Readers, previously: [Reading], members: [${dave}] }
`,
    "new.yaml": `platform: cloud-console
organization: new
name: New
administrators: [${carol}]
`,
    "past.yaml": `platform: cloud-console
organization: past
name: Past
state: absent
`,
    "handed.yaml": `platform: cloud-console
organization: handed
name: Handed
owners: [${carol}]
`,
    "kept.yaml": `platform: cloud-console
organization: kept
name: Kept
owners: [${alice}]
`,
  },
  held: held({
    Acme: "acme",
    New: "new",
    Past: "past",
    Kept: "kept",
    Handed: "handed",
    "Vienna/raw": "data",
    "Vienna/data": "data",
    "Vienna/old": "old",
    Reading: "readers",
    Readers: "readers",
  }),
});

// Who has left sees nothing any more.
faultMatrix(example, rest, ["organization.leave"]);

lockedOut(example);
sideBySide(example);
expiring(example);
somebodyElse(example, [
  {
    title: "removes an administrator who is to go",
    file: `organization: acme\nname: Acme\nmanage: { administrators: additive }\nadministrators: { ${frank}: { state: absent } }\n`,
  },
  {
    title: "invites the same administrator",
    file: `organization: acme\nname: Acme\nmanage: { administrators: additive }\nadministrators: [${bob}]\n`,
  },
  {
    title: "adds to the list of billing administrators, which is written whole: nothing is lost",
    file: `organization: acme\nname: Acme\nmanage: { billingAdministrators: additive }\nbillingAdministrators: [${carol}]\n`,
    stays: `acme/billingAdministrators/${carol}`,
    words: /Somebody else has changed meanwhile what billing.replace on acme replaces/,
  },
]);
