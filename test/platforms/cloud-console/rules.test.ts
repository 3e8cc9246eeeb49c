/** The role × action table, cell by cell: who stands how, and what that lets them do (cloud-console.md §2). */
import { describe, expect, it } from "vitest";
import type { Resource } from "../../../src/model/resource.ts";
import { createState } from "../../../src/model/state.ts";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import type { Operation } from "../../../src/platforms/cloud-console/writes.ts";
import {
  administratorOf,
  billingOf,
  group,
  groupOf,
  inGroup,
  memberOf,
  org,
  organizationOf,
  ownerOf,
  projectOf,
} from "./support.ts";

const { access, rules } = cloudConsole;
const me = "me@x";

/** The actor in a world of its own, in which others have every role. */
function world(...own: readonly Resource[]) {
  return createState([
    organizationOf(),
    ...(own.some(({ kind, pending }) => kind === "owner" && pending === undefined)
      ? []
      : [ownerOf("boss@x")]),
    administratorOf("admin@x"),
    projectOf("web"),
    groupOf(),
    inGroup("web"),
    memberOf("member@x"),
    billingOf("billing@x"),
    ...own,
  ]);
}

const actors: Readonly<Record<string, ReturnType<typeof world>>> = {
  nobody: world(),
  "the owner": world(ownerOf(me)),
  "an administrator": world(administratorOf(me)),
  "an administrator who is offered the ownership": world(administratorOf(me), ownerOf(me, true)),
  "somebody invited as administrator": world(administratorOf(me, true)),
  "a member": world(memberOf(me)),
  "somebody invited to a group": world(memberOf(me, true)),
  "a billing administrator": world(billingOf(me)),
  "an administrator with billing": world(administratorOf(me), billingOf(me)),
  "a member with billing": world(memberOf(me), billingOf(me)),
  "a member elsewhere": world(memberOf(me, false, "lab/groups/web"), {
    ...groupOf(),
    address: "lab/groups/web",
  }),
};

const owner = ["the owner"];
const administrators = [
  "an administrator",
  "an administrator who is offered the ownership",
  "an administrator with billing",
];
const members = ["a member", "a member with billing"];
const managers = [...owner, ...administrators];

/** Who may do it; nobody else of the above may. */
const may: Readonly<Record<Operation, readonly string[]>> = {
  "organization.create": Object.keys(actors),
  "organization.rename": owner,
  "organization.delete": owner,
  "organization.leave": [...administrators, ...members],
  "project.create": managers,
  "project.rename": managers,
  "project.delete": managers,
  "group.create": managers,
  "group.rename": managers,
  "group.delete": managers,
  "group.assign": managers,
  "group.unassign": managers,
  "member.invite": managers,
  "member.uninvite": managers,
  "member.remove": managers,
  "administrator.invite": managers,
  "administrator.uninvite": managers,
  "administrator.remove": managers,
  "owner.invite": owner,
  "transfer.start": owner,
  "transfer.cancel": owner,
  "billing.replace": owner,
};

function scopeOf(operation: string): string {
  if (["project.rename", "project.delete"].includes(operation)) return `${org}/projects/web`;
  return /^(group\.(rename|delete|assign|unassign)|member\.)/.test(operation) ? group : org;
}

describe.each(Object.entries(may))("%s", (operation, allowed) => {
  const { roles } = rules.actions[operation] ?? { roles: ["?"] };

  it.each(Object.entries(actors))("%s", (name, state) => {
    const standing = access.standing(state, me, scopeOf(operation));
    const can = roles.length === 0 || roles.some((role) => standing.has(role));
    expect(can).toBe(allowed.includes(name));
    // Whoever may is named as one who may, and nobody else.
    const holders = access.holders(state, scopeOf(operation), roles);
    if (roles.length > 0) expect(holders.includes(me)).toBe(allowed.includes(name));
    if (roles.includes("organization:owner") && name !== "the owner") expect(holders).toContain("boss@x");
  });
});

describe("standing where the managers were not read", () => {
  it.each([
    ["owner", ["organization:owner"]],
    ["administrator", ["organization:administrator"]],
    ["member", ["organization:member"]],
    ["billing", ["organization:billing"]],
  ])("is what the platform says of the actor: %s", (role, roles) => {
    const state = createState([organizationOf({ facts: { role } })]);
    expect([...access.standing(state, me, `${org}/projects/web`)]).toEqual(roles);
  });

  it("is no more once they were", () => {
    const state = createState([
      organizationOf({ facts: { role: "owner" } }),
      ownerOf("boss@x"),
      administratorOf(me),
    ]);
    expect([...access.standing(state, me, org)]).toEqual(["organization:administrator"]);
  });

  it("is none in an organization that is not there", () => {
    expect([...access.standing(createState(), me, org)]).toEqual([]);
  });
});

it("an organization is never without an owner, and an offer is none", () => {
  const [invariant, ...others] = rules.invariants;
  expect(others).toEqual([]);
  expect(invariant).toMatchObject({ kind: "owner", minimum: 1, admins: false });
  expect(invariant?.holds(ownerOf(me))).toBe(true);
  expect(invariant?.holds(ownerOf(me, true))).toBe(false);
});

it("every action says what it is and where that stands", () => {
  for (const { title, source } of Object.values(rules.actions)) {
    expect(title).toMatch(/^[a-z]/);
    expect(source).toMatch(/^§/);
  }
});
