/** Role × action: who may call what, as datica.md §2 and the "who" columns of §3 say. One test a cell. */
import { describe, expect, test } from "vitest";
import { acme, E, linkTemplate, type Method, O, open } from "./support.ts";

/** A second owner, so that one of them can go; a second admin, to be removed. */
const seed = {
  ...acme,
  users: [
    ...acme.users,
    { id: "u-boss", email: "boss@example.com" },
    { id: "u-deputy", email: "deputy@example.com" },
  ],
  orgs: acme.orgs.map((org) => ({
    ...org,
    members: { ...org.members, "boss@example.com": "owner", "deputy@example.com": "admin" },
  })),
};

const people = ["owner", "admin", "member", "granted", "grouped", "outsider"];
const all = people.join(" ");
const members = "owner admin member granted grouped";

interface Action {
  readonly method: Method;
  readonly path: string;
  readonly body?: unknown;
  readonly for: string;
}

const invite = (role: number) => ({ email: "guest@example.com", role, linkTemplate });

const actions: readonly Action[] = [
  // any
  { method: "GET", path: "/auth/verify", for: all },
  { method: "DELETE", path: "/auth/signout", for: all },
  { method: "GET", path: "/keys", for: all },
  { method: "POST", path: "/keys", body: { name: "new", key: "ssh-rsa new" }, for: all },
  { method: "DELETE", path: "/keys/laptop", for: all },
  { method: "GET", path: "/orgs", for: all },
  { method: "GET", path: "/orgs/roles", for: all },
  { method: "GET", path: "/environments", for: all },
  // any member
  { method: "GET", path: `/orgs/${O}`, for: members },
  { method: "GET", path: `/orgs/${O}/users`, for: members },
  { method: "GET", path: `/orgs/${O}/users/u-member`, for: members },
  { method: "GET", path: `/acls/${O}/groups`, for: members },
  // owner
  { method: "PUT", path: `/orgs/${O}`, body: { name: "New" }, for: "owner" },
  { method: "PUT", path: `/orgs/${O}`, body: { mfaRequired: true }, for: "owner" },
  { method: "PUT", path: `/orgs/${O}/users/u-member`, body: { role: 3 }, for: "owner" },
  { method: "PUT", path: `/orgs/${O}/users/u-member`, body: { role: 1 }, for: "owner" },
  { method: "PUT", path: `/orgs/${O}/users/u-deputy`, body: { role: 5 }, for: "owner" },
  { method: "PUT", path: `/orgs/${O}/users/u-boss`, body: { role: 5 }, for: "owner" },
  { method: "DELETE", path: `/orgs/${O}/users/u-boss`, for: "owner" },
  { method: "DELETE", path: `/orgs/${O}/users/u-deputy`, for: "owner" },
  { method: "POST", path: `/orgs/${O}/invites`, body: invite(3), for: "owner" },
  // nobody
  { method: "POST", path: `/orgs/${O}/invites`, body: invite(1), for: "" },
  // admin and owner
  { method: "DELETE", path: `/orgs/${O}/users/u-member`, for: "owner admin" },
  { method: "GET", path: `/orgs/${O}/invites`, for: "owner admin" },
  { method: "POST", path: `/orgs/${O}/invites`, body: invite(5), for: "owner admin" },
  { method: "DELETE", path: `/orgs/${O}/invites/invite-1`, for: "owner admin" },
  { method: "PUT", path: `/environments/${E}`, body: { name: "renamed" }, for: "owner admin" },
  { method: "POST", path: `/environments/${E}/users/u-member`, for: "owner admin" },
  { method: "DELETE", path: `/environments/${E}/users/u-granted`, for: "owner admin" },
  { method: "POST", path: `/v1/environments/${E}/users/u-member`, body: {}, for: "owner admin" },
  { method: "DELETE", path: `/v1/environments/${E}/users/u-granted`, for: "owner admin" },
  // and whom it was granted to
  { method: "GET", path: `/environments/${E}`, for: "owner admin granted" },
  { method: "GET", path: `/environments/${E}/users`, for: "owner admin granted" },
  { method: "GET", path: `/v1/environments/${E}/users`, for: "owner admin granted" },
  // owner and the group Admins
  { method: "POST", path: `/acls/${O}/groups`, body: { name: "New", acls: [] }, for: "owner grouped" },
  { method: "PUT", path: `/acls/${O}/groups/Ops`, body: { acls: [] }, for: "owner grouped" },
  { method: "DELETE", path: `/acls/${O}/groups/Ops`, for: "owner grouped" },
  { method: "PUT", path: `/acls/${O}/groups/Ops/members/u-granted`, for: "owner grouped" },
  { method: "DELETE", path: `/acls/${O}/groups/Ops/members/u-member`, for: "owner grouped" },
  { method: "PUT", path: `/acls/${O}/groups/Admins/members/u-granted`, for: "owner grouped" },
  { method: "DELETE", path: `/acls/${O}/groups/Admins/members/u-grouped`, for: "owner grouped" },
];

const cells = actions.flatMap((action) =>
  people.map((who) => ({ ...action, who, may: action.for.split(" ").includes(who) })),
);
const title = ({ method, path, body }: Action): string =>
  `${method} ${path}${body === undefined ? "" : ` ${JSON.stringify(body)}`}`;

describe.each(cells.map((cell) => [cell.who, title(cell), cell.may ? "allowed" : "refused", cell] as const))(
  "%s: %s",
  (who, _title, verdict, { method, path, body }) => {
    test(verdict, async () => {
      const desk = await open(seed);
      const { status } = await desk.ask(who, method, path, body, { "X-Pod-ID": "pod01" });
      if (verdict === "allowed") expect([200, 204]).toContain(status);
      else expect(status).toBe(403);
    });
  },
);

test("nobody may anything without a session", async () => {
  const desk = await open(seed);
  for (const { method, path, body } of actions) {
    expect((await desk.ask(null, method, path, body)).status, title({ method, path, for: "" })).toBe(401);
  }
});

test("a refused write leaves no trace", async () => {
  const desk = await open(seed);
  const before = desk.dump();
  for (const { who, may, method, path, body } of cells) if (!may) await desk.ask(who, method, path, body);
  expect(desk.dump()).toEqual(before);
});

test("a grant counts for members only: an admin needs none, and a demoted admin has the one that was stored", async () => {
  const desk = await open(seed);
  expect((await desk.ask("owner", "POST", `/environments/${E}/users/u-admin`)).status).toBe(204);
  await desk.ask("owner", "DELETE", `/environments/${E}/users/u-admin`);
  expect((await desk.ask("admin", "GET", `/environments/${E}`)).status).toBe(200);
  await desk.ask("owner", "PUT", `/orgs/${O}/users/u-admin`, { role: 5 });
  expect((await desk.ask("admin", "GET", `/environments/${E}`)).status).toBe(403);
  await desk.ask("owner", "POST", `/environments/${E}/users/u-admin`);
  await desk.ask("owner", "PUT", `/orgs/${O}/users/u-admin`, { role: 3 });
  await desk.ask("owner", "PUT", `/orgs/${O}/users/u-admin`, { role: 5 });
  expect((await desk.ask("admin", "GET", `/environments/${E}`)).status).toBe(200);
});

test("roles count in their own organization", async () => {
  const other = {
    ...seed,
    orgs: [...seed.orgs, { id: "org-2", name: "Other", members: { "outsider@example.com": "owner" } }],
    environments: [...seed.environments, { id: "env-2", name: "x", organization: "org-2" }],
  };
  const desk = await open(other);
  expect((await desk.ask("outsider", "GET", "/orgs/org-2/users")).status).toBe(200);
  expect((await desk.ask("outsider", "GET", `/orgs/${O}/users`)).status).toBe(403);
  expect((await desk.ask("owner", "GET", "/environments/env-2")).status).toBe(403);
  expect((await desk.ask("owner", "DELETE", "/orgs/org-2/users/u-outsider")).status).toBe(403);
  // Nor does an invite of one organization hang on another.
  expect((await desk.ask("outsider", "DELETE", "/orgs/org-2/invites/invite-1")).status).toBe(404);
});
