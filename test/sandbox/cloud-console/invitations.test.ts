/** The invitee's side: over the API, and as the web page would (cloud-console.md §3.5 V1 to V3, §6.2, §6.4). */
import { describe, expect, test } from "vitest";
import {
  acme,
  column,
  type Desk,
  lab,
  mail,
  open,
  record,
  records,
  team,
  userId,
  users,
  world,
} from "./support.ts";

/** erin is invited to administer and into two groups; bob is offered the ownership. */
const crowded = {
  users,
  organizations: [
    {
      id: acme,
      name: "Acme",
      owner: mail("alice"),
      administrators: [mail("bob")],
      invitedAdministrators: [mail("erin"), mail("grace")],
      transfer: mail("bob"),
      groups: [
        { id: team, name: "team", invited: [mail("erin"), mail("frank")] },
        { id: lab, name: "lab", invited: [mail("erin")] },
      ],
    },
  ],
};

async function link(desk: Desk, who: string, kind: string): Promise<unknown> {
  const waiting = records((await desk.ask(who, "GET E invitations")).body);
  return waiting.find((one) => one["kind"] === kind)?.["id"];
}

const accept = async (desk: Desk, who: string, kind: string) =>
  desk.verdict(who, `POST E invitations/${await link(desk, who, kind)}/accept`);

test("everybody sees what waits for them, and nothing else", async () => {
  const desk = await open(crowded);
  const scope = {
    orgId: acme,
    orgName: "Acme",
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    email: mail("erin"),
  };
  expect((await desk.ask("erin", "GET E invitations")).body).toEqual([
    { ...scope, kind: "administrator", groupId: null },
    { ...scope, kind: "group", groupId: team },
    { ...scope, kind: "group", groupId: lab },
  ]);
  expect(column(await desk.ask("bob", "GET E invitations"), "kind")).toEqual(["ownership"]);
  expect((await desk.ask("carol", "GET E invitations")).body).toEqual([]);
});

describe("a person is administrator or in groups, not both (§6.4)", () => {
  test("administrator first: the groups cannot be accepted any more", async () => {
    const desk = await open(crowded);
    expect(await accept(desk, "erin", "administrator")).toBe("200");
    expect(await accept(desk, "erin", "group")).toBe("409 user_is_administrator");
    // They wait on, and can be declined.
    expect(await desk.links("erin")).toHaveLength(2);
    expect(await desk.verdict("erin", `DELETE E invitations/${await link(desk, "erin", "group")}`)).toBe(
      "200",
    );
    expect(await desk.links("erin")).toHaveLength(1);
  });

  test("a group first: administrator cannot be accepted any more, the other group can", async () => {
    const desk = await open(crowded);
    expect(await accept(desk, "erin", "group")).toBe("200");
    expect(await accept(desk, "erin", "administrator")).toBe("409 user_is_project_member");
    expect(await accept(desk, "erin", "group")).toBe("200");
    expect(column(await desk.ask("erin", `GET E orgs/${acme}/groups`), "name")).toEqual(["team", "lab"]);
  });

  test("out of the groups again, administrator can be accepted after all", async () => {
    const desk = await open(crowded);
    await accept(desk, "erin", "group");
    await desk.ask("erin", `DELETE E orgs/${acme}/membership`);
    expect(await accept(desk, "erin", "administrator")).toBe("200");
  });

  test("the owner cannot be in a group either", async () => {
    const desk = await open(crowded);
    await accept(desk, "erin", "administrator");
    await desk.ask("alice", `DELETE E orgs/${acme}/transfer`);
    await desk.ask("alice", `POST E orgs/${acme}/transfer`, { userId: userId("erin") });
    expect(await accept(desk, "erin", "ownership")).toBe("200");
    expect(await accept(desk, "erin", "group")).toBe("409 user_is_administrator");
  });
});

test("an invitation is answered once", async () => {
  const desk = await open(crowded);
  const id = await link(desk, "frank", "group");
  expect(await desk.verdict("frank", `POST E invitations/${id}/accept`)).toBe("200");
  expect(await desk.verdict("frank", `POST E invitations/${id}/accept`)).toBe("404 invitation_not_found");
  expect(await desk.verdict("frank", `DELETE E invitations/${id}`)).toBe("404 invitation_not_found");
  expect(await desk.verdict("frank", "POST E invitations/nothing/accept")).toBe("404 invitation_not_found");
});

test("declined, nothing is left, and the person can be invited again", async () => {
  const desk = await open(crowded);
  const id = await link(desk, "frank", "group");
  expect(await desk.ask("frank", `DELETE E invitations/${id}`)).toMatchObject({
    status: 200,
    body: undefined,
  });
  expect((await desk.ask("frank", "GET E orgs")).body).toEqual([]);
  const again = await desk.ask("bob", `POST E orgs/${acme}/groups/${team}/members`, { email: mail("frank") });
  expect(again.status).toBe(200);
  expect(await link(desk, "frank", "group")).not.toBe(id);
});

describe("as the web page would", () => {
  const roles = async (desk: Desk) => {
    const found: Record<string, unknown> = {};
    for (const name of ["alice", "bob", "erin", "frank", "grace"]) {
      found[name] = column(await desk.ask(name, "GET E orgs"), "role")[0];
    }
    return found;
  };

  test("everybody accepts; what cannot be accepted is skipped and not counted", async () => {
    const desk = await open(crowded);
    expect(desk.answer("accept")).toBe(4);
    expect(await roles(desk)).toEqual({
      alice: "administrator",
      bob: "owner",
      erin: "administrator",
      frank: "member",
      grace: "administrator",
    });
    expect(column(await desk.ask("erin", "GET E invitations"), "kind")).toEqual(["group", "group"]);
    expect(desk.answer("accept")).toBe(0);
  });

  test("one person accepts", async () => {
    const desk = await open(crowded);
    expect(desk.answer("accept", " Frank@Example.com")).toBe(1);
    expect(await roles(desk)).toEqual({ alice: "owner", bob: "administrator", frank: "member" });
  });

  test("everybody declines, or one", async () => {
    const desk = await open(crowded);
    expect(desk.answer("decline", mail("erin"))).toBe(3);
    expect(desk.answer("decline")).toBe(3);
    expect(await roles(desk)).toEqual({ alice: "owner", bob: "administrator" });
    expect(desk.dump()).toMatchObject({
      organizations: [{ invitedAdministrators: [], groups: [{ invited: [] }, { invited: [] }] }],
    });
    expect(desk.dump()).not.toHaveProperty("organizations.0.transfer");
  });

  test("nobody of that name has anything to answer", async () => {
    const desk = await open(crowded);
    expect(desk.answer("accept", mail("nobody"))).toBe(0);
    expect(desk.answer("accept", mail("alice"))).toBe(0);
  });

  test("with --accept everybody accepts at once", async () => {
    const desk = await open(world, { accept: true });
    const answer = await desk.ask("alice", `POST E orgs/${acme}/admins`, { email: mail("grace") });
    expect(record(answer.body)).toMatchObject({ pending: true });
    expect(column(await desk.ask("grace", "GET E orgs"), "role")).toEqual(["administrator"]);
  });
});
