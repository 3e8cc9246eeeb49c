/** The role × action table, cell by cell: who stands how, and what that lets them do. */
import { describe, expect, it } from "vitest";
import type { Resource } from "../../../src/model/resource.ts";
import { createState } from "../../../src/model/state.ts";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import type { Operation } from "../../../src/platforms/dnanexus/writes.ts";
import {
  appAddress,
  appOf,
  grantOf,
  listedOf,
  memberOf,
  org,
  organizationOf,
  projectAddress,
  projectOf,
} from "./support.ts";

const { access, rules } = dnanexus;
const actor = "user-me";

/** The actor in a world of its own, in which somebody else is everything that must be there. */
function world(...own: readonly Resource[]) {
  return createState([
    organizationOf(),
    memberOf("user-boss", { level: "ADMIN" }),
    projectOf(),
    grantOf("user-boss", "ADMINISTER"),
    appOf(),
    listedOf("developers", "user-boss"),
    ...own,
  ]);
}

const member = (flags: Resource["attributes"] = {}) =>
  memberOf(actor, {
    level: "MEMBER",
    allowBillableActivities: false,
    appAccess: true,
    projectAccess: "CONTRIBUTE",
    ...flags,
  });
const lab = (flags: Resource["attributes"]) => memberOf(actor, flags, "org-lab");

const actors: Readonly<Record<string, ReturnType<typeof world>>> = {
  nobody: world(),
  "a MEMBER": world(member()),
  "a MEMBER who may bill": world(member({ allowBillableActivities: true })),
  "a MEMBER who may demote": world(member({ projectMemberDemotion: true })),
  "an ADMIN": world(memberOf(actor, { level: "ADMIN" })),
  "an ADMIN elsewhere": world(lab({ level: "ADMIN" })),
  VIEW: world(grantOf(actor, "VIEW")),
  UPLOAD: world(grantOf(actor, "UPLOAD")),
  CONTRIBUTE: world(grantOf(actor, "CONTRIBUTE")),
  ADMINISTER: world(grantOf(actor, "ADMINISTER")),
  "ADMINISTER by org": world(lab({ level: "ADMIN" }), grantOf("org-lab", "ADMINISTER")),
  "capped by projectAccess": world(
    lab({ level: "MEMBER", projectAccess: "VIEW" }),
    grantOf("org-lab", "ADMINISTER"),
  ),
  everybody: world(grantOf("PUBLIC", "VIEW")),
  "a developer": world(listedOf("developers", actor)),
  "a developer by org": world(lab({ level: "MEMBER", appAccess: true }), listedOf("developers", "org-lab")),
  "a developer without appAccess": world(
    lab({ level: "MEMBER", appAccess: false }),
    listedOf("developers", "org-lab"),
  ),
  authorized: world(listedOf("authorizedUsers", actor)),
};

/** Who may do it; nobody else of the above may. */
const admins = ["an ADMIN"];
const administrators = ["ADMINISTER", "ADMINISTER by org"];
const developers = ["a developer", "a developer by org"];
const inProject = ["VIEW", "UPLOAD", "CONTRIBUTE", ...administrators, "capped by projectAccess", "everybody"];
const may: Readonly<Record<Operation, readonly string[]>> = {
  "org.new": Object.keys(actors),
  "org.update": admins,
  "org.invite": admins,
  "org.setMemberAccess": admins,
  "org.removeMember": admins,
  "project.new": ["a MEMBER who may bill", "an ADMIN"],
  "project.update": administrators,
  "project.destroy": administrators,
  "project.invite": ["an ADMIN", ...administrators],
  "project.decreasePermissions": administrators,
  "project.leave": inProject,
  "app.addAuthorizedUsers": developers,
  "app.removeAuthorizedUsers": developers,
  "app.addDevelopers": developers,
  "app.removeDevelopers": developers,
};

function scopeOf(operation: string): string {
  if (operation.startsWith("app.")) return appAddress;
  return operation.startsWith("project.") && operation !== "project.new" ? projectAddress : org;
}

describe.each(Object.entries(may))("%s", (operation, allowed) => {
  const { roles } = rules.actions[operation] ?? { roles: ["?"] };

  it.each(Object.entries(actors))("%s", (name, state) => {
    const standing = access.standing(state, actor, scopeOf(operation));
    const can = roles.length === 0 || roles.some((role) => standing.has(role));
    expect(can).toBe(allowed.includes(name));
    // Whoever may is named as one who may, and nobody else (everybody is not a person).
    const holders = access.holders(state, scopeOf(operation), roles);
    if (roles.length > 0 && name !== "everybody")
      expect(holders.includes(actor)).toBe(allowed.includes(name));
    if (roles.length > 0) expect(holders).toContain("user-boss");
  });
});

describe("standing where the collections that would tell were not read", () => {
  it.each([
    [{ level: "ADMIN" }, ["organization:ADMIN", "organization:billable"]],
    [{ level: "MEMBER", allowBillableActivities: true }, ["organization:MEMBER", "organization:billable"]],
    [{ level: "MEMBER" }, ["organization:MEMBER"]],
    [{ level: "NONE" }, []],
  ])("an organization with %j", (facts, roles) => {
    const state = createState([organizationOf(org, { facts }), projectOf()]);
    expect([...access.standing(state, actor, `${org}/members/user-x`)]).toEqual(roles);
  });

  it("counts no more once the members are there", () => {
    const state = createState([organizationOf(org, { facts: { level: "ADMIN" } }), member()]);
    expect([...access.standing(state, actor, org)]).toEqual(["organization:MEMBER"]);
  });

  it.each([
    ["UPLOAD", ["project:VIEW", "project:UPLOAD"]],
    ["NONE", []],
  ])("a project at %s", (level, roles) => {
    const state = createState([projectOf({ facts: { level } })]);
    expect([...access.standing(state, actor, projectAddress)]).toEqual(roles);
  });

  it.each([
    ["ADMINISTER", "CONTRIBUTE", "project:CONTRIBUTE"],
    ["VIEW", "CONTRIBUTE", "project:VIEW"],
  ])("a project at %s, shared as %s with an organization that was not read", (told, shared, highest) => {
    const state = createState([projectOf({ facts: { level: told } }), grantOf("org-far", shared)]);
    expect([...access.standing(state, actor, projectAddress)].at(-1)).toBe(highest);
  });

  it("an organization read without its members tells its own ceiling", () => {
    const far = organizationOf("org-far", { facts: { level: "MEMBER", projectAccess: "VIEW" } });
    const state = createState([
      far,
      projectOf({ facts: { level: "ADMINISTER" } }),
      grantOf("org-far", "ADMINISTER"),
    ]);
    expect([...access.standing(state, actor, projectAddress)]).toEqual(["project:VIEW"]);
  });
});

describe("invariants", () => {
  it.each([
    ["last-admin", memberOf("user-a", { level: "ADMIN" }), true],
    ["last-admin", memberOf("user-a", { level: "MEMBER" }), false],
    ["last-administer", grantOf("user-a", "ADMINISTER"), true],
    ["last-administer", grantOf("user-a", "CONTRIBUTE"), false],
  ])("%s: %o holds is %s", (name, resource, holds) => {
    const invariant = rules.invariants.find((each) => each.name === name);
    expect(invariant?.kind).toBe(resource.kind);
    expect(invariant?.holds(resource)).toBe(holds);
  });
});
