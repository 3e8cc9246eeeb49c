/** The role × action table (datica.md §2), cell by cell: who stands how, and what that lets them do. */
import { describe, expect, it } from "vitest";
import type { Resource } from "../../../src/model/resource.ts";
import { createState } from "../../../src/model/state.ts";
import { datica } from "../../../src/platforms/datica/index.ts";
import type { Operation } from "../../../src/platforms/datica/writes.ts";
import {
  environmentAt,
  environmentOf,
  grantOf,
  groupAt,
  groupOf,
  inGroup,
  invitedOf,
  mail,
  memberOf,
  org,
  orgOf,
} from "./support.ts";

const { access, rules } = datica;
const actor = mail("me");
const boss = mail("boss");

/** The actor in a world of its own, in which somebody else is everything that must be there. */
function world(...own: readonly Resource[]) {
  return createState([
    orgOf(null),
    memberOf("boss", "owner"),
    environmentOf("production"),
    groupOf("Admins", [], true),
    groupOf("Readers"),
    inGroup("Admins", "boss"),
    ...own,
  ]);
}

const actors: Readonly<Record<string, ReturnType<typeof world>>> = {
  nobody: world(),
  "an invited owner": world(invitedOf("me", "owner")),
  "a member": world(memberOf("me", "member")),
  "a member with a grant": world(memberOf("me", "member"), grantOf("production", "me")),
  "a member in Readers": world(memberOf("me", "member"), inGroup("Readers", "me")),
  "a member in Admins": world(memberOf("me", "member"), inGroup("Admins", "me")),
  "an admin": world(memberOf("me", "admin")),
  "an owner": world(memberOf("me", "owner")),
};

/** Who may do it; nobody else of the above may. */
const owners = ["an owner"];
const admins = ["an admin", "an owner"];
const keepers = ["a member in Admins", "an owner"];
const may: Readonly<Record<Operation, readonly string[]>> = {
  "organization.update": owners,
  "invite.send-member": admins,
  "invite.send-admin": owners,
  "invite.revoke": admins,
  "member.set-role": owners,
  "member.remove-member": admins,
  "member.remove-any": owners,
  "environment.rename": admins,
  "environment.grant": admins,
  "environment.revoke": admins,
  "group.create": keepers,
  "group.update": keepers,
  "group.delete": keepers,
  "group.join": keepers,
  "group.leave": keepers,
  "group.update-protected": [],
  "group.delete-protected": [],
};

function scopeOf(operation: string): string {
  if (operation.startsWith("environment.")) return environmentAt("production");
  return operation.startsWith("group.") && operation !== "group.create" ? groupAt("Readers") : org;
}

describe.each(Object.entries(may))("%s", (operation, allowed) => {
  const { roles } = rules.actions[operation] ?? { roles: [] };

  it.each(Object.entries(actors))("%s", (name, state) => {
    const standing = access.standing(state, actor, scopeOf(operation));
    expect(roles.some((role) => standing.has(role))).toBe(allowed.includes(name));
    // Whoever may is named as one who may, and nobody else.
    const holders = access.holders(state, scopeOf(operation), roles);
    expect(holders.includes(actor)).toBe(allowed.includes(name));
    expect(holders.includes(boss)).toBe(allowed.length > 0);
  });
});

describe("standing where the members were not read", () => {
  it.each([
    ["owner", ["organization:owner"]],
    ["admin", ["organization:admin"]],
    ["member", ["organization:member"]],
    [null, []],
  ])("an organization that says %j", (role, roles) => {
    const state = createState([orgOf(role), environmentOf("production")]);
    expect([...access.standing(state, actor, environmentAt("production"))]).toEqual(roles);
  });

  it("counts no more once the members are there", () => {
    const state = createState([orgOf("owner"), memberOf("me", "member")]);
    expect([...access.standing(state, actor, org)]).toEqual(["organization:member"]);
    expect([
      ...access.standing(createState([orgOf("owner"), memberOf("boss", "owner")]), actor, org),
    ]).toEqual([]);
  });
});

describe("the last owner", () => {
  const [invariant] = rules.invariants;
  it.each([
    ["an owner", memberOf("me", "owner"), true],
    ["an admin", memberOf("me", "admin"), false],
    ["somebody who is invited as one", invitedOf("me", "owner"), false],
  ])("%s", (_, resource, holds) => {
    expect(invariant?.holds(resource)).toBe(holds);
  });
});
