/** The whole way: from any organization to any configuration of it, people accepting on the way. */
import { expect, it } from "vitest";
import { datica } from "../../../src/platforms/datica/index.ts";
import { converges, type Drawn } from "../harness/converge.ts";
import { type Gen, pick, some } from "../harness/draw.ts";
import { sendsWhatIsTold } from "../harness/paper.ts";

const root = "root@acme.io";
const people = ["ann@acme.io", "bob@acme.io", "cid@acme.io", "dot@acme.io"] as const;
const newcomers = ["eve@example.com", "fay@example.com"] as const;
const groups = ["Admins", "Full Access", "Readers"] as const;
const acls = ["x:get", "y:list", "z:*"] as const;

interface Organization {
  readonly name: string;
  readonly members: Readonly<Record<string, string>>;
  readonly invites: readonly {
    readonly email: string;
    readonly role: string;
    readonly acceptedBy?: string;
  }[];
  readonly groups: Readonly<
    Record<string, { readonly acls?: readonly string[]; readonly members?: readonly string[] }>
  >;
}

interface Environment {
  readonly id: string;
  readonly name: string;
  readonly organization: string;
  readonly users: readonly string[];
}

interface Seed {
  readonly orgs: readonly Organization[];
  readonly environments: readonly Environment[];
}

function drawSeed(gen: Gen): Seed {
  const members: Record<string, string> = { [root]: "owner" };
  for (const each of people) {
    const role = pick(gen, null, "member", "admin", "owner");
    if (role !== null) members[each] = role;
  }
  const joined = Object.keys(members);
  const environment = (id: string, pod: string) => ({
    id,
    name: id,
    organization: "Acme",
    pod,
    // Also of admins and owners: these count for nothing now.
    users: some(gen, ...joined),
  });
  return {
    orgs: [
      {
        name: "Acme",
        members,
        // Also to people who have joined by another one: what is open is accepted some day.
        invites: some(gen, ...people, ...newcomers).map((email) => ({
          email,
          role: pick(gen, "member", "admin"),
        })),
        groups: Object.fromEntries(
          some(gen, ...groups).map((name) => [
            name,
            { acls: some(gen, ...acls), members: some(gen, ...joined) },
          ]),
        ),
      },
    ],
    environments: [environment("env-1", "pod01"), environment("env-2", "pod02")],
    ...{ users: [root, ...people, ...newcomers].map((email) => ({ email })), pods: ["pod01", "pod02"] },
  };
}

interface Document {
  readonly members: Readonly<Record<string, string>>;
  readonly manage: { readonly members: "authoritative" | "additive" };
  readonly environments: Readonly<
    Record<string, { readonly name: string; readonly grants: readonly string[] }>
  >;
  readonly groups: Readonly<
    Record<string, { readonly state?: "absent"; readonly members?: readonly string[] }>
  >;
}

/** `lowest`: what may become of the actor itself. */
function drawDocument(gen: Gen, actor: string, lowest: string): Document {
  const members: Record<string, string> = {};
  for (const each of [root, ...people, ...newcomers]) {
    const role = pick(gen, null, "member", "member", "admin", "owner");
    if (role !== null) members[each] = role;
  }
  members[actor] = lowest;
  // Somebody has to be owner in the end, be it somebody who is yet to be invited.
  if (!Object.values(members).includes("owner")) {
    members[pick(gen, ...[root, ...people, ...newcomers].filter((each) => each !== actor))] = "owner";
  }
  const grantable = Object.keys(members).filter((each) => members[each] === "member");
  const group = (name: string) => {
    if (name !== "Admins" && pick(gen, 0, 1, 2) === 0) return { state: "absent" as const };
    return {
      ...(name === "Admins" ? {} : { acls: some(gen, ...acls) }),
      members: some(gen, ...Object.keys(members)),
    };
  };
  return {
    members,
    manage: { members: pick(gen, "authoritative", "authoritative", "additive") },
    environments: {
      // A label that is no name, and one that renames.
      production: { ...{ id: "env-1" }, name: "env-1", grants: some(gen, ...grantable) },
      staging: { ...{ id: "env-2" }, name: pick(gen, "env-2", "renamed"), grants: some(gen, ...grantable) },
    },
    groups: Object.fromEntries(some(gen, ...groups).map((name) => [name, group(name)])),
  };
}

function draw(gen: Gen): Drawn {
  const seed = drawSeed(gen);
  const [organization] = seed.orgs;
  const admins = Object.entries(organization?.members ?? {}).filter(([, role]) => role === "admin");
  // An admin gets as far as an admin may; an owner may also step back, once another one is there (and no further: a
  // member could not read what has become of it).
  const admin = pick(gen, 0, 0, 0, 1) === 1 ? admins[0]?.[0] : undefined;
  const owner = pick(gen, root, root, people[0]);
  const isOwner = organization?.members[owner] === "owner";
  const actor = admin ?? (isOwner ? owner : root);
  const lowest = admin !== undefined ? "admin" : pick(gen, "owner", "owner", "owner", "admin");
  const { ...document } = drawDocument(gen, actor, lowest);
  return {
    seed,
    actor,
    documents: [{ organization: "acme", name: "Acme", description: pick(gen, "", "Health"), ...document }],
  };
}

function owners(organization: Organization): readonly string[] {
  return Object.keys(organization.members).filter((each) => organization.members[each] === "owner");
}

function settled(dump: unknown, { documents }: Drawn): void {
  const { orgs, environments } = dump as Seed;
  const [organization] = orgs;
  const document = documents[0] as unknown as Document;
  if (organization === undefined) throw new Error("no organization is left");
  const { members } = organization;
  if (document.manage.members === "authoritative") expect(members).toEqual(document.members);
  else expect(members).toMatchObject(document.members);
  for (const { id, name, users } of environments) {
    const written = Object.values(document.environments).find((each) => "id" in each && each.id === id);
    expect(name).toBe(written?.name);
    const counting = users.filter((each) => members[each] === "member").sort();
    // Somebody who is left alone (additive) keeps nothing that is not written.
    expect(counting).toEqual([...(written?.grants ?? [])].sort());
  }
  for (const [name, group] of Object.entries(document.groups)) {
    const live = organization.groups[name];
    if (group.state === "absent") expect(live).toBeUndefined();
    else expect([...(live?.members ?? [])].sort()).toEqual([...(group.members ?? [])].sort());
  }
}

it("plans and applies until what is written is live, never without an owner", async () => {
  await converges({
    platform: datica,
    draw,
    intact: (dump) => {
      for (const each of (dump as Seed).orgs) expect(owners(each)).not.toEqual([]);
    },
    settled,
    // An admin asks for more than an admin may; who has stepped back cannot finish what is left.
    mayStop: ["forbidden"],
    runs: 60,
  });
}, 240_000);

it("sends what plan --calls prints", { timeout: 240_000 }, () =>
  sendsWhatIsTold({ platform: datica, draw, references: false }),
);
