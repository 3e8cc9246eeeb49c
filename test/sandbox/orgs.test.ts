/** Orgs: making, describing, changing, finding them (dnanexus.md §3.2). */
import { describe, expect, test } from "vitest";
import { acme, ids, open, results } from "./support.ts";

describe("a new org", () => {
  test("has its maker as the only ADMIN and the default policies", async () => {
    const { ask } = await open(acme);
    const made = await ask("user-dave", "/org/new", { handle: "Dave..Lab_1", name: "Dave's" });
    expect(made.body).toEqual({ id: "org-dave..lab_1" });
    expect((await ask("user-dave", "/org-dave..lab_1/describe")).body).toMatchObject({
      class: "org",
      handle: "dave..lab_1",
      name: "Dave's",
      admins: ["user-dave"],
      level: "ADMIN",
      policies: { memberListVisibility: "ADMIN", restrictProjectTransfer: "ADMIN" },
    });
  });

  test("cannot be billed", async () => {
    const { ask, verdict } = await open(acme);
    await ask("user-dave", "/org/new", { handle: "new", name: "New" });
    expect(await verdict("user-dave", "/project/new", { name: "p", billTo: "org-new" })).toBe(
      "PermissionDenied",
    );
    expect(await verdict("user-dave", "/user-dave/update", { billTo: "org-new" })).toBe("PermissionDenied");
  });

  test.each([
    [{ handle: "ACME", name: "Again" }, "InvalidState"],
    [{ handle: "x" }, "InvalidInput"],
    [{ name: "x" }, "InvalidInput"],
    [{ handle: "x", name: "" }, "InvalidInput"],
    [{ handle: "a b", name: "x" }, "InvalidInput"],
    [{ handle: "a/b", name: "x" }, "InvalidInput"],
    [{ handle: "x", name: "x", policies: { memberListVisibility: "NOBODY" } }, "InvalidInput"],
    [{ handle: "x", name: "x", policies: { restrictProjectTransfer: "PUBLIC" } }, "InvalidInput"],
    [{ handle: "x", name: "x", policies: { memberListVisibility: "PUBLIC" } }, "ok"],
    [{ handle: "x", name: "x", nonce: "n".repeat(129) }, "InvalidInput"],
    [{ handle: "x", name: "x", nonce: "é".repeat(65) }, "InvalidInput"],
    [{ handle: "x", name: "x", nonce: "n".repeat(128) }, "ok"],
  ])("%j: %s", async (body, expected) => {
    const { verdict } = await open(acme);
    expect(await verdict("user-dave", "/org/new", body)).toBe(expected);
  });

  test("a nonce belongs to who used it", async () => {
    const { verdict } = await open(acme);
    expect(await verdict("user-dave", "/org/new", { handle: "a", name: "A", nonce: "1" })).toBe("ok");
    expect(await verdict("user-bob", "/org/new", { handle: "b", name: "B", nonce: "1" })).toBe("ok");
  });

  test("a nonce whose call failed is not used up", async () => {
    const { verdict } = await open(acme);
    const nonce = "once";
    expect(await verdict("user-dave", "/org/new", { handle: "acme", name: "A", nonce })).toBe("InvalidState");
    expect(await verdict("user-dave", "/org/new", { handle: "other", name: "A", nonce })).toBe("ok");
  });
});

describe("describe", () => {
  test("tells members their own standing, outsiders the name only", async () => {
    const { ask } = await open(acme);
    expect((await ask("user-bob", "/org-acme/describe")).body).toMatchObject({
      level: "MEMBER",
      allowBillableActivities: true,
      projectAccess: "CONTRIBUTE",
      appAccess: true,
      admins: ["user-alice"],
      phiFeaturesEnabled: true,
    });
    const outside = await ask("user-dave", "/org-acme/describe");
    expect(outside.body).toEqual({ id: "org-acme", class: "org", handle: "acme", name: "Acme" });
  });

  test("tells outsiders the admins where the member list is public", async () => {
    const { ask } = await open(acme);
    await ask("user-alice", "/org-acme/update", { policies: { memberListVisibility: "PUBLIC" } });
    expect((await ask("user-dave", "/org-acme/describe")).body).toMatchObject({ admins: ["user-alice"] });
  });

  test("keeps the token of forwarded logs among ADMINs", async () => {
    const { ask } = await open(acme);
    const jobLogsForwarding = { url: "https://logs.example", token: "secret" };
    await ask("user-alice", "/org-acme/update", { jobLogsForwarding });
    expect((await ask("user-alice", "/org-acme/describe")).body).toMatchObject({ jobLogsForwarding });
    expect((await ask("user-bob", "/org-acme/describe")).body).not.toHaveProperty("jobLogsForwarding");
  });
});

describe("update", () => {
  test.each([
    ["user-alice", { name: "New" }, "ok"],
    ["user-alice", {}, "ok"],
    ["user-alice", { name: "" }, "InvalidInput"],
    ["user-alice", { policies: { memberListVisibility: "nobody" } }, "InvalidInput"],
    ["user-alice", { policies: { jobReuse: "yes" } }, "InvalidInput"],
    ["user-alice", { policies: [] }, "InvalidInput"],
    ["user-alice", { jobLogsForwarding: { url: "x" } }, "InvalidInput"],
    ["user-bob", {}, "PermissionDenied"],
    ["user-dave", {}, "PermissionDenied"],
  ])("by %s with %j: %s", async (user, body, expected) => {
    const { verdict } = await open(acme);
    expect(await verdict(user, "/org-acme/update", body)).toBe(expected);
  });

  test("keeps policies that nobody knows yet", async () => {
    const { ask } = await open(acme);
    await ask("user-alice", "/org-acme/update", { policies: { somethingNew: { deep: [1] } } });
    await ask("user-alice", "/org-acme/update", { policies: { jobReuse: false } });
    expect((await ask("user-alice", "/org-acme/describe")).body["policies"]).toEqual({
      memberListVisibility: "ADMIN",
      restrictProjectTransfer: "ADMIN",
      somethingNew: { deep: [1] },
      jobReuse: false,
    });
  });
});

describe("findOrgs", () => {
  const seed = {
    ...acme,
    orgs: [
      ...acme.orgs,
      { id: "org-third", members: { "user-bob": "ADMIN", "user-alice": "MEMBER", "user-dave": "ADMIN" } },
    ],
  };

  test.each([
    ["user-alice", {}, ["org-acme", "org-lab", "org-third"]],
    ["user-alice", { level: "MEMBER" }, ["org-acme", "org-lab", "org-third"]],
    ["user-alice", { level: "ADMIN" }, ["org-acme", "org-lab"]],
    ["user-alice", { allowBillableActivities: true }, ["org-acme", "org-lab"]],
    ["user-alice", { allowBillableActivities: false }, ["org-third"]],
    ["user-bob", { allowBillableActivities: true }, ["org-acme", "org-third"]],
    ["user-alice", { id: ["org-lab", "org-nobody"] }, ["org-lab"]],
    ["user-dave", {}, ["org-third"]],
    ["user-erin", {}, []],
  ])("%s with %j: %j", async (user, body, expected) => {
    const { ask } = await open(seed);
    const found = await ask(user, "/system/findOrgs", body);
    expect(ids(found)).toEqual(expected);
    expect(found.body).toHaveProperty("next", null);
  });

  test("describes on request, fully or in part", async () => {
    const { ask } = await open(seed);
    const bare = await ask("user-alice", "/system/findOrgs", { id: ["org-lab"] });
    expect(results(bare)).toEqual([{ id: "org-lab", level: "ADMIN" }]);
    const full = await ask("user-alice", "/system/findOrgs", { describe: true });
    expect(results(full)[0]).toMatchObject({ describe: { name: "Acme", admins: ["user-alice"] } });
    const part = await ask("user-alice", "/system/findOrgs", { describe: { fields: { name: true } } });
    expect(results(part)[0]).toEqual({
      id: "org-acme",
      level: "ADMIN",
      describe: { id: "org-acme", name: "Acme" },
    });
  });

  test.each([
    { level: "NONE" },
    { describe: "yes" },
    { describe: { fields: ["name"] } },
    { id: "org-acme" },
    { allowBillableActivities: 1 },
  ])("%j is InvalidInput", async (body) => {
    const { verdict } = await open(seed);
    expect(await verdict("user-alice", "/system/findOrgs", body)).toBe("InvalidInput");
  });
});
