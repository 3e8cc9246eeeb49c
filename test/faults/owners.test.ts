/** Two who hold an organization take it from each other at once, each with a plan that was good when it was made. */
import { expect, test } from "vitest";
import { cloudElements } from "../../src/platforms/cloud-elements/index.ts";
import { datica } from "../../src/platforms/datica/index.ts";
import { dnanexus } from "../../src/platforms/dnanexus/index.ts";
import { marketplace } from "../../src/platforms/marketplace/index.ts";
import { resultOf } from "../platforms/harness/folder.ts";
import { elsewhere, type FaultWorld, open } from "./world.ts";

const mails = { alice: "alice@example.com", bob: "bob@example.com" };
const accounts = { alice: "user-alice", bob: "user-bob" };

type Members = Readonly<Record<string, string>>;

interface Rivals extends Pick<FaultWorld, "platform" | "seed"> {
  readonly names: typeof mails;
  /** A file that keeps one of them, and lowers the other. */
  readonly keeping: (kept: string, lowered: string) => string;
  /** Who holds the organization. */
  readonly holders: (dump: unknown) => readonly string[];
}

function heldAs(level: string, members: Members): readonly string[] {
  return Object.keys(members).filter((who) => members[who] === level);
}

const rivals: readonly Rivals[] = [
  {
    platform: dnanexus,
    names: accounts,
    seed: {
      users: Object.values(accounts).map((id) => ({ id })),
      orgs: [{ id: "org-acme", name: "Acme", members: { "user-alice": "ADMIN", "user-bob": "ADMIN" } }],
    },
    keeping: (kept, lowered) => `organization: org-acme\nmembers: { ${kept}: ADMIN, ${lowered}: MEMBER }\n`,
    holders: (dump) => {
      const { orgs } = dump as { orgs: { members: Readonly<Record<string, { level: string }>> }[] };
      const members = Object.entries(orgs[0]?.members ?? {}).map(([who, { level }]) => [who, level]);
      return heldAs("ADMIN", Object.fromEntries(members));
    },
  },
  {
    platform: datica,
    names: mails,
    seed: {
      users: Object.values(mails).map((email) => ({ email })),
      orgs: [{ name: "Acme", members: { [mails.alice]: "owner", [mails.bob]: "owner" } }],
    },
    keeping: (kept, lowered) => `organization: Acme\nmembers: { ${kept}: owner, ${lowered}: member }\n`,
    holders: (dump) => heldAs("owner", (dump as { orgs: { members: Members }[] }).orgs[0]?.members ?? {}),
  },
  {
    platform: marketplace,
    names: mails,
    seed: {
      users: Object.values(mails).map((email) => ({ email })),
      organizations: [{ name: "Acme", members: { [mails.alice]: "maintainer", [mails.bob]: "maintainer" } }],
    },
    keeping: (kept, lowered) => `organization: Acme\nmembers: { ${kept}: maintainer, ${lowered}: viewer }\n`,
    holders: (dump) =>
      heldAs(
        "maintainer",
        (dump as { organizations: { members: Members }[] }).organizations[0]?.members ?? {},
      ),
  },
  {
    platform: cloudElements,
    names: mails,
    seed: {
      organizations: [
        {
          name: "Acme",
          accounts: [
            {
              externalId: "hq",
              name: "hq",
              default: true,
              users: Object.values(mails).map((email) => ({
                email,
                firstName: "A",
                lastName: "B",
                roles: ["org-admin"],
              })),
            },
          ],
        },
      ],
    },
    keeping: (kept, lowered) =>
      `organization: Acme\naccounts: { hq: { users: { ${kept}: { roles: [org-admin] }, ${lowered}: { roles: [] } } } }\n`,
    holders: (dump) => {
      const { organizations } = dump as {
        organizations: { accounts: { users: { email: string; roles: string[] }[] }[] }[];
      };
      const users = organizations[0]?.accounts[0]?.users ?? [];
      return users.filter(({ roles }) => roles.includes("org-admin")).map(({ email }) => email);
    },
  },
];

test.each(rivals.map((each) => [each.platform.name, each] as const))(
  "%s: one of them stays, and both are told the truth",
  async (_name, { platform, names, seed, keeping, holders }) => {
    const file = (kept: string, lowered: string) => ({
      "acme.yaml": `platform: ${platform.name}\n${keeping(kept, lowered)}`,
    });
    await using desk = await open({
      platform,
      seed,
      as: names.alice,
      files: file(names.alice, names.bob),
      held: () => new Map(),
      once: () => null,
      intact: (dump) => expect(holders(dump)).not.toEqual([]),
    });
    const other = await elsewhere(desk, { as: names.bob, files: file(names.bob, names.alice) });
    // Each has its plan, and neither has sent anything.
    let waiting = 0;
    let go = (): void => {};
    const both = new Promise<void>((resolve) => {
      go = resolve;
    });
    const confirm = async (): Promise<boolean> => {
      waiting += 1;
      if (waiting === 2) go();
      await both;
      return true;
    };
    const [first, second] = await Promise.all([desk.apply({ confirm }), other.apply({ confirm })]);
    const told = [resultOf(first), resultOf(second)].map(({ result }) => result?.outcomes ?? []);
    const left = holders(desk.sandbox.dump());
    expect(left).toHaveLength(1);
    // Each plan lowers one of them, and has succeeded if the other one is left.
    const winner = left[0] === names.alice ? 0 : 1;
    expect(told.map((outcomes) => outcomes.map(({ status }) => status))).toEqual(
      winner === 0 ? [["applied"], ["failed"]] : [["failed"], ["applied"]],
    );
    // Whoever is left goes on without a difference.
    const next = winner === 0 ? await desk.plan() : await other.plan();
    expect(resultOf(next).summary).toMatchObject({ calls: 0, stops: 0 });
  },
);
