/** Who is in a project, by which way, and how that changes (dnanexus.md §2.2, §3.6). */
import { describe, expect, test } from "vitest";
import { acme, type Desk, open, projectId } from "./support.ts";

const id = projectId("B");
const projectWith = (permissions: object, billTo = "org-acme") => ({
  ...acme,
  projects: [{ id, name: "p", billTo, createdBy: "user-alice", permissions }],
});

const permissions = async ({ ask }: Desk, as = "user-bob"): Promise<unknown> =>
  (await ask(as, `/${id}/describe`, { fields: { permissions: true } })).body["permissions"];

const level = async ({ ask }: Desk, user: string): Promise<unknown> => {
  const { status, body } = await ask(user, `/${id}/describe`, { fields: { level: true } });
  return status === 200 ? body["level"] : "NONE";
};

describe("effective access", () => {
  test.each([
    ["nobody", {}, "CONTRIBUTE", "NONE"],
    ["explicit", { "user-carol": "UPLOAD" }, "CONTRIBUTE", "UPLOAD"],
    ["through the org", { "org-acme": "UPLOAD" }, "CONTRIBUTE", "UPLOAD"],
    ["through the org, capped by the member", { "org-acme": "ADMINISTER" }, "VIEW", "VIEW"],
    ["through the org, but for this member", { "org-acme": "ADMINISTER" }, "NONE", "NONE"],
    ["the greater: explicit", { "org-acme": "VIEW", "user-carol": "UPLOAD" }, "CONTRIBUTE", "UPLOAD"],
    [
      "the greater: through the org",
      { "org-acme": "CONTRIBUTE", "user-carol": "VIEW" },
      "CONTRIBUTE",
      "CONTRIBUTE",
    ],
    ["everybody", { PUBLIC: "VIEW" }, "NONE", "VIEW"],
    ["another org", { "org-lab": "ADMINISTER" }, "ADMINISTER", "NONE"],
  ])("%s: %j with projectAccess %s is %s", async (_name, given, projectAccess, expected) => {
    const desk = await open(projectWith({ "user-bob": "ADMINISTER", ...given }));
    await desk.ask("user-alice", "/org-acme/setMemberAccess", {
      "user-carol": { level: "MEMBER", projectAccess },
    });
    expect(await level(desk, "user-carol")).toBe(expected);
  });
});

describe("invite", () => {
  test.each([
    ["user-dave", "UPLOAD", { "user-dave": "UPLOAD" }],
    ["dave@example.com", "UPLOAD", { "user-dave": "UPLOAD" }],
    ["org-lab", "ADMINISTER", { "org-lab": "ADMINISTER" }],
    ["PUBLIC", "VIEW", { PUBLIC: "VIEW" }],
    ["user-carol", "CONTRIBUTE", { "user-carol": "CONTRIBUTE" }],
    ["user-carol", "VIEW", {}],
    ["user-carol", "UPLOAD", {}],
    ["user-bob", "VIEW", {}],
  ])("%s with %s only raises", async (invitee, wanted, change) => {
    const desk = await open(projectWith({ "user-bob": "ADMINISTER", "user-carol": "UPLOAD" }));
    const invited = await desk.ask("user-bob", `/${id}/invite`, {
      invitee,
      level: wanted,
      suppressAllNotifications: true,
    });
    expect(invited.body).toEqual({ id, state: "accepted" });
    expect(await permissions(desk)).toEqual({ "user-bob": "ADMINISTER", "user-carol": "UPLOAD", ...change });
  });

  test.each([
    [{ invitee: "user-dave", level: "NONE" }, "InvalidInput"],
    [{ invitee: "user-dave", level: "OWNER" }, "InvalidInput"],
    [{ invitee: "user-dave" }, "InvalidInput"],
    [{ level: "VIEW" }, "InvalidInput"],
    [{ invitee: "PUBLIC", level: "UPLOAD" }, "InvalidInput"],
    [{ invitee: "user-nobody", level: "VIEW" }, "ResourceNotFound"],
    [{ invitee: "nobody@example.com", level: "VIEW" }, "ResourceNotFound"],
    [{ invitee: "org-nobody", level: "VIEW" }, "ResourceNotFound"],
    [{ invitee: "ünï☃code", level: "VIEW" }, "ResourceNotFound"],
  ])("%j: %s", async (body, expected) => {
    const { verdict } = await open(projectWith({ "user-bob": "ADMINISTER" }));
    expect(await verdict("user-bob", `/${id}/invite`, body)).toBe(expected);
  });
});

describe("the ADMIN of the paying org", () => {
  test("sees nothing, invites themself, sees, and leaves again", async () => {
    const desk = await open(projectWith({ "user-bob": "ADMINISTER" }));
    for (const body of [{}, { fields: { permissions: true } }, { fields: { name: true } }]) {
      expect(await desk.verdict("user-alice", `/${id}/describe`, body)).toBe("PermissionDenied");
    }
    expect(await desk.verdict("user-alice", `/${id}/invite`, { invitee: "user-alice", level: "VIEW" })).toBe(
      "ok",
    );
    expect(await permissions(desk, "user-alice")).toEqual({ "user-alice": "VIEW", "user-bob": "ADMINISTER" });
    expect(await desk.verdict("user-alice", `/${id}/leave`)).toBe("ok");
    expect(await permissions(desk)).toEqual({ "user-bob": "ADMINISTER" });
  });

  test("is nobody where another org pays, or as a mere member", async () => {
    const elsewhere = await open(projectWith({ "user-dave": "ADMINISTER" }, "user-dave"));
    const body = { invitee: "user-alice", level: "VIEW" };
    expect(await elsewhere.verdict("user-alice", `/${id}/invite`, body)).toBe("PermissionDenied");
    const mere = await open(projectWith({ "user-bob": "ADMINISTER" }));
    expect(await mere.verdict("user-carol", `/${id}/invite`, body)).toBe("PermissionDenied");
  });
});

describe("decreasePermissions", () => {
  const start = { "user-bob": "ADMINISTER", "user-carol": "CONTRIBUTE", "org-lab": "UPLOAD", PUBLIC: "VIEW" };

  test.each([
    ["lowers", { "user-carol": "VIEW" }, { "user-carol": "VIEW" }],
    ["never raises", { "org-lab": "CONTRIBUTE" }, {}],
    ["leaves an equal level", { "org-lab": "UPLOAD" }, {}],
    ["removes by null", { "user-carol": null, PUBLIC: null }, { "user-carol": undefined, PUBLIC: undefined }],
    ["removes by NONE", { "org-lab": "NONE" }, { "org-lab": undefined }],
    ["finds by email", { "carol@example.com": null }, { "user-carol": undefined }],
    ["passes over strangers", { "user-dave": null, "user-erin": "VIEW" }, {}],
    ["does nothing for nobody", {}, {}],
  ])("%s: %j", async (_name, body, change) => {
    const desk = await open(projectWith(start));
    expect((await desk.ask("user-bob", `/${id}/decreasePermissions`, body)).body).toEqual({ id });
    expect(await permissions(desk)).toEqual({ ...start, ...change });
  });

  test.each([
    [{ "user-nobody": null }, "ResourceNotFound"],
    [{ "nobody@example.com": null }, "ResourceNotFound"],
    [{ "org-nobody": null }, "ResourceNotFound"],
    [{ "user-carol": "ADMINISTER" }, "InvalidInput"],
    [{ "user-carol": "OWNER" }, "InvalidInput"],
    [{ "user-carol": false }, "InvalidInput"],
    [{ "user-bob": null }, "InvalidState"],
    [{ "user-bob": "CONTRIBUTE" }, "InvalidState"],
    [{ "user-carol": null, "user-nobody": null }, "ResourceNotFound"],
    [{ "user-carol": null, "user-bob": null }, "InvalidState"],
  ])("%j is %s and changes nothing", async (body, expected) => {
    const desk = await open(projectWith(start));
    expect(await desk.verdict("user-bob", `/${id}/decreasePermissions`, body)).toBe(expected);
    expect(await permissions(desk)).toEqual(start);
  });

  test("lets an ADMINISTER go while another stays, be it an org", async () => {
    const { verdict } = await open(projectWith({ "user-bob": "ADMINISTER", "org-lab": "ADMINISTER" }));
    expect(await verdict("user-bob", `/${id}/decreasePermissions`, { "user-bob": null })).toBe("ok");
  });
});

describe("leave", () => {
  test("drops the own entry only: what comes through an org stays", async () => {
    const desk = await open(
      projectWith({ "user-bob": "ADMINISTER", "user-carol": "CONTRIBUTE", "org-acme": "VIEW" }),
    );
    expect((await desk.ask("user-carol", `/${id}/leave`)).body).toEqual({ id });
    expect(await level(desk, "user-carol")).toBe("VIEW");
    expect(await desk.verdict("user-carol", `/${id}/leave`)).toBe("ok");
    expect(await level(desk, "user-carol")).toBe("VIEW");
  });

  test("is refused to the only ADMINISTER, to the payer, and to who is not in", async () => {
    const desk = await open(projectWith({ "user-bob": "ADMINISTER", "user-dave": "VIEW" }));
    expect(await desk.verdict("user-bob", `/${id}/leave`)).toBe("InvalidState");
    expect(await desk.verdict("user-erin", `/${id}/leave`)).toBe("PermissionDenied");
    const own = await open(projectWith({ "user-dave": "ADMINISTER", "user-bob": "ADMINISTER" }, "user-dave"));
    expect(await own.verdict("user-dave", `/${id}/leave`)).toBe("InvalidState");
    expect(await own.verdict("user-bob", `/${id}/leave`)).toBe("ok");
  });
});

describe("transfer", () => {
  test("goes through an offer, and makes who accepts the ADMINISTER and payer", async () => {
    const { ask, verdict } = await open(projectWith({ "user-alice": "ADMINISTER" }));
    expect((await ask("user-alice", `/${id}/transfer`, { invitee: "dave@example.com" })).body).toEqual({
      id,
    });
    expect((await ask("user-alice", `/${id}/describe`)).body).toMatchObject({ pendingTransfer: "user-dave" });
    expect((await ask("user-dave", "/user-dave/describe")).body).toMatchObject({ pendingTransfers: [id] });
    expect(await verdict("user-bob", `/${id}/acceptTransfer`, { billTo: "user-bob" })).toBe(
      "PermissionDenied",
    );
    expect(await verdict("user-dave", `/${id}/acceptTransfer`, { billTo: "org-acme" })).toBe(
      "PermissionDenied",
    );
    expect(await verdict("user-dave", `/${id}/acceptTransfer`)).toBe("InvalidInput");
    expect((await ask("user-dave", `/${id}/acceptTransfer`, { billTo: "user-dave" })).body).toEqual({ id });
    const { body } = await ask("user-dave", `/${id}/describe`, { permissions: true });
    expect(body).toMatchObject({
      billTo: "user-dave",
      pendingTransfer: null,
      permissions: { "user-alice": "ADMINISTER", "user-dave": "ADMINISTER" },
    });
    expect(await verdict("user-dave", `/${id}/acceptTransfer`, { billTo: "user-dave" })).toBe("InvalidState");
  });

  test("can be taken back", async () => {
    const { ask, verdict } = await open(projectWith({ "user-alice": "ADMINISTER" }));
    await ask("user-alice", `/${id}/transfer`, { invitee: "user-dave" });
    await ask("user-alice", `/${id}/transfer`, { invitee: null });
    expect(await verdict("user-dave", `/${id}/acceptTransfer`, { billTo: "user-dave" })).toBe("InvalidState");
  });

  test.each([
    ["user-alice", { invitee: "user-nobody" }, "ResourceNotFound"],
    ["user-alice", { invitee: "nobody@example.com" }, "ResourceNotFound"],
    ["user-alice", { invitee: "org-lab" }, "ResourceNotFound"],
    ["user-alice", {}, "InvalidInput"],
    ["user-bob", { invitee: "user-dave" }, "PermissionDenied"],
    ["user-carol", { invitee: "user-dave" }, "PermissionDenied"],
  ])("by %s with %j: %s", async (user, body, expected) => {
    const { verdict } = await open(
      projectWith({ "user-alice": "ADMINISTER", "user-bob": "ADMINISTER", "user-carol": "CONTRIBUTE" }),
    );
    expect(await verdict(user, `/${id}/transfer`, body)).toBe(expected);
  });
});
