/** Projects: making, describing, changing, labelling, removing them (dnanexus.md §2.4, §3.5). */
import { describe, expect, test } from "vitest";
import { acme, open, projectId } from "./support.ts";

const id = projectId("B");
const seed = {
  ...acme,
  projects: [
    {
      id,
      name: "raw",
      billTo: "org-acme",
      tags: ["a"],
      properties: { k: "v" },
      permissions: { "user-bob": "ADMINISTER", "user-carol": "CONTRIBUTE", "user-dave": "VIEW" },
    },
  ],
};

describe("new", () => {
  test("makes the caller the only member, and bills to them", async () => {
    const { ask } = await open(acme);
    const made = await ask("user-dave", "/project/new", { name: "p" });
    expect(made.body).toEqual({ id: expect.stringMatching(/^project-[0-9BFGJKPQVXYZbfgjkpqvxyz]{24}$/) });
    const told = await ask("user-dave", `/${made.body["id"]}/describe`, {
      permissions: true,
      properties: true,
    });
    expect(told.body).toMatchObject({
      class: "project",
      name: "p",
      summary: "",
      description: "",
      billTo: "user-dave",
      level: "ADMINISTER",
      createdBy: { user: "user-dave" },
      permissions: { "user-dave": "ADMINISTER" },
      properties: {},
      version: 1,
      pendingTransfer: null,
    });
  });

  test("bills to the caller's own default, which may be an org", async () => {
    const { ask } = await open(acme);
    await ask("user-bob", "/user-bob/update", { billTo: "org-acme" });
    const { body } = await ask("user-bob", "/project/new", { name: "p" });
    expect((await ask("user-bob", `/${body["id"]}/describe`)).body).toMatchObject({ billTo: "org-acme" });
  });

  test("twice makes two: there is no nonce", async () => {
    const { ask } = await open(acme);
    const [one, two] = [
      await ask("user-dave", "/project/new", { name: "p", nonce: "n" }),
      await ask("user-dave", "/project/new", { name: "p", nonce: "n" }),
    ];
    expect(one.body["id"]).not.toBe(two.body["id"]);
  });

  test("keeps what it is given", async () => {
    const { ask } = await open(acme);
    const given = {
      name: "p",
      summary: "s",
      description: "d",
      tags: ["x", "y"],
      properties: { a: "1", __proto__x: "2" },
      region: "aws:eu-central-1",
      restricted: true,
      protected: true,
      externalUploadRestricted: true,
      databaseUIViewOnly: true,
      databaseResultsRestricted: 7,
      monthlyComputeLimit: 100,
    };
    const { body } = await ask("user-dave", "/project/new", given);
    const told = await ask("user-dave", `/${body["id"]}/describe`, {
      fields: { properties: true, monthlyComputeLimit: true },
      defaultFields: true,
    });
    expect(told.body).toMatchObject(given);
    expect(told.body).toMatchObject({ provider: "aws" });
  });

  test.each([
    ["user-bob", { billTo: "org-acme" }, "ok"],
    ["user-carol", { billTo: "org-acme" }, "PermissionDenied"],
    ["user-dave", { billTo: "org-acme" }, "PermissionDenied"],
    ["user-dave", { billTo: "user-dave" }, "ok"],
    ["user-dave", { billTo: "user-bob" }, "PermissionDenied"],
    ["user-dave", { billTo: "org-nobody" }, "ResourceNotFound"],
    ["user-dave", { billTo: "user-nobody" }, "InvalidInput"],
    ["user-dave", { billTo: "nobody" }, "InvalidInput"],
    ["user-dave", { name: "" }, "InvalidInput"],
    ["user-dave", { name: null }, "InvalidInput"],
    ["user-dave", { region: "aws:the-moon" }, "InvalidInput"],
    ["user-dave", { restricted: "yes" }, "InvalidInput"],
    ["user-dave", { tags: "x" }, "InvalidInput"],
    ["user-dave", { properties: { a: 1 } }, "InvalidInput"],
    ["user-dave", { databaseResultsRestricted: 0 }, "InvalidInput"],
    ["user-bob", { containsPHI: true, billTo: "org-acme" }, "ok"],
    ["user-alice", { containsPHI: true, billTo: "org-lab" }, "PermissionDenied"],
    ["user-alice", { containsPHI: true }, "PermissionDenied"],
  ])("by %s with %j: %s", async (user, body, expected) => {
    const { verdict } = await open(acme);
    expect(await verdict(user, "/project/new", { name: "p", ...body })).toBe(expected);
  });

  test("an org permits regions of its own", async () => {
    const { verdict } = await open({
      ...acme,
      orgs: [
        {
          id: "org-acme",
          permittedRegions: ["aws:here"],
          defaultRegion: "aws:here",
          members: { "user-alice": "ADMIN" },
        },
      ],
    });
    const at = (region?: string) => ({
      name: "p",
      billTo: "org-acme",
      ...(region === undefined ? {} : { region }),
    });
    expect(await verdict("user-alice", "/project/new", at())).toBe("ok");
    expect(await verdict("user-alice", "/project/new", at("aws:here"))).toBe("ok");
    expect(await verdict("user-alice", "/project/new", at("aws:us-east-1"))).toBe("InvalidInput");
  });
});

describe("describe", () => {
  test("tells members and properties on request only", async () => {
    const { ask } = await open(seed);
    const bare = await ask("user-dave", `/${id}/describe`);
    expect(bare.body).not.toHaveProperty("permissions");
    expect(bare.body).not.toHaveProperty("properties");
    const asked = await ask("user-dave", `/${id}/describe`, {
      fields: { permissions: true, nonsense: true },
    });
    expect(asked.body).toEqual({
      id,
      permissions: { "user-bob": "ADMINISTER", "user-carol": "CONTRIBUTE", "user-dave": "VIEW" },
    });
    const old = await ask("user-dave", `/${id}/describe`, {
      properties: true,
      permissions: true,
      appCaches: true,
    });
    expect(old.body).toMatchObject({ name: "raw", properties: { k: "v" }, appCaches: {} });
    const both = await ask("user-dave", `/${id}/describe`, {
      properties: true,
      fields: { name: true, id: false },
    });
    expect(both.body).toEqual({ id, name: "raw" });
  });

  test("has every default field of the sheet", async () => {
    const { ask } = await open(seed);
    const sheet =
      "id,class,name,summary,description,billTo,level,region,created,modified,createdBy,version,tags,protected," +
      "restricted,downloadRestricted,previewViewerRestricted,externalUploadRestricted,containsPHI," +
      "databaseUIViewOnly,databaseResultsRestricted,allowedExecutables,httpsAppIsolatedBrowsing," +
      "displayDataProtectionNotice,pendingTransfer,dataUsage,sponsoredDataUsage,remoteDataUsage," +
      "archivedDataUsage,defaultInstanceType,cloudAccount,totalSponsoredEgressBytes," +
      "consumedSponsoredEgressBytes,atSpendingLimit,provider";
    const { body } = await ask("user-dave", `/${id}/describe`);
    expect(Object.keys(body).sort()).toEqual(sheet.split(",").sort());
  });

  test.each([
    ["an input that is no map", { fields: ["name"] }],
    ["a field that is neither true nor false", { fields: { name: 1 } }],
    ["a defaultFields that is neither", { defaultFields: 1 }],
  ])("%s is InvalidInput", async (_name, body) => {
    const { verdict } = await open(seed);
    expect(await verdict("user-dave", `/${id}/describe`, body)).toBe("InvalidInput");
  });

  test("several at once, each with its own answer or error", async () => {
    const { ask } = await open(seed);
    const missing = projectId("Z");
    const { body } = await ask("user-dave", "/system/describeProjects", {
      projects: [id, { id, describe: { fields: { name: true } } }, missing],
    });
    expect(body["results"]).toEqual([
      { describe: expect.objectContaining({ id, level: "VIEW" }) },
      { describe: { id, name: "raw" } },
      { error: { type: "ResourceNotFound", message: expect.any(String) }, statusCode: 404 },
    ]);
    expect(
      (await ask("user-erin", "/system/describeProjects", { projects: [id] })).body["results"],
    ).toMatchObject([{ error: { type: "PermissionDenied" }, statusCode: 401 }]);
  });
});

describe("update", () => {
  test.each([
    [{ name: "new", summary: "s", description: "d" }],
    [{ restricted: true, protected: true, externalUploadRestricted: true, databaseUIViewOnly: true }],
    [{ databaseResultsRestricted: 3, allowedExecutables: ["app-x"] }],
    [{ httpsAppIsolatedBrowsing: true, httpsAppIsolatedBrowsingOptions: { a: 1 } }],
    [{ displayDataProtectionNotice: true }],
    [{ egressBillTo: "downloaderBillTo", monthlyComputeLimit: 1.5, monthlyStorageLimit: null }],
  ])("%j is kept", async (wanted) => {
    const { ask } = await open(seed);
    expect((await ask("user-bob", `/${id}/update`, wanted)).body).toEqual({ id });
    const fields = Object.fromEntries(Object.keys(wanted).map((name) => [name, true]));
    expect((await ask("user-bob", `/${id}/describe`, { fields })).body).toEqual({ id, ...wanted });
  });

  test.each([
    [{ name: "" }, "InvalidInput"],
    [{ restricted: null }, "InvalidInput"],
    [{ databaseResultsRestricted: -1 }, "InvalidInput"],
    [{ databaseResultsRestricted: 1.5 }, "InvalidInput"],
    [{ allowedExecutables: "app-x" }, "InvalidInput"],
    [{ egressBillTo: "nobody" }, "InvalidInput"],
    [{ version: "1" }, "InvalidInput"],
    [{ billTo: "user-nobody" }, "InvalidInput"],
    [{ billTo: "org-nobody" }, "ResourceNotFound"],
    [{ containsPHI: false }, "ok"],
    [{ containsPHI: true }, "ok"],
    [{}, "ok"],
  ])("%j: %s", async (body, expected) => {
    const { verdict } = await open(seed);
    expect(await verdict("user-bob", `/${id}/update`, body)).toBe(expected);
  });

  test("counts versions, and refuses one that is not current", async () => {
    const { ask, verdict } = await open(seed);
    const version = async () =>
      (await ask("user-bob", `/${id}/describe`, { fields: { version: true } })).body["version"];
    expect(await verdict("user-bob", `/${id}/update`, { name: "b", version: 1 })).toBe("ok");
    expect(await version()).toBe(2);
    expect(await verdict("user-bob", `/${id}/update`, { name: "c", version: 1 })).toBe("InvalidState");
    expect(await verdict("user-bob", `/${id}/update`, { name: "c", version: 3 })).toBe("InvalidState");
    expect(await verdict("user-bob", `/${id}/update`, {})).toBe("ok");
    expect(await version()).toBe(2);
  });

  test("PHI is a one-way street that the payer has to open", async () => {
    const { ask, verdict } = await open({
      ...acme,
      projects: [
        { id, name: "p", billTo: "org-acme", permissions: { "user-alice": "ADMINISTER" } },
        { id: projectId("F"), name: "q", billTo: "org-lab" },
      ],
    });
    expect(await verdict("user-alice", `/${projectId("F")}/update`, { containsPHI: true })).toBe(
      "PermissionDenied",
    );
    expect(await verdict("user-alice", `/${id}/update`, { containsPHI: true })).toBe("ok");
    expect(await verdict("user-alice", `/${id}/update`, { containsPHI: true })).toBe("ok");
    expect(await verdict("user-alice", `/${id}/update`, { containsPHI: false })).toBe("InvalidInput");
    const away = await ask("user-alice", `/${id}/update`, { billTo: "org-lab" });
    expect(away.body).toMatchObject({
      error: { type: "PermissionDenied", message: expect.stringContaining("PHI features") },
    });
  });

  test("the preview is not dragged along where the same call says otherwise", async () => {
    const { ask } = await open(seed);
    await ask("user-bob", `/${id}/update`, { downloadRestricted: true, previewViewerRestricted: false });
    expect((await ask("user-bob", `/${id}/describe`)).body).toMatchObject({
      downloadRestricted: true,
      previewViewerRestricted: false,
    });
  });

  test("no download drags the preview along, and has to be lifted after it", async () => {
    const { ask, verdict } = await open(seed);
    const flags = async () =>
      (
        await ask("user-bob", `/${id}/describe`, {
          fields: { downloadRestricted: true, previewViewerRestricted: true },
        })
      ).body;
    await ask("user-bob", `/${id}/update`, { downloadRestricted: true });
    expect(await flags()).toEqual({ id, downloadRestricted: true, previewViewerRestricted: true });
    expect(await verdict("user-bob", `/${id}/update`, { downloadRestricted: false })).toBe("InvalidInput");
    const together = { downloadRestricted: false, previewViewerRestricted: false };
    expect(await verdict("user-bob", `/${id}/update`, together)).toBe("InvalidInput");
    expect(await verdict("user-bob", `/${id}/update`, { previewViewerRestricted: false })).toBe("ok");
    expect(await verdict("user-bob", `/${id}/update`, { downloadRestricted: true })).toBe("ok");
    expect(await flags()).toEqual({ id, downloadRestricted: true, previewViewerRestricted: false });
    expect(await verdict("user-bob", `/${id}/update`, { downloadRestricted: false })).toBe("ok");
    expect(await flags()).toEqual({ id, downloadRestricted: false, previewViewerRestricted: false });
  });
});

describe("another payer", () => {
  const own = projectId("F");
  const projects = [
    {
      id,
      name: "p",
      billTo: "org-acme",
      permissions: { "user-alice": "ADMINISTER", "user-bob": "ADMINISTER" },
    },
    {
      id: own,
      name: "q",
      billTo: "user-dave",
      permissions: { "user-dave": "ADMINISTER", "user-alice": "ADMINISTER" },
    },
  ];

  test.each([
    ["user-alice", id, "org-lab", "ADMIN", "ok"],
    ["user-alice", id, "user-alice", "ADMIN", "ok"],
    ["user-bob", id, "user-bob", "ADMIN", "PermissionDenied"],
    ["user-bob", id, "user-bob", "MEMBER", "ok"],
    ["user-bob", id, "org-lab", "MEMBER", "PermissionDenied"],
    ["user-bob", id, "org-acme", "ADMIN", "ok"],
    ["user-alice", own, "org-acme", "ADMIN", "PermissionDenied"],
    ["user-dave", own, "org-acme", "ADMIN", "PermissionDenied"],
  ])(
    "%s moves %s to %s, restrictProjectTransfer %s: %s",
    async (user, project, billTo, restrict, expected) => {
      const { ask, verdict } = await open({ ...acme, projects });
      await ask("user-alice", "/org-acme/update", { policies: { restrictProjectTransfer: restrict } });
      expect(await verdict(user, `/${project}/update`, { billTo })).toBe(expected);
    },
  );

  test("does not change who is in", async () => {
    const { ask } = await open({ ...acme, projects });
    await ask("user-alice", `/${id}/update`, { billTo: "org-lab" });
    const { body } = await ask("user-alice", `/${id}/describe`, {
      fields: { billTo: true, permissions: true },
    });
    expect(body).toMatchObject({
      billTo: "org-lab",
      permissions: { "user-alice": "ADMINISTER", "user-bob": "ADMINISTER" },
    });
  });
});

describe("labels", () => {
  test("tags are a set, properties are merged and null deletes", async () => {
    const { ask } = await open(seed);
    await ask("user-carol", `/${id}/addTags`, { tags: ["b", "a", "c", "b"] });
    await ask("user-carol", `/${id}/removeTags`, { tags: ["c", "z"] });
    await ask("user-carol", `/${id}/setProperties`, { properties: { l: "w", m: "x" } });
    await ask("user-carol", `/${id}/setProperties`, { properties: { k: null, m: "y", z: null } });
    expect(
      (await ask("user-carol", `/${id}/describe`, { fields: { tags: true, properties: true } })).body,
    ).toEqual({
      id,
      tags: ["a", "b"],
      properties: { l: "w", m: "y" },
    });
  });
});

test("a destroyed project is gone with its members", async () => {
  const { ask, verdict } = await open(seed);
  expect((await ask("user-bob", `/${id}/destroy`, { terminateJobs: true })).body).toEqual({ id });
  expect(await verdict("user-bob", `/${id}/describe`)).toBe("ResourceNotFound");
  expect((await ask("user-bob", "/system/findProjects", { level: "VIEW" })).body).toEqual({
    results: [],
    next: null,
  });
});
