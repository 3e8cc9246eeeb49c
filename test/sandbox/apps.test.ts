/** Apps and global workflows (dnanexus.md §3.7). */
import { describe, expect, test } from "vitest";
import { acme, ids, open, results } from "./support.ts";

const first = `app-${"B".repeat(24)}`;
const second = `app-${"F".repeat(24)}`;
const flow = `globalworkflow-${"G".repeat(24)}`;
const seed = {
  ...acme,
  apps: [
    {
      id: first,
      name: "qc",
      version: "1.0.0",
      title: "QC",
      billTo: "org-acme",
      createdBy: "user-bob",
      developers: ["user-bob"],
    },
    {
      id: second,
      name: "qc",
      version: "1.0.1",
      billTo: "org-acme",
      createdBy: "user-bob",
      developers: ["user-bob"],
      categories: ["x"],
    },
    { name: "open", version: "1", billTo: "user-dave", authorizedUsers: ["PUBLIC"], published: false },
    { id: flow, class: "globalworkflow", name: "qc", version: "2", billTo: "user-bob" },
  ],
};

describe("addressing", () => {
  test.each([
    ["/app-qc", second],
    ["/app-qc/1.0.0", first],
    ["/app-qc/1.0.1", second],
    [`/${first}`, first],
    ["/globalworkflow-qc", flow],
    ["/globalworkflow-qc/2", flow],
    [`/${flow}`, flow],
  ])("%s is %s", async (path, id) => {
    const { ask } = await open(seed);
    expect((await ask("user-bob", `${path}/describe`)).body).toMatchObject({ id, name: "qc" });
  });

  test.each(["/app-qc/9", "/app-flow", "/app-none", `/${flow.replace("globalworkflow", "app")}`])(
    "%s is nothing",
    async (path) => {
      const { verdict } = await open(seed);
      expect(await verdict("user-bob", `${path}/describe`)).toBe("ResourceNotFound");
    },
  );
});

describe("the lists", () => {
  test("belong to the name: added by name, listed by version", async () => {
    const { ask } = await open(seed);
    const authorizedUsers = ["user-carol", "org-lab", "user-carol", "PUBLIC"];
    expect((await ask("user-bob", "/app-qc/addAuthorizedUsers", { authorizedUsers })).body).toEqual({
      id: second,
    });
    const listed = { authorizedUsers: ["PUBLIC", "org-lab", "user-carol"] };
    expect((await ask("user-bob", "/app-qc/1.0.0/listAuthorizedUsers")).body).toEqual(listed);
    expect((await ask("user-bob", `/${first}/describe`)).body).toMatchObject(listed);
  });

  test.each(["AuthorizedUsers", "Developers"])(
    "%s: unknown on add is an error, on remove it is not",
    async (noun) => {
      const { ask, verdict } = await open(seed);
      const key = noun === "Developers" ? "developers" : "authorizedUsers";
      for (const unknown of ["user-nobody", "org-nobody", "nobody", "nobody@example.com"]) {
        const body = { [key]: ["user-carol", unknown] };
        expect(await verdict("user-bob", `/app-qc/add${noun}`, body)).toBe("ResourceNotFound");
        expect(await verdict("user-bob", `/app-qc/remove${noun}`, body)).toBe("ok");
      }
      expect((await ask("user-bob", `/app-qc/list${noun}`)).body[key]).not.toContain("user-carol");
      expect(await verdict("user-bob", `/app-qc/add${noun}`, { [key]: "user-carol" })).toBe("InvalidInput");
      expect(await verdict("user-bob", `/app-qc/add${noun}`, {})).toBe("InvalidInput");
    },
  );

  test("an org lets in those of its members who have app access", async () => {
    const { ask, verdict } = await open(seed);
    await ask("user-alice", "/org-acme/setMemberAccess", {
      "user-carol": { level: "MEMBER", appAccess: false },
    });
    await ask("user-bob", "/app-qc/addAuthorizedUsers", { authorizedUsers: ["org-acme"] });
    expect(await verdict("user-alice", "/app-qc/describe")).toBe("ok");
    expect(await verdict("user-carol", "/app-qc/describe")).toBe("PermissionDenied");
    await ask("user-bob", "/app-qc/removeAuthorizedUsers", { authorizedUsers: ["org-acme"] });
    expect(await verdict("user-alice", "/app-qc/describe")).toBe("PermissionDenied");
  });
});

test("another payer is for all versions, and needs the right to bill", async () => {
  const { ask, verdict } = await open(seed);
  expect(await verdict("user-bob", "/app-qc/update", { billTo: "org-lab" })).toBe("PermissionDenied");
  expect(await verdict("user-bob", "/app-qc/update", { billTo: "org-nobody" })).toBe("ResourceNotFound");
  expect((await ask("user-bob", "/app-qc/update", { billTo: "user-bob" })).body).toEqual({ id: second });
  expect((await ask("user-bob", `/${first}/describe`)).body).toMatchObject({ billTo: "user-bob" });
});

describe("finding", () => {
  test.each([
    ["user-bob", "/system/findApps", {}, ["open", "qc"]],
    ["user-bob", "/system/findApps", { name: "qc" }, ["qc"]],
    ["user-bob", "/system/findApps", { name: "qc", allVersions: true }, ["qc", "qc"]],
    ["user-bob", "/system/findApps", { name: { glob: "q?" } }, ["qc"]],
    ["user-bob", "/system/findApps", { published: true }, ["qc"]],
    ["user-bob", "/system/findApps", { published: false }, ["open"]],
    ["user-bob", "/system/findApps", { category: "x" }, ["qc"]],
    ["user-bob", "/system/findApps", { category: "y" }, []],
    ["user-bob", "/system/findApps", { createdBy: "user-dave" }, ["open"]],
    ["user-bob", "/system/findApps", { developer: "user-bob" }, ["qc"]],
    ["user-bob", "/system/findApps", { authorizedUser: "PUBLIC" }, ["open"]],
    ["user-bob", "/system/findApps", { billTo: "org-acme" }, ["qc"]],
    ["user-bob", "/system/findApps", { created: { after: 1 } }, ["open", "qc"]],
    ["user-bob", "/system/findApps", { modified: { before: 1 } }, []],
    ["user-carol", "/system/findApps", {}, ["open"]],
    ["user-bob", "/system/findGlobalWorkflows", {}, ["qc"]],
    ["user-carol", "/system/findGlobalWorkflows", {}, []],
    ["user-alice", "/org-acme/findApps", {}, ["qc"]],
    ["user-alice", "/org-acme/findApps", { allVersions: true }, ["qc", "qc"]],
    ["user-alice", "/org-lab/findApps", {}, []],
  ])("%s %s %j: %j", async (user, path, body, names) => {
    const { ask } = await open(seed);
    const found = await ask(user, path, { ...body, describe: { fields: { name: true } } });
    expect(results(found).map((one) => one["describe"])).toEqual(
      expect.arrayContaining(names.map((name) => expect.objectContaining({ name }))),
    );
    expect(ids(found)).toHaveLength(names.length);
    expect(found.body).toHaveProperty("next", null);
  });
});
