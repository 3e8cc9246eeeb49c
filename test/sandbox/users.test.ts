/** Identity, users, accounts (dnanexus.md §3.1). */
import { describe, expect, test } from "vitest";
import { acme, open, projectId } from "./support.ts";

describe("whoami", () => {
  test("says who, and from where if asked", async () => {
    const { ask } = await open(acme);
    expect((await ask("user-bob", "/system/whoami")).body).toEqual({ id: "user-bob" });
    const told = await ask("user-bob", "/system/whoami", { fields: { clientIp: true } });
    expect(told.body).toEqual({ id: "user-bob", clientIp: expect.stringMatching(/127\.0\.0\.1$/) });
  });
});

describe("describe", () => {
  const others = ["class", "first", "handle", "id", "last", "middle"];

  test("tells others the name only, whatever they ask for", async () => {
    const { ask } = await open(acme);
    const told = await ask("user-bob", "/user-alice/describe");
    expect(Object.keys(told.body).sort()).toEqual(others);
    const asked = await ask("user-bob", "/user-alice/describe", { fields: { email: true, first: true } });
    expect(asked.body).toEqual({ id: "user-alice", first: "alice" });
  });

  test("tells oneself all", async () => {
    const { ask } = await open(acme);
    const { body } = await ask("user-alice", "/user-alice/describe");
    expect(body).toMatchObject({ email: "alice@example.com", billTo: "user-alice", pendingTransfers: [] });
  });

  test("knows the old switches, and ignores them beside fields", async () => {
    const { ask } = await open(acme);
    const withSwitch = await ask("user-alice", "/user-alice/describe", { orgs: true });
    expect(withSwitch.body).toMatchObject({ handle: "alice", orgs: ["org-acme", "org-lab"] });
    const both = await ask("user-alice", "/user-alice/describe", { orgs: true, fields: { handle: true } });
    expect(both.body).toEqual({ id: "user-alice", handle: "alice" });
    const defaults = await ask("user-alice", "/user-alice/describe", {
      fields: { orgs: true, email: false },
      defaultFields: true,
    });
    expect(defaults.body).toMatchObject({ handle: "alice", orgs: ["org-acme", "org-lab"] });
    expect(defaults.body).not.toHaveProperty("email");
  });

  test("lists the projects that were offered", async () => {
    const id = projectId("J");
    const offered = { name: "p", id, billTo: "org-acme", pendingTransfer: "user-dave" };
    const { ask } = await open({ ...acme, projects: [offered] });
    const { body } = await ask("user-dave", "/user-dave/describe", { fields: { pendingTransfers: true } });
    expect(body["pendingTransfers"]).toEqual([id]);
  });

  test("the handle keeps its case, the id does not", async () => {
    const sandbox = await open({ users: [{ id: "user-mcfly.m", handle: "McFly.M" }] });
    expect((await sandbox.ask("user-mcfly.m", "/user-mcfly.m/describe")).body).toMatchObject({
      handle: "McFly.M",
    });
  });
});

describe("update", () => {
  test("changes what is given and nothing else", async () => {
    const { ask } = await open(acme);
    const wanted = {
      last: "Archer",
      policies: { emailWhenJobComplete: "never" },
      sshPublicKey: "ssh-ed25519 x",
    };
    expect((await ask("user-alice", "/user-alice/update", wanted)).body).toEqual({ id: "user-alice" });
    await ask("user-alice", "/user-alice/update", { sshPublicKey: null });
    expect((await ask("user-alice", "/user-alice/describe")).body).toMatchObject({
      first: "alice",
      last: "Archer",
      policies: { emailWhenJobComplete: "never" },
      sshPublicKey: null,
    });
  });

  test.each([
    ["user-bob", { first: "x" }, "PermissionDenied"],
    ["user-alice", { policies: { emailWhenJobComplete: "sometimes" } }, "InvalidInput"],
    ["user-alice", { first: 1 }, "InvalidInput"],
    ["user-alice", { defaultRegion: "moon" }, "InvalidInput"],
    ["user-alice", { defaultRegion: "aws:moon" }, "InvalidInput"],
    ["user-alice", { defaultRegion: "azure:westus" }, "ok"],
    ["user-alice", { billTo: "org-nobody" }, "ResourceNotFound"],
    ["user-alice", { billTo: "user-bob" }, "PermissionDenied"],
    ["user-alice", { billTo: "org-acme" }, "ok"],
  ])("by %s of alice with %j: %s", async (user, body, expected) => {
    const { verdict } = await open(acme);
    expect(await verdict(user, "/user-alice/update", body)).toBe(expected);
  });

  test("billing to an org needs its permission", async () => {
    const { verdict } = await open(acme);
    expect(await verdict("user-bob", "/user-bob/update", { billTo: "org-acme" })).toBe("ok");
    expect(await verdict("user-carol", "/user-carol/update", { billTo: "org-acme" })).toBe(
      "PermissionDenied",
    );
  });
});

describe("a new account", () => {
  const frank = { username: "Frank_F", email: "frank@example.org", first: "Frank" };

  test("can be invited at once and has a token", async () => {
    const sandbox = await open(acme);
    const made = await sandbox.ask("user-alice", "/user/new", { ...frank, provisioningOrg: "org-acme" });
    expect(made.body).toMatchObject({
      status: "EmailValidationRequired",
      emailSentTo: "frank@example.org",
      userId: "user-frank_f",
    });
    const invited = await sandbox.ask("user-alice", "/org-acme/invite", { invitee: "Frank@Example.org" });
    expect(invited.body).toEqual({ id: "org-acme", state: "accepted" });
    expect((await sandbox.ask("user-frank_f", "/system/whoami")).body).toEqual({ id: "user-frank_f" });
  });

  test("can bill to the org that made it", async () => {
    const sandbox = await open(acme);
    await sandbox.ask("user-alice", "/user/new", { ...frank, billTo: "org-acme" });
    expect((await sandbox.ask("user-frank_f", "/user-frank_f/describe")).body).toMatchObject({
      billTo: "org-acme",
    });
  });

  test.each([
    ["user-alice", { ...frank }, "ok"],
    ["user-bob", { ...frank }, "PermissionDenied"],
    ["user-bob", { ...frank, provisioningOrg: "org-acme" }, "PermissionDenied"],
    ["user-alice", { ...frank, provisioningOrg: "org-nobody" }, "ResourceNotFound"],
    ["user-alice", { ...frank, username: "BOB" }, "UsernameTakenError"],
    ["user-alice", { ...frank, email: "BOB@example.com" }, "EmailTakenError"],
    ["user-alice", { ...frank, first: undefined }, "InvalidInput"],
    ["user-alice", { ...frank, username: "f" }, "InvalidInput"],
    ["user-alice", { ...frank, username: ".frank" }, "InvalidInput"],
    ["user-alice", { ...frank, email: "frank" }, "InvalidInput"],
    ["user-alice", { ...frank, tokenDuration: 31 * 24 * 3600 * 1000 }, "InvalidInput"],
  ])("asked for by %s with %j: %s", async (user, body, expected) => {
    const { verdict } = await open(acme);
    expect(await verdict(user, "/user/new", body)).toBe(expected);
  });

  test("needs an org with the licence", async () => {
    const { verdict } = await open({
      ...acme,
      orgs: [{ id: "org-acme", userCreation: false, members: { "user-alice": "ADMIN" } }],
    });
    expect(await verdict("user-alice", "/user/new", { ...frank, provisioningOrg: "org-acme" })).toBe(
      "PermissionDenied",
    );
    expect(await verdict("user-alice", "/user/new", frank)).toBe("PermissionDenied");
  });
});
