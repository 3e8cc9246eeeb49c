/** The bank: overview, the list of billing administrators, budgets (cloud-console.md §3.5 B1 to B4, §5.9, §6.14). */
import { describe, expect, test } from "vitest";
import { acme, column, mail, open, records, site, users, world } from "./support.ts";

const list = `B orgs/${acme}/admins`;
const budget = `B projects/${site}/budget`;

describe("the overview", () => {
  test("has the organizations that one owns or sees the bills of, with their lists", async () => {
    const desk = await open({
      users,
      organizations: [
        { name: "One", owner: mail("alice"), billingAdministrators: [mail("dave"), mail("bob")] },
        { name: "Two", owner: mail("alice") },
        { name: "Three", owner: mail("bob"), billingAdministrators: [mail("alice")] },
        { name: "Four", owner: mail("bob"), administrators: [mail("alice")] },
      ],
    });
    const seen = records((await desk.ask("alice", "GET B orgs")).body);
    expect(seen.map(({ name, role, billingAdmins }) => [name, role, billingAdmins])).toEqual([
      ["One", "owner", [mail("bob"), mail("dave")]],
      ["Two", "owner", []],
      ["Three", "billing_admin", [mail("alice")]],
    ]);
    expect(seen[0]).toEqual({
      id: expect.any(String),
      name: "One",
      status: "Active",
      role: "owner",
      billingAdmins: [mail("bob"), mail("dave")],
      cost: expect.any(Number),
      currency: expect.any(String),
    });
  });
});

describe("the list", () => {
  test("is replaced as a whole, at once and without an invitation", async () => {
    const desk = await open(world);
    expect((await desk.ask("alice", `PUT ${list}`, { emails: [mail("grace"), mail("carol")] })).body).toEqual(
      {
        emails: [mail("carol"), mail("grace")],
      },
    );
    expect(await desk.verdict("dave", `GET ${list}`)).toBe("404 organization_not_found");
    expect((await desk.ask("grace", `GET ${list}`)).body).toEqual({ emails: [mail("carol"), mail("grace")] });
    expect(await desk.links("grace")).toEqual([]);
    // The role beside it stays what it was.
    expect(column(await desk.ask("carol", "GET E orgs"), "role")).toEqual(["member"]);
    expect((await desk.ask("alice", `PUT ${list}`, { emails: [] })).body).toEqual({ emails: [] });
    expect((await desk.ask("grace", "GET B orgs")).body).toEqual([]);
  });

  test("keeps addresses as written, each person once", async () => {
    const desk = await open(world);
    const put = await desk.ask("alice", `PUT ${list}`, { emails: [" Dave@Example.COM "] });
    expect(put.body).toEqual({ emails: ["Dave@Example.COM"] });
    const twice = await desk.ask("alice", `PUT ${list}`, { emails: [mail("dave"), "DAVE@example.com"] });
    expect(twice.body).toMatchObject({ emails: [expect.stringMatching(/^dave@example.com$/i)] });
  });

  test("never has the owner on it", async () => {
    const desk = await open(world);
    const put = await desk.ask("alice", `PUT ${list}`, { emails: [mail("alice"), mail("bob")] });
    expect(put.body).toEqual({ emails: [mail("bob")] });
  });

  test("all or nothing: whoever is not registered is named, all of them", async () => {
    const desk = await open(world);
    const emails = [mail("grace"), "One@nowhere.example", mail("bob"), "two@nowhere.example"];
    const refused = await desk.ask("alice", `PUT ${list}`, { emails });
    expect(refused).toMatchObject({
      status: 404,
      body: {
        code: "user_not_registered",
        message: expect.stringMatching(/One@nowhere\.example.*two@nowhere\.example/),
      },
    });
    expect(JSON.stringify(refused.body)).not.toContain(mail("grace"));
    expect((await desk.ask("alice", `GET ${list}`)).body).toEqual({ emails: [mail("dave")] });
  });

  test.each<[string, unknown]>([
    ["no list", {}],
    ["null", { emails: null }],
    ["a string", { emails: mail("dave") }],
    ["a map", { emails: { 0: mail("dave") } }],
    ["numbers in it", { emails: [1] }],
    ["null in it", { emails: [mail("bob"), null] }],
    ["no body", undefined],
  ])("%s is malformed", async (_name, body) => {
    const desk = await open(world);
    expect(await desk.verdict("alice", `PUT ${list}`, body)).toBe("400 invalid_request");
    expect((await desk.ask("alice", `GET ${list}`)).body).toEqual({ emails: [mail("dave")] });
  });
});

describe("a budget", () => {
  const full = { limit: 120.5, currency: "EUR", subscribers: [mail("alice"), mail("dave")] };

  test("is off until it is set, and is set as a whole", async () => {
    const desk = await open(world);
    expect((await desk.ask("dave", `GET ${budget}`)).body).toEqual({
      limit: 0,
      currency: "CHF",
      subscribers: [],
    });
    expect((await desk.ask("dave", `PUT ${budget}`, full)).body).toEqual(full);
    expect((await desk.ask("alice", `GET ${budget}`)).body).toEqual(full);
    const off = { limit: 0, currency: "EUR", subscribers: [] };
    expect((await desk.ask("alice", `PUT ${budget}`, off)).body).toEqual(off);
    expect((await desk.ask("alice", `GET ${budget}`)).body).toEqual(off);
  });

  test.each<[string, unknown, string]>([
    ["no limit", { ...full, limit: undefined }, "400 invalid_request"],
    ["a negative limit", { ...full, limit: -1 }, "400 invalid_request"],
    ["a limit in letters", { ...full, limit: "10" }, "400 invalid_request"],
    ["an endless limit", { ...full, limit: null }, "400 invalid_request"],
    ["no currency", { ...full, currency: undefined }, "400 invalid_request"],
    ["a strange currency", { ...full, currency: "francs" }, "400 invalid_request"],
    ["no subscribers", { ...full, subscribers: undefined }, "400 invalid_request"],
    ["unregistered subscribers", { ...full, subscribers: [mail("nobody")] }, "404 user_not_registered"],
    ["a member as subscriber", { ...full, subscribers: [mail("carol")] }, "409 subscriber_not_allowed"],
    ["an invitee as subscriber", { ...full, subscribers: [mail("erin")] }, "409 subscriber_not_allowed"],
    ["an administrator as subscriber", { ...full, subscribers: [mail("bob")] }, "200"],
    ["a large limit", { ...full, limit: 1e15 }, "200"],
  ])("%s", async (_name, body, verdict) => {
    const desk = await open(world);
    const before = desk.dump();
    expect(await desk.verdict("dave", `PUT ${budget}`, body)).toBe(verdict);
    if (verdict !== "200") expect(desk.dump()).toEqual(before);
  });

  test("goes with its project", async () => {
    const desk = await open(world);
    await desk.ask("alice", `PUT ${budget}`, full);
    await desk.ask("alice", `DELETE I(eastern-switzerland) ${acme}/projects/${site}`);
    expect(await desk.verdict("alice", `GET ${budget}`)).toBe("404 project_not_found");
  });
});

test("prices are one object keyed by currency", async () => {
  const desk = await open(world);
  const flavor = {
    id: expect.any(String),
    name: expect.any(String),
    price: { base: expect.any(Number), windows: expect.any(Number) },
  };
  const { body } = await desk.ask("grace", "GET B prices");
  expect(body).toEqual({
    chf: { storage: expect.any(Number), flavors: [flavor, flavor, flavor, flavor] },
    eur: { storage: expect.any(Number), flavors: [flavor, flavor, flavor, flavor] },
  });
});
