/** The whole way over real sockets, with people, projects and apps that are there, new, or to go. */
import { expect, it } from "vitest";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import { projectLevels } from "../../../src/platforms/dnanexus/levels.ts";
import { converges, type Drawn } from "../harness/converge.ts";
import { chance, type Gen, pick, some } from "../harness/draw.ts";
import { sendsWhatIsTold } from "../harness/paper.ts";

const actor = "user-root";
const people = ["user-a", "user-b", "user-c", "user-d"] as const;
const names = ["reads", "calls", "old"] as const;

type Levels = Readonly<Record<string, string>>;

interface Member {
  readonly level: string;
  readonly projectAccess?: string;
}

interface Project {
  readonly state?: "absent";
  readonly grants?: Levels;
  readonly overrides?: { readonly copy: string; readonly delete: string; readonly download: string };
}

interface Document {
  readonly organization: string;
  readonly name: string;
  readonly members: Readonly<Record<string, Member>>;
  readonly projects: Readonly<Record<string, Project>>;
  readonly apps: Readonly<
    Record<string, { readonly authorizedUsers: readonly string[]; readonly developers: readonly string[] }>
  >;
}

/** Charter's own account keeps what it needs to look again. */
function drawMembers(gen: Gen): Readonly<Record<string, Member>> {
  const member = (): Member => ({
    level: "MEMBER",
    ...(chance(gen) ? { projectAccess: pick(gen, "NONE", "VIEW", "CONTRIBUTE", "ADMINISTER") } : {}),
  });
  return Object.fromEntries([
    [actor, { level: "ADMIN" }],
    ...some(gen, ...people).map((user) => [user, chance(gen) ? member() : { level: "ADMIN" }]),
  ]);
}

function drawGrants(gen: Gen): Levels {
  return Object.fromEntries([
    [actor, "ADMINISTER"],
    ...some(gen, ...people, "org-acme", "org-lab").map((who) => [who, pick(gen, ...projectLevels)]),
    ...(chance(gen) ? [["PUBLIC", "VIEW"]] : []),
  ]);
}

function drawSeed(gen: Gen): unknown {
  return {
    users: [actor, ...people].map((id) => ({ id })),
    orgs: [
      { id: "org-acme", name: "Acme", phi: true, members: drawMembers(gen) },
      { id: "org-lab", name: "Lab", members: { [actor]: "ADMIN" } },
    ],
    projects: some(gen, ...names).map((name) => ({
      name,
      billTo: "org-acme",
      createdBy: actor,
      restricted: chance(gen),
      protected: chance(gen),
      downloadRestricted: chance(gen),
      permissions: drawGrants(gen),
    })),
    apps: [
      {
        name: "qc",
        version: "1.0.0",
        billTo: "org-acme",
        createdBy: actor,
        developers: [actor, ...some(gen, ...people)],
        authorizedUsers: some(gen, ...people, "org-lab", "PUBLIC"),
      },
    ],
  };
}

function drawDocuments(gen: Gen): readonly Document[] {
  const project = (name: string): Project => {
    if (name === "old" && chance(gen)) return { state: "absent" };
    return {
      grants: drawGrants(gen),
      overrides: {
        copy: pick(gen, "no-one", "all-members"),
        delete: pick(gen, "admins-only", "contributors-and-admins"),
        download: pick(gen, "no-one", "all-members"),
      },
    };
  };
  const acme: Document = {
    organization: "org-acme",
    name: pick(gen, "Acme", "Acme Genomics"),
    members: drawMembers(gen),
    projects: Object.fromEntries(some(gen, ...names, "fresh").map((name) => [name, project(name)])),
    apps: {
      "app-qc": {
        developers: [actor, ...some(gen, ...people)],
        authorizedUsers: some(gen, ...people, "org-lab", "PUBLIC"),
      },
    },
  };
  const fresh: Document = {
    organization: "org-new",
    name: "New",
    members: drawMembers(gen),
    projects: {},
    apps: {},
  };
  return chance(gen) ? [acme, fresh] : [acme];
}

function draw(gen: Gen): Drawn {
  return { seed: drawSeed(gen), actor, documents: drawDocuments(gen).map((each) => ({ ...each })) };
}

interface Dump {
  readonly orgs: readonly {
    readonly id: string;
    readonly name: string;
    readonly members: Readonly<Record<string, Member>>;
  }[];
  readonly projects: readonly {
    readonly name: string;
    readonly billTo: string;
    readonly restricted: boolean;
    readonly protected: boolean;
    readonly downloadRestricted: boolean;
    readonly permissions: Levels;
  }[];
  readonly apps: readonly {
    readonly developers: readonly string[];
    readonly authorizedUsers: readonly string[];
  }[];
}

function settled(dump: unknown, { documents }: Drawn): void {
  const { orgs, projects, apps } = dump as Dump;
  for (const {
    organization,
    name,
    members,
    projects: wanted,
  } of documents as unknown as readonly Document[]) {
    const org = orgs.find(({ id }) => id === organization);
    expect(org?.name).toBe(name);
    expect(Object.keys(org?.members ?? {}).sort()).toEqual(Object.keys(members).sort());
    expect(org?.members).toMatchObject(members);
    for (const [label, { state, grants, overrides }] of Object.entries(wanted)) {
      const here = projects.filter((each) => each.billTo === organization && each.name === label);
      expect(here, label).toHaveLength(state === "absent" ? 0 : 1);
      if (here[0] === undefined) continue;
      expect(here[0].permissions).toEqual(grants);
      expect([here[0].restricted, here[0].protected, here[0].downloadRestricted]).toEqual([
        overrides?.copy === "no-one",
        overrides?.delete === "admins-only",
        overrides?.download === "no-one",
      ]);
    }
  }
  const [acme] = documents as unknown as readonly Document[];
  const app = acme?.apps["app-qc"];
  expect([...(apps[0]?.developers ?? [])].sort()).toEqual([...(app?.developers ?? [])].sort());
  expect([...(apps[0]?.authorizedUsers ?? [])].sort()).toEqual([...(app?.authorizedUsers ?? [])].sort());
}

it("plans and applies until what is written is live", { timeout: 240_000 }, () =>
  converges({
    platform: dnanexus,
    draw,
    intact: (dump) => {
      for (const { id, members } of (dump as Dump).orgs) {
        const levels = Object.values(members).map((each) => (typeof each === "string" ? each : each.level));
        expect(levels, `${id} has an administrator`).toContain("ADMIN");
      }
    },
    settled,
    runs: 40,
    least: 0.9,
  }),
);

it("sends what plan --calls prints", { timeout: 240_000 }, () =>
  sendsWhatIsTold({ platform: dnanexus, draw }),
);
