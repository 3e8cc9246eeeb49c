/** The role × action tables, cell by cell: against the sheet, the driver's rules and the sandbox. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressOf } from "../../../src/model/address.ts";
import type { CallDraft } from "../../../src/model/call.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { createState, type StateView } from "../../../src/model/state.ts";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";
import { matrix, may } from "../../../src/platforms/marketplace/rules.ts";
import type { Operation } from "../../../src/platforms/marketplace/writes.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { connectAs, readAll, send, soughtAs } from "../harness/connect.ts";
import { ann, draftsFor, memberOf, organizationOf, seatOf, shareOf, team, teamOf } from "./support.ts";

const { access, rules } = marketplace;
const roles = ["viewer", "reviewer", "editor", "maintainer"] as const;

/** As the fact sheet has it: viewer, reviewer, editor, maintainer (marketplace.md §2.2, §2.3). */
const sheet = {
  "view details": [true, true, true, true],
  "view teams": [true, true, true, true],
  "view members": [true, true, true, true],
  "edit details": [false, false, true, true],
  "manage shared resources": [false, false, true, true],
  "add member": [false, false, false, true],
  "modify member roles": [false, false, false, true],
  "remove member": [false, false, false, true],
  "delete organization": [false, false, false, true],
} as const;

type Row = keyof typeof sheet;
const rows = Object.keys(sheet) as Row[];
const cells = rows.flatMap((row) => roles.map((role, n) => [row, role, sheet[row][n]] as const));

it("the table has the nine rows of the platform", () => {
  expect(Object.keys(matrix)).toEqual(rows);
});

describe.each(cells)("%s, %s", (row, role, allowed) => {
  it("in the table", () => expect(may(role, row)).toBe(allowed));
});

it("the page shows the same table", async () => {
  const page = await readFile(resolve(import.meta.dirname, "../../../docs/marketplace.md"), "utf8");
  for (const row of rows) {
    const marks = roles.map((role) => (may(role, row) ? "yes" : "–"));
    expect(page).toContain(`| ${[row, ...marks].join(" | ")} |`);
  }
});

/** The operations that stand in each row; views have none, since reading is no write. */
const operations: Readonly<Record<Operation, Row | readonly boolean[]>> = {
  "organization.create": [true, true, true, true],
  "organization.update": "edit details",
  "organization.delete": "delete organization",
  "member.add": "add member",
  "member.change": "modify member roles",
  "member.remove": "remove member",
  "member.leave": [true, true, true, true],
  "team.create": [false, false, false, true],
  "team.update": [false, false, false, true],
  "team.delete": [false, false, false, true],
  "team-member.add": [false, false, false, true],
  "team-member.change": [false, false, false, true],
  "team-member.remove": [false, false, false, true],
  "team-member.leave": [true, true, true, true],
  "application.share": [false, false, false, false],
  "application.unshare": "manage shared resources",
};

it("every write has a rule, and every rule a write", () => {
  expect(Object.keys(operations).sort()).toEqual(Object.keys(rules.actions).sort());
  expect(Object.keys(operations).sort()).toEqual(Object.keys(marketplace.protocol.writes).sort());
});

/** The actor in a role, beside somebody who may do everything and owns the application. */
function world(own: readonly Resource[]): StateView {
  return createState([
    organizationOf({ facts: {} }),
    memberOf("boss@acme.io", "maintainer"),
    teamOf(),
    seatOf("boss@acme.io", "maintainer"),
    shareOf("app", "boss@acme.io"),
    shareOf("app", "boss@acme.io", team),
    shareOf("anns", ann),
    ...own,
  ]);
}

function allows(operation: string, state: StateView, scope: string): boolean {
  const { roles: needed } = rules.actions[operation] ?? { roles: ["?"] };
  const standing = access.standing(state, ann, scope);
  return needed.length === 0 || needed.some((role) => standing.has(role));
}

describe.each(Object.entries(operations))("%s", (operation, row) => {
  const marks: readonly boolean[] = typeof row === "string" ? sheet[row as Row] : row;
  const scopes = operation.startsWith("application.")
    ? ["acme/applications/app", `${team}/applications/app`]
    : ["acme", team];

  it.each(roles.map((role, n) => [role, marks[n]] as const))("%s: %s", (role, allowed) => {
    for (const scope of scopes) {
      const state = world([memberOf(ann, role), seatOf(ann, "maintainer")]);
      expect(allows(operation, state, scope)).toBe(allowed);
      const { roles: needed } = rules.actions[operation] ?? { roles: [] };
      if (needed.length === 0) continue;
      const holders = access.holders(state, scope, needed);
      expect(holders.includes(ann)).toBe(allowed);
      expect(holders).toContain("boss@acme.io");
    }
  });

  it("a stranger: only what anybody may", () => {
    for (const scope of scopes) {
      expect(allows(operation, world([]), scope)).toBe(operation === "organization.create");
    }
  });
});

describe("owners of applications", () => {
  it.each(roles)("may share and unshare their own as %s", (role) => {
    const state = world([memberOf(ann, role)]);
    for (const scope of ["acme/applications/anns", `${team}/applications/anns`]) {
      expect(allows("application.share", state, scope)).toBe(true);
      expect(allows("application.unshare", state, scope)).toBe(true);
      expect(access.holders(state, scope, ["application:owner"])).toEqual([ann]);
    }
  });

  it("may not as strangers", () => {
    expect(allows("application.share", world([]), "acme/applications/anns")).toBe(false);
  });

  it.each<[string, Resource["facts"], readonly string[]]>([
    [
      "an application of the actor's that is shared nowhere",
      { userId: "u-ann", email: ann, owners: { new: "u-ann" } },
      [ann],
    ],
    ["one of another member's", { owners: { new: "u-boss" } }, ["boss@acme.io"]],
    ["one of somebody outside", { owners: { new: "u-zed" } }, ["the account u-zed"]],
    ["one that nobody told of", {}, []],
    ["a name that every object has", { owners: {} }, []],
  ])("%s", (name, facts, who) => {
    const state = createState([
      organizationOf({ facts: facts ?? {} }),
      memberOf("boss@acme.io", "maintainer"),
      memberOf(ann, "viewer"),
    ]);
    const scope = addressOf("acme", "applications", name.startsWith("a name") ? "constructor" : "new");
    expect(access.holders(state, scope, ["application:owner"])).toEqual(who);
    expect(allows("application.share", state, scope)).toBe(who.includes(ann));
  });
});

describe("standing where the members were not read", () => {
  const facts = { userId: "u-ann", email: ann, role: "editor", owners: { mine: "u-ann" } };
  const state = createState([organizationOf({ facts })]);

  it("is the role that the platform gave beside the organization, and what is owned", () => {
    expect([...access.standing(state, ann, "acme/members/x@y")]).toEqual(["organization:editor"]);
    expect([...access.standing(state, ann, "acme/applications/mine")]).toEqual([
      "organization:editor",
      "application:owner",
    ]);
  });

  it("is nobody else's", () => {
    expect([...access.standing(state, "bob@acme.io", "acme")]).toEqual([]);
  });

  it("counts no more once the members are there", () => {
    const read = createState([organizationOf({ facts }), memberOf(ann, "viewer")]);
    expect([...access.standing(read, ann, "acme")]).toEqual(["organization:viewer"]);
    const without = createState([organizationOf({ facts }), memberOf("bob@acme.io", "viewer")]);
    expect([...access.standing(without, ann, "acme")]).toEqual([]);
  });
});

it("maintainers of the organization must not run out; those of teams may", () => {
  const [invariant, ...others] = rules.invariants;
  expect(others).toEqual([]);
  expect(invariant).toMatchObject({ name: "last-maintainer", kind: "member", minimum: 1, admins: true });
  expect(roles.map((role) => invariant?.holds(memberOf(ann, role)))).toEqual([false, false, false, true]);
});

describe("the sandbox agrees, cell by cell", () => {
  const owner = "owner@example.com";
  const email = (role: string) => `${role}@example.com`;
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox("marketplace", {
      seed: {
        users: [...roles.map(email), owner, "new@example.com"].map((each) => ({ email: each })),
        applications: roles.map((role) => ({ clientId: `for-${role}`, owner })),
        organizations: [
          {
            name: "Acme",
            members: {
              ...Object.fromEntries(roles.map((role) => [email(role), role])),
              [owner]: "maintainer",
            },
            applications: roles.map((role) => `for-${role}`),
            teams: [{ name: "Dev" }],
          },
        ],
      },
    });
  });
  afterAll(() => sandbox.close());

  /** A write that is carried out, or refused for another reason, once the role has been let pass. */
  const tries: Readonly<
    Record<
      Exclude<Row, `view ${string}`>,
      (state: StateView, at: string, role: string) => CallDraft | undefined
    >
  > = {
    "edit details": (state, at) => {
      const [draft] = draftsFor([...state.all()], "organization", { [at]: { description: "x" } }).calls;
      return draft === undefined ? undefined : { ...draft, body: { name: "Acme", description: "" } };
    },
    "manage shared resources": (state, at, role) =>
      draftsFor([...state.all()], "share", { [`${at}/applications/for-${role}`]: null }).calls[0],
    "add member": (state, at) =>
      draftsFor([...state.all()], "member", { [`${at}/members/nobody@example.com`]: { role: "viewer" } })
        .calls[0],
    "modify member roles": (state, at) =>
      draftsFor([...state.all()], "member", { [`${at}/members/${email("viewer")}`]: { role: "viewer" } })
        .calls[0],
    "remove member": (state, at) =>
      draftsFor(
        [...state.all(), { ...memberOf("x@example.com", "viewer"), address: `${at}/members/x@example.com` }],
        "member",
        { [`${at}/members/x@example.com`]: null },
      ).calls[0],
    "delete organization": (state, at) => {
      const [draft] = draftsFor([...state.all()], "organization", { [at]: null }).calls;
      return draft === undefined ? undefined : { ...draft, query: { confirmName: "Not its name" } };
    },
  };

  it.each(cells)("%s, %s: %s", async (row, role, allowed) => {
    const connection = connectAs(marketplace, sandbox, email(role));
    try {
      const { state, unreadable } = await readAll(marketplace, connection, soughtAs("Acme"));
      const [organization] = state.list("");
      const at = organization?.address ?? "";
      if (row === "view details" || row === "view teams" || row === "view members") {
        const found = {
          "view details": 1,
          "view teams": state.count(`${at}/teams`),
          "view members": state.count(`${at}/members`),
        }[row];
        expect([unreadable, found > 0]).toEqual([[], allowed]);
        return;
      }
      const call = tries[row](state, at, role);
      if (call === undefined) throw new Error("nothing to try");
      const outcome = await send(connection, call, state);
      expect(!outcome.ok && outcome.reason === "forbidden", JSON.stringify(outcome)).toBe(!allowed);
    } finally {
      await connection.close();
    }
  });
});
