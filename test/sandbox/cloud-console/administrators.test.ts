/** Administrators and their invitations (cloud-console.md §3.3 D1 to D4, §5.4, §5.5, §5.7). */
import { describe, expect, test } from "vitest";
import { acme, column, mail, open, team, userId, users, uuid, world } from "./support.ts";

const admins = `E orgs/${acme}/admins`;

test("the list has the owner, administrators and pending rows, each in its own shape", async () => {
  const desk = await open(world);
  expect((await desk.ask("bob", `GET ${admins}`)).body).toEqual([
    { id: userId("alice"), fullName: "alice", email: mail("alice"), role: "owner", pending: false },
    { id: userId("bob"), fullName: "bob", email: mail("bob"), role: "administrator", pending: false },
    { id: mail("erin"), fullName: "", email: mail("erin"), role: "", pending: true },
  ]);
});

describe("invite", () => {
  test("answers the pending row; the person has nothing yet", async () => {
    const desk = await open(world);
    const invited = await desk.ask("bob", `POST ${admins}`, { email: mail("grace") });
    expect(invited.body).toEqual({
      id: mail("grace"),
      fullName: "",
      email: mail("grace"),
      role: "",
      pending: true,
    });
    expect((await desk.ask("bob", `GET ${admins}`)).body).toContainEqual(invited.body);
    expect((await desk.ask("grace", "GET E orgs")).body).toEqual([]);
    expect(await desk.verdict("grace", `GET ${admins}`)).toBe("404 organization_not_found");
  });

  test("keeps the e-mail as written, and finds the person all the same", async () => {
    const desk = await open(world);
    const invited = await desk.ask("alice", `POST ${admins}`, { email: " Grace@EXAMPLE.com " });
    expect(invited.body).toMatchObject({ id: "Grace@EXAMPLE.com", email: "Grace@EXAMPLE.com" });
    expect(await desk.verdict("alice", `POST ${admins}/${mail("grace")}/resend`)).toBe("200");
    expect(desk.answer("accept", "GRACE@example.com")).toBe(1);
    expect(column(await desk.ask("alice", `GET ${admins}`), "email")).toContain(mail("grace"));
  });

  test.each<[string, unknown, string]>([
    ["who is not registered", { email: mail("nobody") }, "404 user_not_registered"],
    ["an empty address", { email: "" }, "404 user_not_registered"],
    ["an odd address", { email: "__proto__" }, "404 user_not_registered"],
    ["who administers", { email: mail("bob") }, "409 already_administrator"],
    ["who owns", { email: mail("alice") }, "409 already_administrator"],
    ["who is invited", { email: "ERIN@example.com" }, "409 already_invited"],
    ["who is in a group", { email: mail("carol") }, "409 user_is_project_member"],
    ["who is only invited to a group", { email: mail("frank") }, "200"],
    ["who only sees the bills", { email: mail("dave") }, "200"],
    ["nobody", {}, "400 invalid_request"],
    ["null", { email: null }, "400 invalid_request"],
    ["a list", { email: [mail("grace")] }, "400 invalid_request"],
  ])("%s", async (_name, body, verdict) => {
    const desk = await open(world);
    expect(await desk.verdict("alice", `POST ${admins}`, body)).toBe(verdict);
  });

  test("the refusal names the address", async () => {
    const desk = await open(world);
    const refused = await desk.ask("alice", `POST ${admins}`, { email: mail("nobody") });
    expect(refused.body).toMatchObject({ message: expect.stringContaining(mail("nobody")) });
  });

  test("a member of a group without projects counts as a member too (§6.4)", async () => {
    const desk = await open({
      users,
      organizations: [
        { id: acme, name: "A", owner: mail("alice"), groups: [{ name: "g", members: [mail("carol")] }] },
      ],
    });
    expect(await desk.verdict("alice", `POST ${admins}`, { email: mail("carol") })).toBe(
      "409 user_is_project_member",
    );
  });

  test("another organization's members can be invited", async () => {
    const desk = await open({
      ...world,
      organizations: [...world.organizations, { id: uuid("0b"), name: "B", owner: mail("bob") }],
    });
    expect(await desk.verdict("bob", `POST E orgs/${uuid("0b")}/admins`, { email: mail("carol") })).toBe(
      "200",
    );
  });
});

describe("resend", () => {
  test("changes nothing that can be seen, not even the link", async () => {
    const desk = await open(world);
    const [before, links] = [desk.dump(), await desk.links("erin")];
    expect(await desk.ask("bob", `POST ${admins}/${mail("erin")}/resend`)).toMatchObject({ body: undefined });
    expect(desk.dump()).toEqual(before);
    expect(await desk.links("erin")).toEqual(links);
  });

  test.each([
    ["who accepted", mail("bob")],
    ["who was never invited", mail("grace")],
    ["who is invited to a group only", mail("frank")],
    ["who is not registered", mail("nobody")],
    ["a user's id", userId("erin")],
  ])("%s: 404", async (_name, row) => {
    const desk = await open(world);
    expect(await desk.verdict("alice", `POST ${admins}/${row}/resend`)).toBe("404 invitation_not_found");
  });
});

describe("remove", () => {
  test("an invitation, by e-mail in any case and encoding: its link stops working", async () => {
    const desk = await open(world);
    const [link] = await desk.links("erin");
    expect(await desk.verdict("bob", `DELETE ${admins}/${encodeURIComponent("Erin@example.com")}`)).toBe(
      "200",
    );
    expect(await desk.verdict("erin", `POST E invitations/${link}/accept`)).toBe("404 invitation_not_found");
    expect(column(await desk.ask("bob", `GET ${admins}`), "email")).not.toContain(mail("erin"));
    // Invited anew, the old link stays dead.
    expect(await desk.verdict("bob", `POST ${admins}`, { email: mail("erin") })).toBe("200");
    expect(await desk.verdict("erin", `POST E invitations/${link}/accept`)).toBe("404 invitation_not_found");
  });

  test("an administrator, who is out of the organization then", async () => {
    const desk = await open(world);
    expect(await desk.verdict("alice", `DELETE ${admins}/${userId("bob")}`)).toBe("200");
    expect((await desk.ask("bob", "GET E orgs")).body).toEqual([]);
    expect(await desk.verdict("alice", `DELETE ${admins}/${userId("bob")}`)).toBe(
      "404 administrator_not_found",
    );
  });

  test("oneself, like leaving", async () => {
    const desk = await open(world);
    expect(await desk.verdict("bob", `DELETE ${admins}/${userId("bob")}`)).toBe("200");
    expect(await desk.verdict("bob", `GET ${admins}`)).toBe("404 organization_not_found");
  });

  test("keeps the billing role", async () => {
    const [organization] = world.organizations;
    const desk = await open({
      ...world,
      organizations: [{ ...organization, billingAdministrators: [mail("bob")] }],
    });
    await desk.ask("alice", `DELETE ${admins}/${userId("bob")}`);
    expect((await desk.ask("alice", `GET B orgs/${acme}/admins`)).body).toEqual({ emails: [mail("bob")] });
  });

  test.each([
    ["the owner", userId("alice"), "409 cannot_remove_owner"],
    ["a member", userId("carol"), "404 administrator_not_found"],
    ["nobody", uuid("ff"), "404 administrator_not_found"],
    ["an administrator by e-mail", mail("bob"), "404 invitation_not_found"],
    ["an invitee by id", userId("erin"), "404 administrator_not_found"],
    ["an address that is not invited", mail("grace"), "404 invitation_not_found"],
    ["the invitee of a group", mail("frank"), "404 invitation_not_found"],
    ["__proto__", "__proto__", "404 administrator_not_found"],
  ])("%s", async (_name, row, verdict) => {
    const desk = await open(world);
    expect(await desk.verdict("alice", `DELETE ${admins}/${row}`)).toBe(verdict);
  });
});

test("from member to administrator the way goes through no access at all (§5.4)", async () => {
  const desk = await open(world);
  const invite = () => desk.verdict("alice", `POST ${admins}`, { email: mail("carol") });
  expect(await invite()).toBe("409 user_is_project_member");
  expect(await desk.verdict("alice", `DELETE E orgs/${acme}/groups/${team}/members/${userId("carol")}`)).toBe(
    "200",
  );
  expect(await invite()).toBe("200");
  expect((await desk.ask("carol", "GET E orgs")).body).toEqual([]);
  expect(desk.answer("accept", mail("carol"))).toBe(1);
  expect(column(await desk.ask("carol", "GET E orgs"), "role")).toEqual(["administrator"]);
  // And back.
  const join = () =>
    desk.verdict("alice", `POST E orgs/${acme}/groups/${team}/members`, { email: mail("carol") });
  expect(await join()).toBe("409 user_is_administrator");
  expect(await desk.verdict("alice", `DELETE ${admins}/${userId("carol")}`)).toBe("200");
  expect(await join()).toBe("200");
  expect((await desk.ask("carol", "GET E orgs")).body).toEqual([]);
  expect(desk.answer("accept", mail("carol"))).toBe(1);
  expect(column(await desk.ask("carol", "GET E orgs"), "role")).toEqual(["member"]);
});
