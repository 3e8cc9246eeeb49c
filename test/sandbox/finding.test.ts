/** Find routes: pages, and the filters on projects (dnanexus.md §3.4, §3.5, §4). */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { acme, ids, open, projectId, results } from "./support.ts";

describe("pages", () => {
  const many = Array.from({ length: 25 }, (_, n) => `user-m${String(n).padStart(2, "0")}`);
  const crowd = {
    users: [{ id: "user-boss" }, ...many.map((id) => ({ id }))],
    orgs: [
      {
        id: "org-crowd",
        members: { "user-boss": "ADMIN", ...Object.fromEntries(many.map((id) => [id, "MEMBER"])) },
      },
    ],
  };

  test("put together are the whole list, whatever their sizes", async () => {
    const { ask } = await open(crowd);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 }),
        async (sizes) => {
          const seen: unknown[] = [];
          let starting: unknown;
          for (let turn = 0; ; turn += 1) {
            const limit = sizes[turn % sizes.length];
            const found = await ask("user-boss", "/org-crowd/findMembers", {
              level: "MEMBER",
              limit,
              ...(starting === undefined ? {} : { starting }),
            });
            expect(ids(found).length).toBeLessThanOrEqual(limit ?? 0);
            seen.push(...ids(found));
            starting = found.body["next"];
            if (starting === null) break;
          }
          expect(seen).toEqual(many);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("end exactly: no empty page after a full last one", async () => {
    const { ask } = await open(crowd);
    const found = await ask("user-boss", "/org-crowd/findMembers", { level: "MEMBER", limit: 25 });
    expect([ids(found).length, found.body["next"]]).toEqual([25, null]);
  });

  test("do not shift when somebody joins or goes meanwhile", async () => {
    const { ask } = await open({ ...crowd, users: [...crowd.users, { id: "user-a" }] });
    const one = await ask("user-boss", "/org-crowd/findMembers", { level: "MEMBER", limit: 10 });
    await ask("user-boss", "/org-crowd/invite", { invitee: "user-a" });
    await ask("user-boss", "/org-crowd/removeMember", { user: many[3] });
    const two = await ask("user-boss", "/org-crowd/findMembers", {
      level: "MEMBER",
      limit: 100,
      starting: one.body["next"],
    });
    expect(ids(two)).toEqual(many.slice(10));
  });

  test.each([
    { limit: 0 },
    { limit: 1001 },
    { limit: 1.5 },
    { limit: "10" },
    { limit: null },
    { starting: "user-m05" },
    { starting: { id: 1 } },
    { starting: 7 },
    { starting: "" },
  ])("%j is InvalidInput", async (body) => {
    const { verdict } = await open(crowd);
    expect(await verdict("user-boss", "/org-crowd/findMembers", body)).toBe("InvalidInput");
  });

  test("a next goes with its filters only", async () => {
    const { ask, verdict } = await open(crowd);
    const { body } = await ask("user-boss", "/org-crowd/findMembers", {
      level: "MEMBER",
      describe: true,
      limit: 5,
    });
    const starting = body["next"];
    const again = { describe: true, limit: 10, starting, level: "MEMBER" };
    expect(await verdict("user-boss", "/org-crowd/findMembers", again)).toBe("ok");
    expect(await verdict("user-boss", "/org-crowd/findMembers", { ...again, level: "ADMIN" })).toBe(
      "InvalidInput",
    );
    expect(await verdict("user-boss", "/org-crowd/findMembers", { limit: 10, starting })).toBe(
      "InvalidInput",
    );
    expect(await verdict("user-boss", "/system/findOrgs", again)).toBe("InvalidInput");
  });
});

const [raw, pub, phi, lent] = [projectId("B"), projectId("F"), projectId("G"), projectId("J")];
const seed = {
  ...acme,
  projects: [
    {
      id: raw,
      name: "raw data",
      billTo: "org-acme",
      tags: ["a", "b"],
      properties: { k: "v" },
      created: 1000,
      permissions: { "user-bob": "ADMINISTER", "user-carol": "VIEW" },
    },
    {
      id: pub,
      name: "public.data",
      billTo: "org-acme",
      tags: ["b"],
      created: 2000,
      region: "azure:westus",
      permissions: { "user-alice": "ADMINISTER", PUBLIC: "VIEW" },
    },
    {
      id: phi,
      name: "PHI [1]",
      billTo: "org-acme",
      containsPHI: true,
      externalUploadRestricted: true,
      created: 3000,
      permissions: { "user-alice": "VIEW", "org-acme": "CONTRIBUTE" },
    },
    {
      id: lent,
      name: "lent",
      billTo: "user-dave",
      properties: { k: "w", l: "" },
      created: 4000,
      permissions: { "user-dave": "ADMINISTER", "org-acme": "VIEW" },
    },
  ],
};

describe("filters on what an org pays for", () => {
  test.each([
    [{}, [raw, pub, phi]],
    [{ id: [raw, lent] }, [raw]],
    [{ name: "raw data" }, [raw]],
    [{ name: "raw" }, []],
    [{ name: { glob: "*data" } }, [raw, pub]],
    [{ name: { glob: "public?data" } }, [pub]],
    [{ name: { glob: "public.data" } }, [pub]],
    [{ name: { glob: "raw.data" } }, []],
    [{ name: { glob: "PHI [1]" } }, [phi]],
    [{ name: { glob: "phi*" } }, []],
    [{ name: { regexp: "^p" } }, [pub]],
    [{ name: { regexp: "^p", flags: "i" } }, [pub, phi]],
    [{ tags: "a" }, [raw]],
    [{ tags: { $and: ["a", "b"] } }, [raw]],
    [{ tags: { $or: ["a", "b"] } }, [raw, pub]],
    [{ tags: { $and: ["b", { $or: ["a", "z"] }] } }, [raw]],
    [{ properties: { k: "v" } }, [raw]],
    [{ properties: { k: true } }, [raw]],
    [{ properties: { k: "w" } }, []],
    [{ properties: { $or: [{ k: "v" }, { k: "z" }] } }, [raw]],
    [{ properties: { $and: [{ k: "v" }, { l: true }] } }, []],
    [{ public: true }, [pub]],
    [{ public: false }, [raw, phi]],
    [{ containsPHI: true }, [phi]],
    [{ containsPHI: false }, [raw, pub]],
    [{ region: "azure:westus" }, [pub]],
    [{ region: ["azure:westus", "aws:us-east-1"] }, [raw, pub, phi]],
    [{ created: { after: 2000 } }, [pub, phi]],
    [{ created: { after: 1500, before: 2500 } }, [pub]],
    [{ tags: "b", public: true }, [pub]],
  ])("%j", async (body, expected) => {
    const { ask } = await open(seed);
    expect(ids(await ask("user-alice", "/org-acme/findProjects", body))).toEqual(expected);
  });

  test.each([
    { name: 1 },
    { name: { regexp: "(" } },
    { tags: 1 },
    { properties: "k" },
    { properties: { k: 1 } },
    { public: "yes" },
    { created: { after: "2020" } },
    { id: raw },
  ])("%j is InvalidInput", async (body) => {
    const { verdict } = await open(seed);
    expect(await verdict("user-alice", "/org-acme/findProjects", body)).toBe("InvalidInput");
  });

  test("level is the ADMIN's own, NONE where they are no member; members are not shown there", async () => {
    const { ask } = await open(seed);
    const found = await ask("user-alice", "/org-acme/findProjects", {
      describe: { fields: { name: true, permissions: true } },
    });
    expect(results(found)).toEqual([
      { id: raw, level: "NONE", public: false, describe: { id: raw, name: "raw data" } },
      {
        id: pub,
        level: "ADMINISTER",
        public: true,
        describe: {
          id: pub,
          name: "public.data",
          permissions: { PUBLIC: "VIEW", "user-alice": "ADMINISTER" },
        },
      },
      {
        id: phi,
        level: "CONTRIBUTE",
        public: false,
        describe: {
          id: phi,
          name: "PHI [1]",
          permissions: { "org-acme": "CONTRIBUTE", "user-alice": "VIEW" },
        },
      },
    ]);
  });
});

describe("finding one's projects", () => {
  test.each([
    ["user-alice", {}, [pub, phi]],
    ["user-alice", { level: "VIEW" }, [pub, phi, lent]],
    ["user-alice", { level: "ADMINISTER" }, [pub]],
    ["user-bob", { level: "VIEW" }, [raw, pub, phi, lent]],
    ["user-bob", { level: "VIEW", explicitPermission: true }, [raw, phi, lent]],
    ["user-bob", { level: "VIEW", public: true }, [pub]],
    ["user-bob", { level: "VIEW", billTo: "user-dave" }, [lent]],
    ["user-bob", { level: "VIEW", externalUploadRestricted: true }, [phi]],
    ["user-bob", { level: "VIEW", name: "lent" }, [lent]],
    ["user-erin", { level: "VIEW" }, [pub]],
    ["user-erin", {}, []],
  ])("%s with %j", async (user, body, expected) => {
    const { ask } = await open(seed);
    expect(ids(await ask(user, "/system/findProjects", body))).toEqual(expected);
  });

  test("says through what", async () => {
    const { ask } = await open(seed);
    const found = await ask("user-alice", "/system/findProjects", { level: "VIEW" });
    expect(results(found)).toEqual([
      { id: pub, level: "ADMINISTER", permissionSources: ["PUBLIC", "user-alice"], public: true },
      { id: phi, level: "CONTRIBUTE", permissionSources: ["org-acme", "user-alice"], public: false },
      { id: lent, level: "VIEW", permissionSources: ["org-acme"], public: false },
    ]);
  });

  test("an org that gives the member nothing is no source", async () => {
    const both = {
      name: "p",
      id: projectId("K"),
      billTo: "user-dave",
      permissions: { "org-acme": "VIEW", PUBLIC: "VIEW" },
    };
    const { ask } = await open({ ...seed, projects: [...seed.projects, both] });
    await ask("user-alice", "/org-acme/setMemberAccess", {
      "user-bob": { level: "MEMBER", projectAccess: "NONE" },
    });
    const explicit = await ask("user-bob", "/system/findProjects", {
      level: "VIEW",
      explicitPermission: true,
    });
    expect(ids(explicit)).toEqual([raw]);
    const all = await ask("user-bob", "/system/findProjects", { level: "VIEW", name: "p" });
    expect(results(all)).toMatchObject([{ id: both.id, permissionSources: ["PUBLIC"] }]);
  });
});
