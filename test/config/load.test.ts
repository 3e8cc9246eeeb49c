import { expect, test } from "vitest";
import { load, now, resources } from "./support.ts";

const head = "platform: orbit\norganization: org-acme\n";

/** Everything of a resource but where it stands. */
async function plain(members: string, at?: Date) {
  const { configuration, findings } = await load(
    { "a.yaml": head + members },
    at === undefined ? {} : { now: at },
  );
  if (configuration === null) throw new Error(JSON.stringify(findings));
  return configuration.connections.flatMap(({ desired }) =>
    [...desired.resources.values()].map(({ source: _, attributes, ...rest }) => ({
      ...rest,
      attributes: { ...attributes },
    })),
  );
}

test("shorthands, lists, groups, labels: the same resources however they are written", async () => {
  const short = await plain(
    "members: { user-Bob: ADMIN }\nlabels: [raw]\nprojects:\n  data:\n    overrides: { copy: no-one }\n    grants: { PUBLIC: VIEW }\n",
  );
  const long = await plain(
    "members:\n  user-bob:\n    level: ADMIN\nlabels: { raw: {} }\nprojects: { data: { name: data, overrides: { copy: no-one }, grants: { PUBLIC: { level: VIEW } } } }\n",
  );
  expect(short).toEqual(long);
  expect(short).toMatchInlineSnapshot(`
    [
      {
        "address": "org-acme",
        "attributes": {},
        "key": "org-acme",
        "kind": "organization",
      },
      {
        "address": "org-acme/members/user-bob",
        "attributes": {
          "level": "ADMIN",
        },
        "key": "user-bob",
        "kind": "member",
      },
      {
        "address": "org-acme/labels/raw",
        "attributes": {},
        "key": "raw",
        "kind": "label",
      },
      {
        "address": "org-acme/projects/data",
        "attributes": {
          "name": "data",
          "overrides.copy": "no-one",
        },
        "key": "data",
        "kind": "project",
      },
      {
        "address": "org-acme/projects/data/grants/PUBLIC",
        "attributes": {
          "level": "VIEW",
        },
        "key": "PUBLIC",
        "kind": "grant",
      },
    ]
  `);
});

test("parents stand before children, over files too", async () => {
  const found = await resources({
    "a.yaml": `${head}projects: { p: { grants: { user-a: VIEW } } }\n`,
    "b.yaml": `${head}name: Acme\nprojects: { q: {} }\n`,
  });
  expect(found.map(({ address }) => address)).toEqual([
    "org-acme",
    "org-acme/projects/p",
    "org-acme/projects/p/grants/user-a",
    "org-acme/projects/q",
  ]);
  expect(found[0]?.attributes["name"]).toBe("Acme");
  expect(found[0]?.source?.position()).toEqual({ file: "a.yaml", line: 2, column: 15 });
  expect(found[3]?.source?.position()).toEqual({ file: "b.yaml", line: 4, column: 13 });
  expect(found[3]?.source?.excerpt()).toBe("projects: { q: {} }");
});

test("null means the default, or not set", async () => {
  const [, member, project] = await plain(
    "members: { user-a: { level: MEMBER, access: null } }\nprojects: { p: { summary: null, region: ~, overrides: { copy: null } } }\n",
  );
  expect(member?.attributes).toEqual({ level: "MEMBER", access: "EDIT" });
  expect(project?.attributes).toEqual({
    name: "p",
    summary: null,
    region: "eu",
    "overrides.copy": "all-members",
  });
});

test("keys are as they are spelled, and addresses keep their slashes apart", async () => {
  const [, ...projects] = await plain(
    "projects: { 007: {}, 1e3: {}, null: {}, true: {}, a/b%: {}, 0x1F: {} }\n",
  );
  expect(projects.map(({ address, key }) => [address, key])).toEqual([
    ["org-acme/projects/007", "007"],
    ["org-acme/projects/1e3", "1e3"],
    ["org-acme/projects/null", "null"],
    ["org-acme/projects/true", "true"],
    ["org-acme/projects/a%2Fb%25", "a/b%"],
    ["org-acme/projects/0x1F", "0x1F"],
  ]);
  expect(projects[0]?.attributes).toEqual({ name: "007" });
});

test("what every resource can have", async () => {
  const [, , absent, project] = await plain(
    "members:\n  user-a: { level: ADMIN, state: present, id: 7, previously: [user-Z] }\n  user-b: { state: absent }\nprojects: { p: { id: project-1, previously: [old] } }\n",
  );
  expect(absent).toMatchObject({ state: "absent", absentBecause: "configured", attributes: {} });
  expect(project).toMatchObject({ id: "project-1", previously: ["old"] });
  const [, present] = await plain(
    "members: { user-a: { level: ADMIN, state: present, id: 7, previously: [user-Z] } }\n",
  );
  expect(present).toMatchObject({ id: "7", state: "present", previously: ["user-z"] });
});

test("an end holds through its day, UTC", async () => {
  const text = "members: { user-a: { level: ADMIN, expires: 2026-11-23 } }\n";
  const [, last] = await plain(text, new Date("2026-11-23T23:59:59.999Z"));
  expect(last).not.toHaveProperty("state");
  expect(last).toMatchObject({ expires: "2026-11-23" });
  const [, over] = await plain(text, new Date("2026-11-24T00:00:00Z"));
  expect(over).toMatchObject({ expires: "2026-11-23", state: "absent", absentBecause: "expired" });
  const [, both] = await plain(text.replace("level: ADMIN", "state: absent"), new Date("2027-01-01"));
  expect(both).toMatchObject({ state: "absent", absentBecause: "configured" });
});

test("what is managed: the written collections, by `manage` or the kind", async () => {
  const { configuration } = await load({
    "a.yaml": `${head}members: {}\nlabels: []\n`,
    "b.yaml": `${head}manage: { members: additive, projects.grants: ignore }\nprojects: { p: { grants: {} }, q: {} }\n`,
  });
  expect([...(configuration?.connections[0]?.desired.managed ?? [])]).toEqual([
    ["org-acme/members", "additive"],
    ["org-acme/labels", "additive"],
    ["org-acme/projects", "authoritative"],
    ["org-acme/projects/p/grants", "ignore"],
  ]);
});

test("the digest is that of the meaning", async () => {
  const digest = async (files: Record<string, string>, at = now) => {
    const { configuration, findings } = await load(files, { now: at });
    if (configuration === null) throw new Error(JSON.stringify(findings));
    return configuration.digest;
  };
  const base = `${head}name: Acme\nmembers:\n  user-a: ADMIN\n  user-b: { level: MEMBER, expires: 2026-12-01 }\nlabels: [x, y]\n`;
  const one = await digest({ "a.yaml": base });
  expect(one).toMatch(/^[0-9a-f]{64}$/);
  const same: Record<string, string>[] = [
    { "b.yaml": `# hello\n${base}`.replaceAll("\n", "\r\n") },
    {
      "x/1.yaml": `${head}labels: { y: {}, x: {} }\nname: Acme\n`,
      "x/2.yaml": `organization: org-ACME\nplatform: orbit\nmembers: { user-B: { expires: 2026-12-01, level: MEMBER }, user-a: ADMIN }\n`,
    },
    { "a.yaml": base, "charter.yaml": "store: elsewhere\n" },
    { "a.yaml": base, "charter.yaml": 'policies: { p: { for: "*/members", keys: "user-*" } }\n' },
    { "a.yaml": base, "charter.yaml": "guards: { removals: { ratio: 0.25 } }\n" },
  ];
  for (const files of same) expect(await digest(files)).toBe(one);
  expect(await digest({ "a.yaml": base }, new Date("2028-01-01"))).toBe(one);
  const other: Record<string, string>[] = [
    { "a.yaml": base.replace("ADMIN", "MEMBER") },
    { "a.yaml": base.replace("2026-12-01", "2026-12-02") },
    { "a.yaml": base.replace("name: Acme\n", "") },
    { "a.yaml": `${base}projects: {}\n` },
    { "a.yaml": `${base}manage: { labels: ignore }\n` },
    { "a.yaml": base.replace("user-a: ADMIN", "user-a: { state: absent }") },
    { "a.yaml": base.replace("user-a: ADMIN", "user-a: { level: ADMIN, previously: [user-z] }") },
    { "a.yaml": base, "charter.yaml": "guards: { admins: { minimum: 2 } }\n" },
    {
      "a.yaml": base,
      "charter.yaml": "connections: { orbit: { platform: orbit, url: 'http://localhost:1' } }\n",
    },
  ];
  const digests = await Promise.all(other.map((files) => digest(files)));
  expect(new Set([one, ...digests]).size).toBe(other.length + 1);
});
