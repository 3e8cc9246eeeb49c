/** Role × action, one test a cell: marketplace.md §2.2 and §2.3, by the routes that carry each action out. */
import { describe, expect, test } from "vitest";
import { record } from "../harness/open.ts";
import { id, mail, open } from "./support.ts";

const roles = ["viewer", "reviewer", "editor", "maintainer"] as const;
type Role = (typeof roles)[number];

const org = id("a");
const team = id("b");
const digit: Readonly<Record<Role, string>> = { viewer: "1", reviewer: "2", editor: "3", maintainer: "4" };

/** A person of each role, who has a seat in the team and an application; chief, who stays; newcomer, who is nowhere. */
const seed = {
  users: [
    ...roles.map((role) => ({ email: mail(role), id: id(digit[role]) })),
    { email: mail("chief"), id: id("5") },
    { email: mail("newcomer"), id: id("6") },
    { email: mail("idle"), id: id("7") },
  ],
  applications: [
    ...roles.map((role) => ({ clientId: `app-${role}`, owner: mail(role) })),
    { clientId: "app-chief", owner: mail("chief") },
  ],
  organizations: [
    {
      id: org,
      name: "Acme",
      members: {
        ...Object.fromEntries(roles.map((role) => [mail(role), role])),
        [mail("chief")]: "maintainer",
        [mail("idle")]: "viewer",
      },
      applications: ["app-chief"],
      teams: [
        {
          id: team,
          name: "Team",
          members: {
            ...Object.fromEntries(roles.map((role) => [mail(role), role])),
            [mail("chief")]: "viewer",
          },
          applications: ["app-chief"],
        },
      ],
    },
  ],
};

/** Action, request (`{self}` is the caller's id, `{role}` their role), body, marks in the order of `roles`. */
const table: readonly (readonly [string, string, unknown, string])[] = [
  // §2.2, row by row
  ["view details", `GET /organizations/${org}`, undefined, "Y Y Y Y"],
  ["view details", `GET /organizations/${org}/applications`, undefined, "Y Y Y Y"],
  ["view teams", `GET /organizations/${org}/teams`, undefined, "Y Y Y Y"],
  ["view teams", `GET /organizations/${org}/teams/${team}`, undefined, "Y Y Y Y"],
  ["view teams", `GET /organizations/${org}/teams/${team}/members`, undefined, "Y Y Y Y"],
  ["view teams", `GET /organizations/${org}/teams/${team}/applications`, undefined, "Y Y Y Y"],
  ["view members", `GET /organizations/${org}/members`, undefined, "Y Y Y Y"],
  ["edit details", `PUT /organizations/${org}`, { name: "New" }, "- - Y Y"],
  [
    "manage shared resources",
    `DELETE /applications/app-chief/shares/organization/${org}`,
    undefined,
    "- - Y Y",
  ],
  ["manage shared resources", `DELETE /applications/app-chief/shares/team/${team}`, undefined, "- - Y Y"],
  [
    "add member",
    `POST /organizations/${org}/members`,
    { members: [{ email: mail("newcomer"), role: "viewer" }] },
    "- - - Y",
  ],
  ["modify member roles", `PUT /organizations/${org}/members/${id("7")}`, { role: "editor" }, "- - - Y"],
  ["modify one's own role", `PUT /organizations/${org}/members/{self}`, { role: "editor" }, "- - - Y"],
  ["remove member", `DELETE /organizations/${org}/members/${id("7")}`, undefined, "- - - Y"],
  ["delete organization", `DELETE /organizations/${org}?confirmName=Acme`, undefined, "- - - Y"],
  // §2.3
  ["create an organization", "POST /organizations", { name: "Mine" }, "Y Y Y Y"],
  ["leave the organization", `DELETE /organizations/${org}/members/{self}`, undefined, "Y Y Y Y"],
  ["create a team", `POST /organizations/${org}/teams`, { name: "Second" }, "- - - Y"],
  ["rename a team", `PUT /organizations/${org}/teams/${team}`, { name: "Other" }, "- - - Y"],
  ["delete a team", `DELETE /organizations/${org}/teams/${team}`, undefined, "- - - Y"],
  [
    "add to a team",
    `POST /organizations/${org}/teams/${team}/members`,
    { members: [{ email: mail("idle"), role: "viewer" }] },
    "- - - Y",
  ],
  [
    "change a role in a team",
    `PUT /organizations/${org}/teams/${team}/members/${id("5")}`,
    { role: "editor" },
    "- - - Y",
  ],
  [
    "change one's own role in a team",
    `PUT /organizations/${org}/teams/${team}/members/{self}`,
    { role: "editor" },
    "- - - Y",
  ],
  [
    "remove from a team",
    `DELETE /organizations/${org}/teams/${team}/members/${id("5")}`,
    undefined,
    "- - - Y",
  ],
  ["leave a team", `DELETE /organizations/${org}/teams/${team}/members/{self}`, undefined, "Y Y Y Y"],
  [
    "share one's application with the organization",
    `PUT /applications/app-{role}/shares/organization/${org}`,
    undefined,
    "Y Y Y Y",
  ],
  [
    "share one's application with a team",
    `PUT /applications/app-{role}/shares/team/${team}`,
    undefined,
    "Y Y Y Y",
  ],
];

const cells = table.flatMap(([action, line, body, marks]) =>
  roles.map((role, column) => ({ action, role, line, body, allowed: marks.split(" ")[column] === "Y" })),
);

const requestOf = (line: string, role: Role): string =>
  line.replace("{self}", id(digit[role])).replace("{role}", role);

describe("a member", () => {
  test.each(cells)("$role: $action ($line) → $allowed", async ({ role, line, body, allowed }) => {
    const desk = await open(seed);
    const before = desk.dump();
    const verdict = await desk.verdict(role, requestOf(line, role), body);
    if (allowed) {
      expect(verdict).toMatch(/^20[014]$/);
      if (!line.startsWith("GET")) expect(desk.dump()).not.toEqual(before);
    } else {
      expect(verdict).toBe("403 ORG-1004-403");
      expect(desk.dump()).toEqual(before);
    }
  });

  test.each(roles)("%s cannot share the application of somebody else", async (role) => {
    const desk = await open(seed);
    for (const target of [`organization/${org}`, `team/${team}`]) {
      expect(await desk.verdict(role, `PUT /applications/app-chief/shares/${target}`)).toBe(
        "403 APP-4002-403",
      );
    }
  });

  test.each(roles)("%s, once removed, is a stranger at once", async (role) => {
    const desk = await open(seed);
    expect(await desk.verdict("chief", `DELETE /organizations/${org}/members/${id(digit[role])}`)).toBe(
      "204",
    );
    expect(await desk.verdict(role, `GET /organizations/${org}`)).toBe("404 ORG-1003-404");
  });
});

describe("a stranger finds nothing", () => {
  const strange = table.filter(
    ([, line]) =>
      !line.includes("{") && !line.startsWith("POST /organizations?") && line !== "POST /organizations",
  );
  test.each(strange)("%s: %s", async (_action, line, body) => {
    const desk = await open(seed);
    const before = desk.dump();
    const code = line.includes("/shares/") ? "APP-4001-404" : "ORG-1003-404";
    expect(await desk.verdict("newcomer", line, body)).toBe(`404 ${code}`);
    // The same for what is not there at all: the answer says nothing.
    const missing = line.replace(org, id("f")).replace("app-chief", "app-none");
    expect(await desk.verdict("newcomer", missing, body)).toBe(`404 ${code}`);
    expect(desk.dump()).toEqual(before);
  });

  test("not even the way out", async () => {
    const desk = await open(seed);
    expect(await desk.verdict("newcomer", `DELETE /organizations/${org}/members/${id("6")}`)).toBe(
      "404 ORG-1003-404",
    );
  });
});

describe("the owner of an application", () => {
  test.each(roles)("who is %s of the organization may also unshare it", async (role) => {
    const desk = await open(seed);
    const share = `/applications/app-${role}/shares/organization/${org}`;
    expect(await desk.verdict(role, `PUT ${share}`)).toBe("201");
    expect(await desk.verdict(role, `DELETE ${share}`)).toBe("204");
  });

  test("who left may still unshare it, and not share it again", async () => {
    const desk = await open(seed);
    expect(await desk.verdict("chief", `DELETE /organizations/${org}/members/${id("5")}`)).toBe("204");
    const share = `/applications/app-chief/shares/organization/${org}`;
    expect(await desk.verdict("chief", `DELETE ${share}`)).toBe("204");
    expect(await desk.verdict("chief", `PUT ${share}`)).toBe("404 ORG-1003-404");
    expect(await desk.verdict("chief", `PUT /applications/app-chief/shares/team/${team}`)).toBe(
      "404 TEAM-3003-404",
    );
  });
});

test("the role in a team gives none in the organization", async () => {
  const desk = await open({
    ...seed,
    organizations: [
      {
        id: org,
        name: "Acme",
        members: { [mail("viewer")]: "viewer", [mail("chief")]: "maintainer" },
        teams: [{ id: team, name: "Team", members: { [mail("viewer")]: "maintainer" } }],
      },
    ],
  });
  for (const [line, body] of [
    [`PUT /organizations/${org}`, { name: "New" }],
    [`PUT /organizations/${org}/teams/${team}`, { name: "New" }],
    [`PUT /organizations/${org}/teams/${team}/members/${id("1")}`, { role: "viewer" }],
  ] as const) {
    expect(await desk.verdict("viewer", line, body)).toBe("403 ORG-1004-403");
  }
});

test("a new role counts from the next request", async () => {
  const desk = await open(seed);
  const rename = [`PUT /organizations/${org}`, { name: "New" }] as const;
  const change = (role: Role) => desk.ask("chief", `PUT /organizations/${org}/members/${id("1")}`, { role });
  expect(record((await change("editor")).body["data"])["role"]).toBe("editor");
  expect(await desk.verdict("viewer", ...rename)).toBe("200");
  await change("reviewer");
  expect(await desk.verdict("viewer", ...rename)).toBe("403 ORG-1004-403");
});
