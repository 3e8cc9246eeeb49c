/** The vendor's own expectations (dnanexus.md §7.4), by number. */
import { describe, expect, test } from "vitest";
import { acme, type Desk, ids, open, projectId, results } from "./support.ts";

const alice = "user-alice";
const [P, Q] = [projectId("B"), projectId("F")];

async function policies(desk: Desk, org = "org-acme"): Promise<unknown> {
  return (await desk.ask(alice, `/${org}/describe`)).body["policies"];
}

async function member(desk: Desk, user: string): Promise<unknown> {
  return results(await desk.ask(alice, "/org-acme/findMembers", { id: [user] }))[0];
}

describe("orgs", () => {
  test.each([
    [{}, { memberListVisibility: "ADMIN", restrictProjectTransfer: "ADMIN" }],
    [
      { memberListVisibility: "MEMBER" },
      { memberListVisibility: "MEMBER", restrictProjectTransfer: "ADMIN" },
    ],
    [
      { memberListVisibility: "PUBLIC" },
      { memberListVisibility: "PUBLIC", restrictProjectTransfer: "ADMIN" },
    ],
    [
      { restrictProjectTransfer: "MEMBER" },
      { memberListVisibility: "ADMIN", restrictProjectTransfer: "MEMBER" },
    ],
  ])("1: a new org with policies %j", async (given, expected) => {
    const desk = await open(acme);
    expect((await desk.ask(alice, "/org/new", { handle: "n", name: "N", policies: given })).body).toEqual({
      id: "org-n",
    });
    expect(await policies(desk, "org-n")).toEqual(expected);
  });

  test("2: an update changes what it names and nothing else", async () => {
    const desk = await open(acme);
    const before = desk.dump();
    await desk.ask(alice, "/org-acme/update", {});
    expect(desk.dump()).toEqual(before);
    await desk.ask(alice, "/org-acme/update", { policies: { memberListVisibility: "MEMBER" } });
    await desk.ask(alice, "/org-acme/update", { policies: { restrictProjectTransfer: "MEMBER" } });
    await desk.ask(alice, "/org-acme/update", { name: "New", samlIdP: "idp" });
    expect(await policies(desk)).toEqual({
      memberListVisibility: "MEMBER",
      restrictProjectTransfer: "MEMBER",
    });
    expect((await desk.ask(alice, "/org-acme/describe")).body).toMatchObject({ name: "New", samlIdP: "idp" });
  });

  test("9: findOrgs", async () => {
    const { ask } = await open({
      ...acme,
      orgs: [
        ...acme.orgs,
        { id: "org-plain", members: { "user-bob": "ADMIN", [alice]: "MEMBER" } },
        { id: "org-rich", members: { "user-bob": "ADMIN", [alice]: { allowBillableActivities: true } } },
      ],
    });
    const found = async (body: object) => ids(await ask(alice, "/system/findOrgs", body));
    const all = ["org-acme", "org-lab", "org-plain", "org-rich"];
    expect(await found({ level: "MEMBER" })).toEqual(all);
    expect(await found({ level: "ADMIN" })).toEqual(["org-acme", "org-lab"]);
    const rich = await found({ level: "MEMBER", allowBillableActivities: true });
    const plain = await found({ level: "MEMBER", allowBillableActivities: false });
    expect(rich).toEqual(["org-acme", "org-lab", "org-rich"]);
    expect([...rich, ...plain].sort()).toEqual(all);
    expect(await found({ level: "ADMIN", allowBillableActivities: false })).toEqual([]);
  });

  test("16: a nonce", async () => {
    const { ask, verdict } = await open(acme);
    const body = { handle: "once", name: "Once", nonce: "n1" };
    expect((await ask(alice, "/org/new", body)).body).toEqual({ id: "org-once" });
    expect((await ask(alice, "/org/new", { nonce: "n1", name: "Once", handle: "once" })).body).toEqual({
      id: "org-once",
    });
    expect(await verdict(alice, "/org/new", { ...body, name: "Twice" })).toBe("InvalidInput");
    expect(await verdict(alice, "/org/new", { ...body, nonce: "n2" })).toBe("InvalidState");
  });
});

describe("org members", () => {
  const adminFlags = {
    level: "ADMIN",
    allowBillableActivities: true,
    appAccess: true,
    projectAccess: "ADMINISTER",
  };
  const memberFlags = {
    level: "MEMBER",
    allowBillableActivities: false,
    appAccess: true,
    projectAccess: "CONTRIBUTE",
  };

  test.each([
    [{ level: "ADMIN" }, adminFlags],
    [{ level: "ADMIN", allowBillableActivities: false, appAccess: false, projectAccess: "VIEW" }, adminFlags],
    [{ level: "MEMBER" }, memberFlags],
  ])("3: invited with %j", async (flags, expected) => {
    const desk = await open(acme);
    await desk.ask(alice, "/org-acme/invite", { invitee: "user-dave", ...flags });
    expect(await member(desk, "user-dave")).toMatchObject(expected);
  });

  test("4: changing a membership", async () => {
    const desk = await open(acme);
    const asked = { allowBillableActivities: true, appAccess: false, projectAccess: "VIEW" };
    await desk.ask(alice, "/org-acme/invite", { invitee: "user-dave", level: "MEMBER", ...asked });
    expect(await member(desk, "user-dave")).toMatchObject(asked);
    const set = async (access: object) =>
      desk.ask(alice, "/org-acme/setMemberAccess", { "user-dave": access });
    await set({ level: "MEMBER", projectAccess: "UPLOAD" });
    expect(await member(desk, "user-dave")).toMatchObject({ ...asked, projectAccess: "UPLOAD" });
    await set({ level: "ADMIN" });
    expect(await member(desk, "user-dave")).toMatchObject(adminFlags);
    await set(memberFlags);
    expect(await member(desk, "user-dave")).toMatchObject(memberFlags);
  });

  test("5: ADMIN with a flag", async () => {
    const { ask } = await open(acme);
    const answer = await ask(alice, "/org-acme/setMemberAccess", {
      "user-bob": { level: "ADMIN", allowBillableActivities: true },
    });
    expect([answer.status, answer.body]).toMatchObject([422, { error: { type: "InvalidInput" } }]);
  });

  test("6: the list", async () => {
    const { ask } = await open(acme);
    await ask(alice, "/org-acme/invite", { invitee: "user-dave", level: "ADMIN" });
    const list = async (body: object) => ids(await ask(alice, "/org-acme/findMembers", body));
    expect(await list({})).toEqual([alice, "user-bob", "user-carol", "user-dave"]);
    expect(await list({ level: "ADMIN" })).toEqual([alice, "user-dave"]);
    expect(await list({ level: "MEMBER" })).toEqual(["user-bob", "user-carol"]);
    await ask(alice, "/org-acme/removeMember", { user: "user-bob" });
    expect(await list({})).toEqual([alice, "user-carol", "user-dave"]);
  });

  test("7: removal lists the projects where the member stood, whatever the level", async () => {
    const { ask } = await open(acme);
    const own = (await ask("user-bob", "/project/new", { name: "own", billTo: "org-acme" })).body["id"];
    const other = (await ask(alice, "/project/new", { name: "other", billTo: "org-acme" })).body["id"];
    await ask(alice, `/${other}/invite`, { invitee: "user-bob", level: "VIEW" });
    const removed = await ask(alice, "/org-acme/removeMember", { user: "user-bob" });
    expect(removed.body["projects"]).toEqual({ [String(own)]: true, [String(other)]: true });
  });
});

describe("projects", () => {
  const seed = {
    ...acme,
    projects: [
      {
        id: P,
        name: "p",
        billTo: "org-acme",
        tags: ["x", "y"],
        properties: { k: "v" },
        permissions: { [alice]: "ADMINISTER" },
      },
      { id: Q, name: "q", billTo: alice, permissions: { [alice]: "ADMINISTER", "org-acme": "VIEW" } },
    ],
  };

  test.each([
    [{}, [P]],
    [{ id: [P, Q] }, [P]],
    [{ id: [Q] }, []],
    [{ tags: "x" }, [P]],
    [{ tags: { $and: ["x", "z"] } }, []],
    [{ properties: { k: "v" } }, [P]],
    [{ properties: { k: "w" } }, []],
    [{ public: true }, []],
    [{ public: false }, [P]],
    [{ created: { after: 1 } }, [P]],
    [{ created: { before: 1 } }, []],
    [{ region: "aws:us-east-1" }, [P]],
    [{ region: "azure:westus" }, []],
    [{ containsPHI: true }, []],
    [{ containsPHI: false }, [P]],
  ])("8: what the org pays for, with %j", async (body, expected) => {
    const { ask } = await open(seed);
    expect(ids(await ask(alice, "/org-acme/findProjects", body))).toEqual(expected);
  });

  test.each(["user-nobody", "nobody@example.com", "ünï☃ödé"])("10: %s is nobody", async (named) => {
    const { ask } = await open(seed);
    for (const answer of [
      await ask(alice, `/${P}/invite`, { invitee: named, level: "VIEW" }),
      await ask(alice, `/${P}/decreasePermissions`, { [named]: null }),
    ]) {
      expect([answer.status, answer.body]).toMatchObject([404, { error: { type: "ResourceNotFound" } }]);
    }
  });

  test("11: who exists is in at once, without mail", async () => {
    const { ask } = await open(seed);
    const body = { invitee: "user-bob", level: "VIEW", suppressEmailNotification: true };
    expect((await ask(alice, `/${P}/invite`, body)).body).toEqual({ id: P, state: "accepted" });
    expect((await ask(alice, `/${P}/describe`, { fields: { permissions: true } })).body).toMatchObject({
      permissions: { "user-bob": "VIEW" },
    });
  });

  test.each([
    ["/project/new", alice, "ok"],
    ["/project/new", "org-acme", "ok"],
    ["/project/new", "org-nobody", "ResourceNotFound"],
    [`/${P}/update`, alice, "ok"],
    [`/${Q}/update`, "org-acme", "ok"],
    [`/${P}/update`, "user-nobody", "InvalidInput"],
  ])("12: %s billed to %s is %s", async (path, billTo, expected) => {
    const { verdict } = await open(seed);
    expect(await verdict(alice, path, { name: "n", billTo })).toBe(expected);
  });

  test("13: PHI needs the feature", async () => {
    const { ask } = await open(seed);
    const answer = await ask(alice, "/project/new", { name: "n", billTo: "org-lab", containsPHI: true });
    expect([answer.status, answer.body]).toMatchObject([
      401,
      {
        error: {
          type: "PermissionDenied",
          message: expect.stringContaining("PHI features must be enabled for org-lab"),
        },
      },
    ]);
  });

  test("14: the coupling of download and preview", async () => {
    const { ask, verdict } = await open(seed);
    const update = (body: object) => verdict(alice, `/${P}/update`, body);
    expect(await update({ downloadRestricted: true })).toBe("ok");
    expect((await ask(alice, `/${P}/describe`)).body).toMatchObject({ previewViewerRestricted: true });
    expect(await update({ downloadRestricted: false })).toBe("InvalidInput");
    expect(await update({ previewViewerRestricted: false })).toBe("ok");
    expect(await update({ downloadRestricted: false })).toBe("ok");
  });
});

test("15: authorized users of an app", async () => {
  const { ask, verdict } = await open({ ...acme, apps: [{ name: "qc", version: "1.0.0", billTo: alice }] });
  const authorizedUsers = ["user-bob", "org-lab", "user-bob"];
  await ask(alice, "/app-qc/addAuthorizedUsers", { authorizedUsers });
  expect((await ask(alice, "/app-qc/1.0.0/listAuthorizedUsers")).body).toEqual({
    authorizedUsers: ["org-lab", "user-bob"],
  });
  const nobody = { authorizedUsers: ["user-nobody"] };
  expect(await verdict(alice, "/app-qc/addAuthorizedUsers", nobody)).toBe("ResourceNotFound");
  expect(await verdict(alice, "/app-qc/removeAuthorizedUsers", nobody)).toBe("ok");
});
