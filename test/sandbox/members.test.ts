/** Who belongs to an org, and as what (dnanexus.md §2.1, §3.3, §5). */
import { describe, expect, test } from "vitest";
import { acme, type Desk, ids, open, projectId, results } from "./support.ts";

const adminSet = {
  level: "ADMIN",
  allowBillableActivities: true,
  appAccess: true,
  projectAccess: "ADMINISTER",
  cloudIntegrationManagement: false,
  treManagement: false,
  archivalManagement: true,
  dataDeletion: true,
  dataSearch: true,
  projectMemberDemotion: true,
};

const memberSet = {
  level: "MEMBER",
  allowBillableActivities: false,
  appAccess: true,
  projectAccess: "CONTRIBUTE",
  cloudIntegrationManagement: false,
  treManagement: false,
  archivalManagement: false,
  dataDeletion: false,
  dataSearch: false,
  projectMemberDemotion: false,
};

async function member({ ask }: Desk, user: string, org = "org-acme"): Promise<unknown> {
  const { id: _id, ...rest } =
    results(await ask("user-alice", `/${org}/findMembers`, { id: [user] }))[0] ?? {};
  return rest;
}

describe("findMembers", () => {
  test("is sorted by user id and carries exactly the names", async () => {
    const { ask } = await open(acme);
    const found = await ask("user-alice", "/org-acme/findMembers", { describe: true });
    expect(ids(found)).toEqual(["user-alice", "user-bob", "user-carol"]);
    expect(results(found)[2]).toEqual({
      id: "user-carol",
      ...memberSet,
      describe: {
        id: "user-carol",
        class: "user",
        first: "carol",
        middle: "",
        last: "Example",
        handle: "carol",
      },
    });
  });

  test.each([
    [{ level: "ADMIN" }, ["user-alice"]],
    [{ level: "MEMBER" }, ["user-bob", "user-carol"]],
    [{ id: ["user-carol", "user-dave", "user-nobody"] }, ["user-carol"]],
    [{ id: ["user-carol"], level: "ADMIN" }, []],
    [{ id: [] }, []],
  ])("with %j: %j", async (body, expected) => {
    const { ask } = await open(acme);
    expect(ids(await ask("user-alice", "/org-acme/findMembers", body))).toEqual(expected);
  });

  test.each([
    ["ADMIN", { alice: "ok", bob: "PermissionDenied", dave: "PermissionDenied" }],
    ["MEMBER", { alice: "ok", bob: "ok", dave: "PermissionDenied" }],
    ["PUBLIC", { alice: "ok", bob: "ok", dave: "ok" }],
  ])("memberListVisibility %s: %j", async (memberListVisibility, expected) => {
    const { ask, verdict } = await open(acme);
    await ask("user-alice", "/org-acme/update", { policies: { memberListVisibility } });
    for (const [name, type] of Object.entries(expected)) {
      expect(await verdict(`user-${name}`, "/org-acme/findMembers")).toBe(type);
      expect(await verdict(`user-${name}`, "/org-acme/getMemberAccess", { user: "user-bob" })).toBe(type);
    }
  });

  test("the legacy single look-up says NONE for who is no member", async () => {
    const { ask } = await open(acme);
    const inside = await ask("user-alice", "/org-acme/getMemberAccess", { user: "user-carol" });
    expect(inside.body).toEqual(memberSet);
    const outside = await ask("user-alice", "/org-acme/getMemberAccess", { user: "user-dave" });
    expect(outside.body).toEqual({ level: "NONE" });
  });
});

describe("invite", () => {
  test.each([
    ["nothing else", {}, memberSet],
    ["MEMBER", { level: "MEMBER" }, memberSet],
    ["ADMIN", { level: "ADMIN" }, adminSet],
    [
      "ADMIN and contrary flags, which are ignored",
      {
        level: "ADMIN",
        allowBillableActivities: false,
        appAccess: false,
        projectAccess: "NONE",
        treManagement: true,
      },
      adminSet,
    ],
    [
      "flags",
      { allowBillableActivities: true, appAccess: false, projectAccess: "VIEW", dataSearch: true },
      {
        ...memberSet,
        allowBillableActivities: true,
        appAccess: false,
        projectAccess: "VIEW",
        dataSearch: true,
      },
    ],
  ])("with %s", async (_name, flags, expected) => {
    const desk = await open(acme);
    const invited = await desk.ask("user-alice", "/org-acme/invite", { invitee: "user-dave", ...flags });
    expect(invited.body).toEqual({ id: "org-acme", state: "accepted" });
    expect(await member(desk, "user-dave")).toEqual(expected);
  });

  test.each([
    ["user-alice", { invitee: "dave@EXAMPLE.com" }, "ok"],
    ["user-alice", { invitee: "user-nobody" }, "ResourceNotFound"],
    ["user-alice", { invitee: "nobody@example.com" }, "ResourceNotFound"],
    ["user-alice", { invitee: "bûhler ☃" }, "ResourceNotFound"],
    ["user-alice", { invitee: "" }, "ResourceNotFound"],
    ["user-alice", { invitee: "org-lab" }, "ResourceNotFound"],
    ["user-alice", { invitee: "user-alice" }, "InvalidInput"],
    ["user-alice", { invitee: "alice@example.com" }, "InvalidInput"],
    ["user-alice", { invitee: "user-bob" }, "InvalidState"],
    ["user-alice", { invitee: "user-dave", level: "OWNER" }, "InvalidInput"],
    ["user-alice", { invitee: "user-dave", projectAccess: "ALL" }, "InvalidInput"],
    ["user-alice", { invitee: "user-dave", appAccess: "yes" }, "InvalidInput"],
    ["user-alice", { invitee: "user-dave", level: "ADMIN", appAccess: "yes" }, "InvalidInput"],
    ["user-alice", { level: "ADMIN" }, "InvalidInput"],
    ["user-bob", { invitee: "user-dave" }, "PermissionDenied"],
    ["user-dave", { invitee: "user-dave" }, "PermissionDenied"],
  ])("by %s with %j: %s", async (user, body, expected) => {
    const { verdict } = await open(acme);
    expect(await verdict(user, "/org-acme/invite", body)).toBe(expected);
  });

  test("refuses oneself in the platform's words", async () => {
    const { ask } = await open(acme);
    expect((await ask("user-alice", "/org-acme/invite", { invitee: "user-alice" })).body).toMatchObject({
      error: { message: "Cannot invite yourself to an organization" },
    });
  });
});

describe("setMemberAccess", () => {
  const bob = { ...memberSet, allowBillableActivities: true };

  test.each([
    [
      "a MEMBER keeps what is left out",
      "user-bob",
      { level: "MEMBER", projectAccess: "VIEW" },
      { ...bob, projectAccess: "VIEW" },
    ],
    ["a MEMBER with nothing", "user-bob", { level: "MEMBER" }, bob],
    ["MEMBER to ADMIN", "user-bob", { level: "ADMIN" }, adminSet],
    ["ADMIN to MEMBER", "user-dave", { level: "MEMBER" }, memberSet],
    [
      "ADMIN to MEMBER with flags",
      "user-dave",
      { level: "MEMBER", allowBillableActivities: true, dataDeletion: true },
      { ...memberSet, allowBillableActivities: true, dataDeletion: true },
    ],
    ["ADMIN to ADMIN", "user-dave", { level: "ADMIN" }, { ...adminSet, treManagement: true }],
    [
      "deactivated but kept",
      "user-bob",
      { level: "MEMBER", allowBillableActivities: false, appAccess: false, projectAccess: "NONE" },
      { ...memberSet, appAccess: false, projectAccess: "NONE" },
    ],
  ])("%s", async (_name, user, access, expected) => {
    const desk = await open({
      ...acme,
      orgs: [
        {
          id: "org-acme",
          members: {
            "user-alice": "ADMIN",
            "user-bob": { allowBillableActivities: true },
            "user-dave": { level: "ADMIN", treManagement: true },
          },
        },
      ],
    });
    const set = await desk.ask("user-alice", "/org-acme/setMemberAccess", { [user]: access });
    expect(set.body).toEqual({ id: "org-acme" });
    expect(await member(desk, user)).toEqual(expected);
  });

  test.each([
    ["user-alice", { "user-bob": { level: "ADMIN", allowBillableActivities: true } }, "InvalidInput"],
    ["user-alice", { "user-bob": { level: "ADMIN", projectAccess: "ADMINISTER" } }, "InvalidInput"],
    ["user-alice", { "user-bob": { level: "ADMIN", treManagement: true } }, "InvalidInput"],
    ["user-alice", { "user-bob": { appAccess: true } }, "InvalidInput"],
    ["user-alice", { "user-bob": { level: "NONE" } }, "InvalidInput"],
    ["user-alice", { "user-bob": "MEMBER" }, "InvalidInput"],
    ["user-alice", { "user-dave": { level: "MEMBER" } }, "ResourceNotFound"],
    ["user-alice", { "user-nobody": { level: "MEMBER" } }, "ResourceNotFound"],
    ["user-alice", { "user-alice": { level: "MEMBER" } }, "InvalidState"],
    ["user-alice", {}, "ok"],
    ["user-bob", { "user-carol": { level: "ADMIN" } }, "PermissionDenied"],
    ["user-dave", {}, "PermissionDenied"],
  ])("by %s with %j: %s", async (user, body, expected) => {
    const { verdict } = await open(acme);
    expect(await verdict(user, "/org-acme/setMemberAccess", body)).toBe(expected);
  });

  test.each([
    ["a stranger", { "user-bob": { level: "ADMIN" }, "user-dave": { level: "MEMBER" } }],
    [
      "a flag for an ADMIN",
      {
        "user-bob": { level: "MEMBER", appAccess: false },
        "user-carol": { level: "ADMIN", appAccess: true },
      },
    ],
    [
      "the last ADMIN",
      { "user-bob": { level: "MEMBER", appAccess: false }, "user-alice": { level: "MEMBER" } },
    ],
  ])("changes all or, because of %s, none", async (_name, body) => {
    const desk = await open(acme);
    const before = desk.dump();
    expect(await desk.verdict("user-alice", "/org-acme/setMemberAccess", body)).not.toBe("ok");
    expect(desk.dump()).toEqual(before);
  });

  test("hands the last ADMIN's office over in one call", async () => {
    const desk = await open(acme);
    const swap = { "user-alice": { level: "MEMBER" }, "user-bob": { level: "ADMIN" } };
    expect(await desk.verdict("user-alice", "/org-acme/setMemberAccess", swap)).toBe("ok");
    expect((await desk.ask("user-bob", "/org-acme/describe")).body).toMatchObject({ admins: ["user-bob"] });
  });
});

describe("removeMember", () => {
  const [own, shared, lent] = [projectId("B"), projectId("F"), projectId("G")];
  const app = `app-${"J".repeat(24)}`;
  const seed = {
    ...acme,
    projects: [
      { id: own, name: "own", billTo: "org-acme", permissions: { "user-bob": "ADMINISTER" } },
      {
        id: shared,
        name: "shared",
        billTo: "org-acme",
        permissions: { "user-alice": "ADMINISTER", "user-bob": "VIEW", "org-acme": "UPLOAD" },
      },
      {
        id: lent,
        name: "lent",
        billTo: "user-dave",
        permissions: {
          "user-dave": "ADMINISTER",
          "org-acme": "CONTRIBUTE",
          "user-carol": "VIEW",
          "user-bob": "VIEW",
        },
      },
    ],
    apps: [
      {
        id: app,
        name: "qc",
        version: "1",
        billTo: "org-acme",
        developers: ["user-alice", "user-bob"],
        authorizedUsers: ["user-bob", "org-lab"],
      },
      { name: "other", version: "1", billTo: "user-dave", authorizedUsers: ["user-bob"] },
    ],
  };

  test("says what it took: entries in what the org pays for, and nothing else", async () => {
    const { ask, verdict } = await open(seed);
    const removed = await ask("user-alice", "/org-acme/removeMember", { user: "user-bob" });
    expect(removed.body).toEqual({
      id: "org-acme",
      projects: { [own]: true, [shared]: true },
      apps: { [app]: true },
    });
    expect(await verdict("user-bob", `/${own}/describe`)).toBe("PermissionDenied");
    const { body } = await ask("user-bob", `/${lent}/describe`);
    expect(body).toMatchObject({ level: "VIEW" });
    expect((await ask("user-alice", "/app-qc/listDevelopers")).body).toEqual({ developers: ["user-alice"] });
    expect((await ask("user-alice", "/app-qc/listAuthorizedUsers")).body).toEqual({
      authorizedUsers: ["org-lab"],
    });
    expect(await verdict("user-bob", "/app-other/describe")).toBe("ok");
  });

  test.each([
    [true, false, { projects: { [own]: true, [shared]: true }, apps: {} }],
    [false, true, { projects: {}, apps: { [app]: true } }],
    [false, false, { projects: {}, apps: {} }],
  ])("projects %s, apps %s", async (revokeProjectPermissions, revokeAppPermissions, expected) => {
    const desk = await open(seed);
    const body = { user: "user-bob", revokeProjectPermissions, revokeAppPermissions };
    expect((await desk.ask("user-alice", "/org-acme/removeMember", body)).body).toEqual({
      id: "org-acme",
      ...expected,
    });
    expect(await desk.verdict("user-bob", `/${own}/describe`)).toBe(
      revokeProjectPermissions ? "PermissionDenied" : "ok",
    );
    expect(await desk.verdict("user-bob", "/app-qc/listDevelopers")).toBe(
      revokeAppPermissions ? "PermissionDenied" : "ok",
    );
  });

  test("ends what came through the org", async () => {
    const { ask } = await open(seed);
    expect((await ask("user-carol", `/${lent}/describe`)).body).toMatchObject({ level: "CONTRIBUTE" });
    await ask("user-alice", "/org-acme/removeMember", {
      user: "user-carol",
      revokeProjectPermissions: false,
    });
    expect((await ask("user-carol", `/${lent}/describe`)).body).toMatchObject({ level: "VIEW" });
  });

  test.each([
    ["user-alice", { user: "user-bob" }, "ok"],
    ["user-alice", { user: "user-alice" }, "InvalidState"],
    ["user-alice", { user: "user-dave" }, "ResourceNotFound"],
    ["user-alice", { user: "user-nobody" }, "ResourceNotFound"],
    ["user-alice", {}, "InvalidInput"],
    ["user-alice", { user: "user-bob", revokeProjectPermissions: "no" }, "InvalidInput"],
    ["user-bob", { user: "user-bob" }, "PermissionDenied"],
    ["user-dave", { user: "user-bob" }, "PermissionDenied"],
  ])("by %s with %j: %s", async (user, body, expected) => {
    const { verdict } = await open(seed);
    expect(await verdict(user, "/org-acme/removeMember", body)).toBe(expected);
  });

  test("lets an ADMIN go while another stays", async () => {
    const { ask, verdict } = await open(acme);
    await ask("user-alice", "/org-acme/setMemberAccess", { "user-bob": { level: "ADMIN" } });
    expect(await verdict("user-alice", "/org-acme/removeMember", { user: "user-alice" })).toBe("ok");
    expect(await verdict("user-alice", "/org-acme/findMembers")).toBe("PermissionDenied");
  });
});
