/** Role × action (cloud-console.md §2): one test a cell, each with a console of its own. */
import { describe, expect, test } from "vitest";
import { type Answer, column, type Desk, mail, open, projectId, record, records, uuid } from "./support.ts";

/** People by their roles; the last two of the cast hold two at once, which add up (§2). */
const cast = ["owner", "admin", "member", "bills", "admin+bills", "member+bills", "stranger"] as const;
type Part = (typeof cast)[number];

/** Whom actions are about. */
const extras = ["other", "invited-admin", "invited-member", "free"];

const id = (name: string): string => uuid((16 + [...cast, ...extras].indexOf(name)).toString(16));

const [acme, empty, moving] = [uuid("a0"), uuid("a1"), uuid("a2")];
const [team, others] = [uuid("b0"), uuid("b1")];
const [shared, secret] = [projectId("c0"), projectId("c1")];

const roles = {
  owner: mail("owner"),
  administrators: [mail("admin"), mail("admin+bills")],
  billingAdministrators: [mail("bills"), mail("admin+bills"), mail("member+bills")],
};
const members = [mail("member"), mail("member+bills"), mail("other")];

const seed = {
  users: [...cast, ...extras].map((name) => ({ email: mail(name), id: id(name), fullName: name })),
  organizations: [
    {
      ...roles,
      id: acme,
      name: "Acme",
      invitedAdministrators: [mail("invited-admin")],
      projects: [
        { id: shared, name: "shared" },
        { id: secret, name: "secret" },
      ],
      groups: [
        { id: team, name: "team", projects: ["shared"], members, invited: [mail("invited-member")] },
        { id: others, name: "others", projects: ["secret"], members: [mail("other")] },
      ],
    },
    { ...roles, id: empty, name: "Empty", groups: [{ name: "idle", members }] },
    { ...roles, id: moving, name: "Moving", transfer: mail("admin"), groups: [{ name: "idle", members }] },
  ],
};

const person = {
  email: "new@example.com",
  password: "secret",
  firstName: "New",
  lastName: "Person",
};
const budget = { limit: 10, currency: "CHF", subscribers: [] };

const [E, I] = [`E orgs/${acme}`, "I(eastern-switzerland)"];
const [all, managers, ownerOnly] = [
  "200 200 200 200 200 200 200",
  "200 200 403 404 200 403 404",
  "200 403 403 404 403 403 404",
];
const bills = "200 403 403 200 200 200 404";

/** What is asked, and the statuses for the cast in its order. */
const actions: readonly (readonly [string, string, string, unknown?])[] = [
  ["create an organization", "POST E orgs", all, { name: "New" }],
  ["see the organization", `GET ${E}`, "200 200 200 404 200 200 404"],
  ["rename the organization", `PUT ${E}`, ownerOnly, { name: "New" }],
  ["delete the organization", `DELETE E orgs/${empty}`, ownerOnly],
  ["leave the organization", `DELETE ${E}/membership`, "409 200 200 404 200 200 404"],
  ["transfer ownership", `POST ${E}/transfer`, ownerOnly, { userId: id("admin") }],
  ["see a transfer", `GET E orgs/${moving}/transfer`, managers],
  ["cancel a transfer", `DELETE E orgs/${moving}/transfer`, ownerOnly],
  ["list projects", `GET ${E}/projects`, "200 200 200 404 200 200 404"],
  ["create a project", `POST ${I} ${acme}/projects/new`, managers],
  ["rename a project", `PUT ${I} ${acme}/projects/${shared}`, managers, { name: "new" }],
  ["delete a project", `DELETE ${I} ${acme}/projects/${shared}`, managers],
  ["use a project of one's groups", `GET ${I} projects/${shared}`, "200 200 200 404 200 200 404"],
  ["use a project of other groups", `GET ${I} projects/${secret}`, "200 200 404 404 200 404 404"],
  ["see administrators and invitations", `GET ${E}/admins`, managers],
  ["invite an administrator", `POST ${E}/admins`, managers, { email: mail("free") }],
  ["resend that invitation", `POST ${E}/admins/${mail("invited-admin")}/resend`, managers],
  ["delete that invitation", `DELETE ${E}/admins/${mail("invited-admin")}`, managers],
  ["remove an administrator", `DELETE ${E}/admins/${id("admin")}`, managers],
  ["remove the owner", `DELETE ${E}/admins/${id("owner")}`, "409 409 403 404 409 403 404"],
  ["register a user", "POST E users", "200 200 403 403 200 403 403", person],
  ["look a user up", `GET E users?email=${mail("free")}`, "200 200 403 403 200 403 403"],
  ["list groups", `GET ${E}/groups`, "200 200 200 404 200 200 404"],
  ["open a group of one's own", `GET ${E}/groups/${team}`, "200 200 200 404 200 200 404"],
  ["open another group", `GET ${E}/groups/${others}`, "200 200 404 404 200 404 404"],
  ["create a group", `POST ${E}/groups`, managers, { name: "new" }],
  ["rename a group", `PUT ${E}/groups/${team}`, managers, { name: "new" }],
  ["delete a group", `DELETE ${E}/groups/${team}`, managers],
  ["assign a project", `PUT ${E}/groups/${team}/projects/${secret}`, managers],
  ["remove a project", `DELETE ${E}/groups/${team}/projects/${shared}`, managers],
  ["invite a group member", `POST ${E}/groups/${team}/members`, managers, { email: mail("free") }],
  [
    "resend such an invitation",
    `POST ${E}/groups/${team}/members/${mail("invited-member")}/resend`,
    managers,
  ],
  ["delete such an invitation", `DELETE ${E}/groups/${team}/members/${mail("invited-member")}`, managers],
  ["remove a group member", `DELETE ${E}/groups/${team}/members/${id("other")}`, managers],
  ["see whom the bills are for", `GET B orgs/${acme}/admins`, bills],
  [
    "edit the billing list",
    `PUT B orgs/${acme}/admins`,
    "200 403 403 403 403 403 404",
    { emails: [mail("free")] },
  ],
  ["see the bills", "GET B orgs", all],
  ["see a budget", `GET B projects/${shared}/budget`, bills],
  ["set a budget", `PUT B projects/${shared}/budget`, bills, budget],
  ["see a budget out of reach", `GET B projects/${secret}/budget`, "200 403 404 200 200 200 404"],
  ["see prices", "GET B prices", all],
  ["see regions", "GET E regions", all],
  ["see oneself", "GET E users/me", all],
  ["see one's invitations", "GET E invitations", all],
];

const cells = actions.flatMap(([action, what, statuses, body]) =>
  cast.map((who, index) => ({ action, who, status: statuses.split(" ")[index], what, body })),
);

describe("who may", () => {
  test.each(cells)("$action: $who gets $status", async ({ who, what, body, status }) => {
    const desk = await open(seed);
    const before = desk.dump();
    const answer = await desk.ask(who, what, body);
    expect(String(answer.status)).toBe(status);
    // What is refused leaves no trace, and says so in the envelope (§4).
    if (answer.status === 200) return;
    expect(answer.body).toEqual({ code: expect.stringMatching(/^[a-z_]+$/), message: expect.any(String) });
    expect(desk.dump()).toEqual(before);
  });
});

/** The id of the offer to own Moving, as its target finds it. */
async function offer(desk: Desk): Promise<string> {
  const waiting = records((await desk.ask("admin", "GET E invitations")).body);
  return String(waiting.find(({ kind }) => kind === "ownership")?.["id"]);
}

describe("a transfer is for its target alone", () => {
  test.each<[Part, number]>(cast.map((who) => [who, who === "admin" ? 200 : 404]))(
    "%s gets %d",
    async (who, status) => {
      const desk = await open(seed);
      const link = await offer(desk);
      expect((await desk.ask(who, `POST E invitations/${link}/accept`)).status).toBe(status);
    },
  );
});

/** What people see of what they may see, in the order of the cast; null where they see nothing at all. */
const views: readonly (readonly [string, string, (answer: Answer) => unknown, readonly unknown[]])[] = [
  [
    "the organization in the list, with their role",
    "GET E orgs",
    (answer) => records(answer.body).find((row) => row["id"] === acme)?.["role"] ?? null,
    ["owner", "administrator", "member", null, "administrator", "member", null],
  ],
  [
    "the organization among the bills, with their role",
    "GET B orgs",
    (answer) => records(answer.body).find((row) => row["id"] === acme)?.["role"] ?? null,
    ["owner", null, null, "billing_admin", "billing_admin", "billing_admin", null],
  ],
  [
    "projects",
    `GET ${E}/projects`,
    (answer) => column(answer, "name"),
    [["shared", "secret"], ["shared", "secret"], ["shared"], null, ["shared", "secret"], ["shared"], null],
  ],
  [
    "groups",
    `GET ${E}/groups`,
    (answer) => column(answer, "name"),
    [["team", "others"], ["team", "others"], ["team"], null, ["team", "others"], ["team"], null],
  ],
  [
    "members of the same group and project",
    `GET ${E}/groups/${team}`,
    (answer) => records(record(answer.body)["members"]).map((row) => row["email"]),
    [
      [...members, mail("invited-member")],
      [...members, mail("invited-member")],
      [mail("member")],
      null,
      [...members, mail("invited-member")],
      [mail("member+bills")],
      null,
    ],
  ],
];

describe("who sees", () => {
  const cells = views.flatMap(([subject, what, read, seen]) =>
    cast.map((who, index) => ({ subject, who, what, read, sees: seen[index] })),
  );
  test.each(cells)("$subject: $who sees $sees", async ({ who, what, read, sees }) => {
    const desk = await open(seed);
    const answer = await desk.ask(who, what);
    expect(answer.status === 200 ? read(answer) : null).toEqual(sees);
  });
});

/** §2, last row: a note and a form contradict each other on administrators, so they are taken. */
describe("a budget subscriber can be", () => {
  const statuses = [200, 200, 409, 200, 200, 200, 409];
  test.each(cast.map((who, index): [Part, number | undefined] => [who, statuses[index]]))(
    "%s: %d",
    async (who, status) => {
      const desk = await open(seed);
      const answer = await desk.ask("owner", `PUT B projects/${shared}/budget`, {
        ...budget,
        subscribers: [mail(who)],
      });
      expect(answer.status).toBe(status);
    },
  );
});

describe("the order of checks (§4)", () => {
  const nowhere = `E orgs/${uuid("ff")}`;
  test.each<[string, string, string, unknown, string]>([
    ["existence before role", "stranger", `PUT ${E}`, { name: "" }, "404 organization_not_found"],
    ["existence before the body", "owner", `PUT ${nowhere}`, { name: "" }, "404 organization_not_found"],
    ["role before the body", "member", `PUT ${E}`, { name: "" }, "403 forbidden"],
    ["role before a child", "member", `PUT ${E}/groups/${uuid("ff")}`, { name: "x" }, "403 forbidden"],
    ["the body before a child", "admin", `PUT ${E}/groups/${uuid("ff")}`, { name: "" }, "400 invalid_name"],
    [
      "a child before its state",
      "admin",
      `PUT ${E}/groups/${uuid("ff")}`,
      { name: "team" },
      "404 group_not_found",
    ],
    ["the app before the organization", "owner", `PUT I(nowhere) ${acme}/projects/x`, {}, "500 undefined"],
  ])("%s", async (_name, who, what, body, verdict) => {
    const desk = await open(seed);
    expect(await desk.verdict(who, what, body)).toBe(verdict);
  });
});
