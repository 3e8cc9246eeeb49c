/** The owner cannot be set, only offered (cloud-console.md §3.3 D5 to D7, §5.3). */
import { describe, expect, test } from "vitest";
import { acme, column, type Desk, mail, open, userId, uuid, world } from "./support.ts";

const path = `E orgs/${acme}/transfer`;
const toBob = { userId: userId("bob") };
const pending = { userId: userId("bob"), email: mail("bob"), status: "pending" };

const [organization] = world.organizations;
const offered = { ...world, organizations: [{ ...organization, transfer: mail("bob") }] };

const rolesOf = async (desk: Desk, name: string) => column(await desk.ask(name, "GET E orgs"), "role");

describe("offer", () => {
  test("nothing changes while it is pending", async () => {
    const desk = await open(world);
    const admins = (await desk.ask("alice", `GET E orgs/${acme}/admins`)).body;
    expect((await desk.ask("alice", `POST ${path}`, toBob)).body).toEqual(pending);
    expect((await desk.ask("bob", `GET ${path}`)).body).toEqual(pending);
    expect((await desk.ask("alice", `GET E orgs/${acme}/admins`)).body).toEqual(admins);
    expect([await rolesOf(desk, "alice"), await rolesOf(desk, "bob")]).toEqual([
      ["owner"],
      ["administrator"],
    ]);
    expect((await desk.ask("bob", "GET E invitations")).body).toEqual([
      {
        id: expect.any(String),
        kind: "ownership",
        orgId: acme,
        orgName: "Acme",
        groupId: null,
        email: mail("bob"),
      },
    ]);
  });

  test.each<[string, unknown, string]>([
    ["to a member", { userId: userId("carol") }, "409 not_an_administrator"],
    ["to who sees the bills", { userId: userId("dave") }, "409 not_an_administrator"],
    ["to who is only invited", { userId: userId("erin") }, "409 not_an_administrator"],
    ["to a stranger", { userId: userId("grace") }, "409 not_an_administrator"],
    ["to oneself", { userId: userId("alice") }, "409 not_an_administrator"],
    ["to nobody", { userId: uuid("ff") }, "404 user_not_found"],
    ["to an e-mail", { userId: mail("bob") }, "404 user_not_found"],
    ["without an id", {}, "400 invalid_request"],
    ["to a list", { userId: [userId("bob")] }, "400 invalid_request"],
  ])("%s", async (_name, body, verdict) => {
    const desk = await open(world);
    expect(await desk.verdict("alice", `POST ${path}`, body)).toBe(verdict);
  });

  test("one at a time", async () => {
    const desk = await open(offered);
    desk.answer("accept", mail("erin"));
    expect(await desk.verdict("alice", `POST ${path}`, toBob)).toBe("409 transfer_pending");
    expect(await desk.verdict("alice", `POST ${path}`, { userId: userId("erin") })).toBe(
      "409 transfer_pending",
    );
  });
});

describe("cancel", () => {
  test("the link stops working, another offer can be made", async () => {
    const desk = await open(offered);
    const [link] = await desk.links("bob");
    expect(await desk.ask("alice", `DELETE ${path}`)).toMatchObject({ status: 200, body: undefined });
    expect(await desk.verdict("bob", `POST E invitations/${link}/accept`)).toBe("404 invitation_not_found");
    expect(await desk.verdict("alice", `POST ${path}`, toBob)).toBe("200");
  });

  test("where there is none", async () => {
    const desk = await open(world);
    expect(await desk.verdict("alice", `DELETE ${path}`)).toBe("404 no_transfer");
    expect(await desk.verdict("bob", `GET ${path}`)).toBe("404 no_transfer");
  });
});

describe("accept", () => {
  test("the target becomes owner, the old owner administrator; the offer is over", async () => {
    const desk = await open(offered);
    const [link] = await desk.links("bob");
    expect(await desk.verdict("bob", `POST E invitations/${link}/accept`)).toBe("200");
    expect([await rolesOf(desk, "alice"), await rolesOf(desk, "bob")]).toEqual([
      ["administrator"],
      ["owner"],
    ]);
    expect((await desk.ask("bob", `GET E orgs/${acme}/admins`)).body).toMatchObject([
      { email: mail("bob"), role: "owner", pending: false },
      { email: mail("alice"), role: "administrator", pending: false },
      { email: mail("erin"), role: "", pending: true },
    ]);
    expect(await desk.verdict("bob", `GET ${path}`)).toBe("404 no_transfer");
    // The rights went along.
    expect(await desk.verdict("alice", `PUT E orgs/${acme}`, { name: "x" })).toBe("403 forbidden");
    expect(await desk.verdict("bob", `PUT E orgs/${acme}`, { name: "x" })).toBe("200");
    expect(await desk.verdict("bob", `DELETE E orgs/${acme}/admins/${userId("alice")}`)).toBe("200");
  });

  test("and back again", async () => {
    const desk = await open(offered);
    expect(desk.answer("accept", mail("bob"))).toBe(1);
    expect(await desk.verdict("bob", `POST ${path}`, { userId: userId("alice") })).toBe("200");
    expect(desk.answer("accept", mail("alice"))).toBe(1);
    expect(await rolesOf(desk, "alice")).toEqual(["owner"]);
  });

  test("the billing list survives, but for the new owner", async () => {
    const desk = await open({
      ...world,
      organizations: [
        { ...organization, transfer: mail("bob"), billingAdministrators: [mail("bob"), mail("dave")] },
      ],
    });
    desk.answer("accept", mail("bob"));
    expect((await desk.ask("bob", `GET B orgs/${acme}/admins`)).body).toEqual({ emails: [mail("dave")] });
    expect(await desk.verdict("alice", `GET B orgs/${acme}/admins`)).toBe("403 forbidden");
  });

  test("not by anybody else", async () => {
    const desk = await open(offered);
    const [link] = await desk.links("bob");
    for (const name of ["alice", "carol", "erin", "grace"]) {
      expect(await desk.verdict(name, `POST E invitations/${link}/accept`)).toBe("404 invitation_not_found");
      expect(await desk.verdict(name, `DELETE E invitations/${link}`)).toBe("404 invitation_not_found");
    }
    expect(await rolesOf(desk, "alice")).toEqual(["owner"]);
  });
});

test("declined, it is as if it had never been", async () => {
  const desk = await open(offered);
  const [link] = await desk.links("bob");
  expect(await desk.ask("bob", `DELETE E invitations/${link}`)).toMatchObject({
    status: 200,
    body: undefined,
  });
  expect(desk.dump()).toEqual((await open(world)).dump());
});

describe("it is dropped when the target stops being administrator", () => {
  test.each([
    ["removed", "alice", `DELETE E orgs/${acme}/admins/${userId("bob")}`],
    ["gone", "bob", `DELETE E orgs/${acme}/membership`],
  ])("%s", async (_name, who, what) => {
    const desk = await open(offered);
    const [link] = await desk.links("bob");
    expect(await desk.verdict(who, what)).toBe("200");
    expect(await desk.verdict("alice", `GET ${path}`)).toBe("404 no_transfer");
    expect(await desk.verdict("bob", `POST E invitations/${link}/accept`)).toBe("404 invitation_not_found");
    expect(await rolesOf(desk, "alice")).toEqual(["owner"]);
  });

  test("another administrator's going does not matter", async () => {
    const desk = await open(offered);
    desk.answer("accept", mail("erin"));
    await desk.ask("alice", `DELETE E orgs/${acme}/admins/${userId("erin")}`);
    expect(await desk.verdict("alice", `GET ${path}`)).toBe("200");
  });
});
