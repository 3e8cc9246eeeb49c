/** Random organizations and configurations, all the way: through invitations, promotions, demotions and transfers. */
import { expect, test } from "vitest";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import { converges, type Drawn } from "../harness/converge.ts";
import { chance, type Gen, pick, some } from "../harness/draw.ts";
import { sendsWhatIsTold } from "../harness/paper.ts";
import { drawOrganization, names, people, regions } from "./draw.ts";

/** An organization as the sandbox dumps it. */
interface Stored {
  readonly owner: string;
  readonly administrators?: readonly string[];
  readonly billingAdministrators?: readonly string[];
  readonly projects?: readonly { readonly name: string; readonly region?: string }[];
  readonly groups?: readonly {
    readonly name: string;
    readonly projects?: readonly string[];
    readonly members?: readonly string[];
  }[];
}

interface Written {
  readonly owners: readonly string[];
  readonly administrators: readonly string[];
  readonly billingAdministrators?: readonly string[];
  readonly projects: Readonly<Record<string, { readonly state?: "absent" }>>;
  readonly groups: Readonly<
    Record<
      string,
      {
        readonly state?: "absent";
        readonly projects?: readonly string[];
        readonly members?: readonly string[];
      }
    >
  >;
}

const [actor] = people;
const absent = { state: "absent" } as const;

/** Every person gets one place. The account that Charter runs as stays an administrator where it gives up ownership. */
function drawWritten(gen: Gen): Written {
  const owner = pick(gen, actor, actor, ...people);
  const administrators: string[] = owner === actor ? [] : [actor];
  const members: string[] = [];
  for (const each of people) {
    if (each !== owner && each !== actor) pick(gen, administrators, members, []).push(each);
  }
  const labels = regions.flatMap((region) =>
    names.map((name) => ({ label: `${name}-${region}`, name, region })),
  );
  const kept = some(gen, ...labels);
  const gone = labels.filter((each) => !kept.includes(each) && chance(gen));
  const projects = Object.fromEntries([
    ...kept.map(({ label, name, region }) => [label, { name, region }]),
    ...gone.map(({ label, name, region }) => [label, { name, region, ...absent }]),
  ]);
  const groups = Object.fromEntries(
    names.map((name) => [
      name,
      chance(gen)
        ? absent
        : { projects: some(gen, ...kept).map(({ label }) => label), members: some(gen, ...members) },
    ]),
  );
  // Whoever owned it cannot be put on the list before, nor afterwards by the account that then no longer may.
  const billed = people.filter((each) => each !== owner && each !== actor);
  const billing = chance(gen) ? { billingAdministrators: some(gen, ...billed) } : {};
  return { owners: [owner], administrators, projects, groups, ...billing };
}

function draw(gen: Gen): Drawn {
  return {
    seed: {
      users: people.map((email) => ({ email })),
      organizations: [drawOrganization(gen, "Acme", actor)],
    },
    actor,
    documents: [{ organization: "acme", name: "Acme", ...drawWritten(gen) }],
  };
}

function organizationsIn(dump: unknown): readonly Stored[] {
  return (dump as { organizations: readonly Stored[] }).organizations;
}

/** cloud-console.md §6.4, and that there is always one owner. */
function intact(dump: unknown): void {
  for (const { owner, administrators = [], groups = [] } of organizationsIn(dump)) {
    expect(people).toContain(owner);
    const managers = [owner, ...administrators];
    for (const { members = [] } of groups)
      expect(members.filter((each) => managers.includes(each))).toEqual([]);
  }
}

function settled(dump: unknown, { documents }: Drawn): void {
  const [stored] = organizationsIn(dump);
  const written = documents[0] as unknown as Written;
  const region = (name = "Eastern-Switzerland") => name.toLowerCase();
  // A list that is written whole holds e-mails as they are written there.
  const sorted = (list: readonly string[] = []) => list.map((each) => each.toLowerCase()).sort();
  expect(stored?.owner).toBe(written.owners[0]);
  expect(sorted(stored?.administrators)).toEqual(sorted(written.administrators));
  if (written.billingAdministrators !== undefined) {
    expect(sorted(stored?.billingAdministrators)).toEqual(sorted(written.billingAdministrators));
  }
  const labels = (stored?.projects ?? []).map((each) => `${each.name}-${region(each.region)}`);
  for (const [label, { state }] of Object.entries(written.projects)) {
    expect([label, labels.includes(label)]).toEqual([label, state !== "absent"]);
  }
  const here = new Map((stored?.groups ?? []).map((each) => [each.name, each]));
  for (const [name, group] of Object.entries(written.groups)) {
    expect([name, here.has(name)]).toEqual([name, group.state !== "absent"]);
    expect(sorted(here.get(name)?.members)).toEqual(sorted(group.members));
    expect(here.get(name)?.projects ?? []).toHaveLength(group.projects?.length ?? 0);
  }
}

test("plan, apply, accept: until nothing is left", { timeout: 240_000 }, async () => {
  await converges({ platform: cloudConsole, draw, intact, settled, runs: 25, rounds: 5, least: 0.9 });
});

test("sends what plan --calls prints", { timeout: 240_000 }, () =>
  sendsWhatIsTold({ platform: cloudConsole, draw }),
);
