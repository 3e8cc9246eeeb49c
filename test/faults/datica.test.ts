import { expect } from "vitest";
import { datica } from "../../src/platforms/datica/index.ts";
import { faultMatrix } from "./matrix.ts";
import { expiring, lockedOut, sideBySide, somebodyElse } from "./others.ts";
import { exampleOf, type FaultWorld, type Held, holding } from "./world.ts";

interface Dump {
  readonly orgs: readonly {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly mfaRequired: boolean;
    readonly members: Readonly<Record<string, string>>;
    readonly invites: readonly {
      readonly email: string;
      readonly role: string;
      readonly acceptedBy?: string;
    }[];
    readonly groups: Readonly<
      Record<string, { readonly acls: readonly string[]; readonly members: readonly string[] }>
    >;
  }[];
  readonly environments: readonly {
    readonly name: string;
    /** The id of one. */
    readonly organization: string;
    readonly users: readonly string[];
  }[];
}

/** Of the organization that stands first; a grant counts for members alone, since admins have them all (§2). */
function held(labels: Readonly<Record<string, string>>): (dump: unknown) => Held {
  return (dump) => {
    const { held, put } = holding();
    const { orgs, environments } = dump as Dump;
    const [org] = orgs;
    if (org === undefined) throw new Error("no organization is left");
    const { id, name, description, mfaRequired } = org;
    put("acme", { name, description, mfaRequired });
    for (const [who, role] of Object.entries(org.members)) put(`acme/members/${who}`, { role });
    for (const { email, role, acceptedBy } of org.invites) {
      if (acceptedBy === undefined && !(email in org.members)) put(`acme/members/${email}`, { role }, true);
    }
    for (const each of environments.filter(({ organization }) => organization === id)) {
      const place = `acme/environments/${labels[each.name] ?? each.name}`;
      put(place, { name: each.name });
      for (const who of each.users) if (org.members[who] === "member") put(`${place}/grants/${who}`);
    }
    for (const [group, { acls, members }] of Object.entries(org.groups)) {
      put(`acme/groups/${group}`, { acls });
      for (const who of members) put(`acme/groups/${group}/members/${who}`);
    }
    return held;
  };
}

const common = {
  platform: datica,
  spends: true,
  // Each invite is a mail.
  once: ({ method, path, body }) => {
    const { email, role } = (body ?? {}) as { readonly email?: string; readonly role?: number };
    return method === "POST" && path.endsWith("/invites") ? `${path} ${email} ${role}` : null;
  },
  // §2: an organization has an owner.
  intact: (dump) => {
    for (const { members } of (dump as Dump).orgs) expect(Object.values(members)).toContain("owner");
  },
} as const satisfies Partial<FaultWorld>;

const example = async (): Promise<FaultWorld> => {
  const { seed, ...of } = await exampleOf(datica);
  return {
    ...common,
    ...of,
    as: "alice@example.com",
    seed,
    held: held({ "acme-production": "production", "acme-staging": "staging" }),
  };
};

const people = ["alice", "bob", "carol", "dave", "erin", "frank"].map((name) => `${name}@example.com`);
const [alice = "", bob = "", carol = "", dave = "", erin = "", frank = ""] = people;

const rest = (): FaultWorld => ({
  ...common,
  as: alice,
  allow: ["removals:acme/members", "removals:acme/groups/Readers/members", "destroy:acme/groups/Gone"],
  held: held({ "blue-old": "blue", "blue-new": "blue", green: "green" }),
  seed: {
    users: people.map((email) => ({ email })),
    pods: ["pod01"],
    orgs: [
      {
        name: "Acme",
        members: { [alice]: "owner", [bob]: "admin", [carol]: "owner", [dave]: "member", [erin]: "member" },
        groups: {
          Admins: { members: [alice] },
          Readers: { acls: ["product:cluster:*:action:*:*:pods:get"], members: [dave, erin] },
          Gone: { acls: [], members: [dave] },
        },
      },
    ],
    environments: [
      { name: "blue-old", organization: "Acme", pod: "pod01", users: [dave] },
      { name: "green", organization: "Acme", pod: "pod01", users: [erin] },
    ],
  },
  files: {
    "acme.yaml": `platform: datica
organization: acme
name: Acme
members:
  ${alice}: owner
  ${dave}: member
  ${erin}: member
  ${frank}: member
environments:
  blue: { name: blue-new, previously: [blue-old], pod: pod01, grants: [${dave}, ${erin}] }
  green: { pod: pod01, grants: [${erin}] }
groups:
  Readers:
    acls: ["product:cluster:*:action:*:*:pods:list"]
    members: [${dave}]
  Gone: { state: absent }
`,
  },
});

// Planned only to be stopped.
faultMatrix(example, rest, ["group.update-protected", "group.delete-protected"]);

lockedOut(example);
sideBySide(example);
expiring(example);
somebodyElse(example, [
  {
    title: "removes a member who is to be promoted",
    file: `organization: acme\nname: Acme Health\nmanage: { members: additive }\nmembers: { ${carol}: { state: absent } }\n`,
  },
  {
    title: "invites the same person",
    file: `organization: acme\nname: Acme Health\nmanage: { members: additive }\nmembers: { ${frank}: member }\n`,
  },
]);
