/** What single calls do, beside what the property against the sandbox finds. */
import { describe, expect, it } from "vitest";
import type { CallDraft } from "../../../src/model/call.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { applyDeltas, createState, fork } from "../../../src/model/state.ts";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import type { Wanted } from "../harness/changes.ts";
import {
  administratorOf,
  billingOf,
  draftsFor,
  group,
  groupOf,
  inGroup,
  memberOf,
  org,
  organizationOf,
  ownerOf,
  projectOf,
} from "./support.ts";

const [alice, bob, carol] = ["alice@x", "bob@x", "carol@x"];
const world: readonly Resource[] = [
  ownerOf(alice),
  administratorOf(bob),
  billingOf(carol),
  projectOf("web"),
  groupOf(),
  groupOf("ml"),
  inGroup("web"),
  inGroup("web", "acme/groups/ml"),
  memberOf(carol),
];

/** What is otherwise after all calls for what is written: `+ address`, `- address`, `~ address`. */
function differences(
  live: readonly Resource[],
  calls: readonly CallDraft[],
  actor = alice,
): readonly string[] {
  const before = createState([organizationOf(), ...live]);
  const after = fork(before);
  for (const call of calls) applyDeltas(after, cloudConsole.effects(after, call, { id: actor }));
  const addresses = new Set([...before.all(), ...after.all()].map(({ address }) => address));
  return [...addresses].sort().flatMap((address) => {
    const [was, is] = [before.get(address), after.get(address)];
    if (was === is) return [];
    const what = was === undefined ? "+" : is === undefined ? "-" : "~";
    const pending = is?.pending === undefined ? "" : ` (${is.pending})`;
    return [`${what} ${address}${pending}`];
  });
}

describe("a call", () => {
  const row = (kind: string, wanted: Wanted, live = world) =>
    differences(live, draftsFor(live, kind, wanted).calls);

  it.each<[string, string, Wanted, string[]]>([
    ["renames", "organization", { [org]: { name: "X" } }, [`~ ${org}`]],
    [
      "makes a project, in no group",
      "project",
      { "acme/projects/new": { region: "vienna" } },
      ["+ acme/projects/new"],
    ],
    ["makes a group, empty", "group", { "acme/groups/new": { name: "new" } }, ["+ acme/groups/new"]],
    [
      "deletes a project, which leaves every group",
      "project",
      { "acme/projects/web": null },
      ["- acme/groups/ml/projects/web", "- acme/groups/web/projects/web", "- acme/projects/web"],
    ],
    [
      "deletes a group, with its members",
      "group",
      { [group]: null },
      [`- ${group}`, `- ${group}/members/${carol}`, `- ${group}/projects/web`],
    ],
    [
      "invites a member, who is none before accepting",
      "group-member",
      { [`${group}/members/dan@x`]: {} },
      [`+ ${group}/members/dan@x (dan@x to accept the invitation)`],
    ],
    [
      "invites an administrator",
      "administrator",
      { "acme/administrators/dan@x": {} },
      ["+ acme/administrators/dan@x (dan@x to accept the invitation as administrator)"],
    ],
    [
      "prepares an owner",
      "owner",
      { "acme/owners/dan@x": {} },
      ["+ acme/administrators/dan@x (dan@x to accept the invitation as administrator)"],
    ],
    [
      "offers the ownership, and changes nothing else",
      "owner",
      { [`acme/owners/${bob}`]: {} },
      [`+ acme/owners/${bob} (${bob} to accept the ownership)`],
    ],
    [
      "writes the billing list",
      "billing-administrator",
      { [`acme/billingAdministrators/${bob}`]: {}, [`acme/billingAdministrators/${carol}`]: null },
      [`+ acme/billingAdministrators/${bob}`, `- acme/billingAdministrators/${carol}`],
    ],
  ])("%s", (_name, kind, wanted, expected) => {
    expect(row(kind, wanted)).toEqual(expected);
  });

  const offered = [...world, ownerOf(bob, true)];

  it.each([
    ["removed", draftsFor(offered, "administrator", { [`acme/administrators/${bob}`]: null }).calls, alice],
    [
      "gone by itself",
      draftsFor(offered, "administrator", { [`acme/administrators/${bob}`]: null }, { actor: bob }).calls,
      bob,
    ],
  ])("whose target is %s takes an offer of ownership along", (_name, calls, actor) => {
    expect(differences(offered, calls, actor)).toEqual([
      `- acme/administrators/${bob}`,
      `- acme/owners/${bob}`,
    ]);
  });

  it("withdraws an offer", () => {
    expect(row("owner", { [`acme/owners/${bob}`]: null }, offered)).toEqual([`- acme/owners/${bob}`]);
  });

  it("by which a member leaves takes all groups of that organization, and nothing else", () => {
    const live = [
      ...world,
      memberOf(carol, true, "acme/groups/ml"),
      memberOf(carol, false, "lab/groups/web"),
    ];
    const leave: CallDraft = {
      operation: "organization.leave",
      method: "DELETE",
      path: [],
      scope: org,
      changes: [],
    };
    expect(differences(live, [leave], carol)).toEqual([`- ${group}/members/${carol}`]);
  });

  it("that makes an organization makes the actor its owner", () => {
    const create: CallDraft = {
      operation: "organization.create",
      method: "POST",
      path: [],
      body: { name: "Fresh" },
      scope: "fresh",
      changes: ["fresh"],
      yields: { address: "fresh", pointer: "/id" },
    };
    expect(differences([], [create])).toEqual(["+ fresh", `+ fresh/owners/${alice}`]);
  });

  it("about somebody who is there already does nothing", () => {
    const invite = (operation: string, scope: string, email: string): CallDraft => ({
      operation,
      method: "POST",
      path: [],
      body: { email },
      scope,
      changes: [],
    });
    const calls = [
      invite("member.invite", group, carol),
      invite("administrator.invite", org, bob),
      invite("administrator.invite", org, alice),
      invite("transfer.start", org, bob),
    ];
    expect(differences(world, calls)).toEqual([]);
  });

  it("that nobody knows is a mistake", () => {
    const odd: CallDraft = { operation: "toString", method: "GET", path: [], scope: org, changes: [] };
    expect(() => differences(world, [odd])).toThrow("no such write: toString");
  });
});
