/** What a person sees for files that are wrong: code, sentence, line and column. All of it in one pass. */
import { open } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadConfiguration } from "../../src/config/load.ts";
import { platforms } from "./platform.ts";
import { folder, line, load, now, said, saidOf } from "./support.ts";

const head = "platform: orbit\norganization: org-acme\n";

test("syntax errors, one a file, in every file", async () => {
  expect(
    await said({
      "a.yaml": `${head}members: [user-a\nlabels: []\n`,
      "b.yaml": `${head}members:\n\tuser-a: ADMIN\n`,
      "c.json": '{"platform": "orbit", "organization": org-acme}',
      "d.json": '{"platform": "orbit",\n  "organization": "org-acme",\n}',
      "e.yaml": `%YAML 1.1\n---\n${head}`,
      "f.yaml": `${head}? [a]\n: 1\n: 2\n`,
    }),
  ).toMatchInlineSnapshot(`
    [
      "a.yaml:4:1 config/syntax: Not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ].",
      "b.yaml:4:1 config/syntax: Not valid YAML: Tabs are not allowed as indentation. Use spaces.",
      "c.json:1:39 config/syntax: Not valid JSON: Unexpected token 'o'.",
      "d.json:3:1 config/syntax: Not valid JSON: Expected double-quoted property name.",
      "e.yaml:1:1 config/syntax: YAML 1.1 reads some words differently; take the %YAML line out.",
      "f.yaml:3:3 config/syntax: A map or list cannot be a key; a key is text.",
      "f.yaml:5:1 config/syntax: A key is empty; write a name before the colon.",
    ]
  `);
});

test("the line is shown", async () => {
  const { findings, configuration } = await load({ "a.yaml": `${head}members:\r\n  user-a: ADMN\r\n` });
  expect(configuration).toBeNull();
  expect(findings).toMatchInlineSnapshot(`
    [
      {
        "address": "org-acme/members/user-a",
        "code": "config/unknown-value",
        "excerpt": "  user-a: ADMN",
        "message": "level is "ADMN"; did you mean "ADMIN"? Allowed: ADMIN, MEMBER.",
        "position": {
          "column": 11,
          "file": "a.yaml",
          "line": 4,
        },
        "severity": "error",
      },
    ]
  `);
});

test("a key twice in one file, and over two, names both places", async () => {
  expect(
    await said({
      "a.yaml": `${head}name: A\nmembers:\n  user-a: ADMIN\n  user-a: MEMBER\nmanage: { labels: ignore }\n`,
      "b.yaml": `${head}name: B\nmembers:\n  user-a: ADMIN\n  user-b: ADMIN\nmanage: { labels: ignore }\nlabels: [x, x]\n`,
      "c.yaml": `${head}labels: { x: {}, y: {} }\n---\n${head}labels: { y: {} }\n`,
      "d.json": '{"platform": "orbit", "organization": "org-d", "name": "D", "name": "E"}',
    }),
  ).toMatchInlineSnapshot(`
    [
      "a.yaml:6:3 config/duplicate-key: "user-a" is written twice: here and at a.yaml:5:3; keep one of them.",
      "b.yaml:3:1 config/duplicate-key: "name" is written twice: here and at a.yaml:3:1; keep one of them.",
      "b.yaml:5:3 config/duplicate-key: "user-a" is written twice: here and at a.yaml:5:3; keep one of them.",
      "b.yaml:7:11 config/duplicate-key: manage.labels is written twice: here and at a.yaml:7:11; keep one of them.",
      "b.yaml:8:13 config/duplicate-key: "x" is written twice: here and at b.yaml:8:10; keep one of them.",
      "c.yaml:3:11 config/duplicate-key: "x" is written twice: here and at b.yaml:8:10; keep one of them.",
      "c.yaml:7:11 config/duplicate-key: "y" is written twice: here and at c.yaml:3:18; keep one of them.",
      "d.json:1:61 config/duplicate-key: "name" is written twice: here and at d.json:1:48; keep one of them.",
    ]
  `);
});

test("a person twice in two spellings is one person", async () => {
  expect(await saidOf("members:\n  user-Bob: ADMIN\n  user-bob: MEMBER\n")).toMatchInlineSnapshot(`
    [
      "acme.yaml:5:3 config/duplicate-key: "user-bob" is written twice (upper and lower case are one): here and at acme.yaml:4:3; keep one of them.",
    ]
  `);
});

test("unknown keys, levels, flags and platforms come with the nearest name", async () => {
  expect(
    await said({
      "a.yaml": [
        "platform: orbit",
        "organization: org-acme",
        "memebrs: {}",
        "members:",
        "  user-a: ADMN",
        "  user-b: { level: MEMBER, biling: true }",
        "  user-c: { lvl: MEMBER }",
        "manage: { project: additive, labels: adative }",
        "projects:",
        "  raw:",
        "    copy: no-one",
        "    overrides.copy: no-one",
        "    overrides: { copy: none, downlaod: no-one }",
        "    expires: 2027-01-01",
        "    grants: { user-a: VEIW }",
        "",
      ].join("\n"),
      "b.yaml": "platform: orbti\norganization: org-b\n",
      "c.yaml": "platform: [orbit]\n",
      "d.yaml": "platform:\norganization: org-d\n",
    }),
  ).toMatchInlineSnapshot(`
    [
      "a.yaml:3:1 config/unknown-key: "memebrs" is not known here; did you mean "members"? Known: platform, organization, connection, manage, state, previously, name, policies, members, labels, projects.",
      "a.yaml:5:11 config/unknown-value: level is "ADMN"; did you mean "ADMIN"? Allowed: ADMIN, MEMBER.",
      "a.yaml:6:28 config/unknown-key: "biling" is not known here; did you mean "billing"? Known: id, state, expires, previously, level, billing, access.",
      "a.yaml:7:3 config/missing: "user-c" needs level: one of ADMIN, MEMBER.",
      "a.yaml:7:13 config/unknown-key: "lvl" is not known here; did you mean "level"? Known: id, state, expires, previously, level, billing, access.",
      "a.yaml:8:11 config/unknown-key: "project" is not known in manage; did you mean "projects"? Known: members, labels, projects, projects.grants.",
      "a.yaml:8:38 config/unknown-value: manage.labels is "adative"; did you mean "additive"? Allowed: authoritative, additive, ignore.",
      "a.yaml:11:5 config/unknown-key: "copy" stands under "overrides": write overrides: { copy: … }.",
      "a.yaml:12:5 config/unknown-key: Write overrides: { copy: … } instead of "overrides.copy".",
      "a.yaml:13:24 config/unknown-value: overrides.copy is "none"; did you mean "no-one"? Allowed: all-members, no-one.",
      "a.yaml:13:30 config/unknown-key: "downlaod" is not known in overrides; did you mean "download"? Known: copy, download.",
      "a.yaml:14:5 config/unknown-key: "expires" does not belong to a project: only what gives somebody access can end on a day.",
      "a.yaml:15:23 config/unknown-value: level is "VEIW"; did you mean "VIEW"? Allowed: VIEW, EDIT, OWN.",
      "b.yaml:1:11 config/unknown-platform: platform is "orbti"; did you mean "orbit"? Known: orbit, comet.",
      "c.yaml:1:11 config/unknown-platform: platform is a list. Known: orbit, comet. If this file is not an organization, keep it in another folder or in one whose name starts with a dot.",
      "d.yaml:1:10 config/missing: An organization needs its platform: write platform: orbit. Known: orbit, comet.",
    ]
  `);
});

test("values of the wrong type or form", async () => {
  expect(
    await saidOf(
      [
        "name: 5",
        "policies: true",
        "members: [user-a]",
        "labels: 7",
        "projects:",
        "  a: { limit: -1, tools: [x, 2], name: '' }",
        "  b: text",
        "  c: { previously: old, id: {}, state: gone }",
        "  d: { summary: [] }",
        "  e: { limit: .inf, tools: x }",
        "",
      ].join("\n"),
    ),
  ).toMatchInlineSnapshot(`
    [
      "acme.yaml:3:7 config/wrong-type: name is 5; write text.",
      "acme.yaml:4:11 config/wrong-type: policies is not a map; write { visibility: … } or leave the line out.",
      "acme.yaml:5:10 config/wrong-type: members is a list; write a map of keys: each member has attributes.",
      "acme.yaml:6:9 config/wrong-type: labels is 7; write a map or a list of keys.",
      "acme.yaml:8:15 config/wrong-value: limit is -1; it must be at least 0.",
      "acme.yaml:8:30 config/wrong-type: tools.1 is 2; write text.",
      "acme.yaml:8:40 config/wrong-value: name is ""; it must have at least 1 character.",
      "acme.yaml:9:6 config/wrong-type: "b" is "text"; write a map, for example "b": {}.",
      "acme.yaml:10:20 config/wrong-type: previously is a list of former keys: write [old].",
      "acme.yaml:10:29 config/wrong-type: id is the platform's own id: write it as text.",
      "acme.yaml:10:40 config/unknown-value: state is "gone". Allowed: present, absent.",
      "acme.yaml:11:17 config/wrong-type: summary is a list; write text.",
      "acme.yaml:12:15 config/wrong-value: ".inf" is a number that cannot be kept exactly; write it in quotes if it is text.",
      "acme.yaml:12:28 config/wrong-type: tools is "x"; write a list.",
    ]
  `);
});

test("nothing after a colon is neither empty nor omitted", async () => {
  expect(
    await saidOf(
      "name:\npolicies:\n  visibility:\nmembers:\nmanage:\nlabels: {}\nprojects:\n  a:\n  b: { name: null, region: null, summary: null, grants: { user-a: } }\n  c: { overrides: , state: }\n",
    ),
  ).toMatchInlineSnapshot(`
    [
      "acme.yaml:3:6 config/null: name has no value; write text, or leave the line out if it is not to be managed.",
      "acme.yaml:6:9 config/null: members has nothing after it. Write members: {} if there shall be none, or leave the line out if they are not to be managed.",
      "acme.yaml:7:8 config/null: manage is nothing; write { members: authoritative | additive | ignore }.",
      "acme.yaml:10:5 config/null: "a" has nothing after it; write {} if it shall be there, or leave the line out.",
      "acme.yaml:11:14 config/null: name has no value; write text, or leave the line out if it is not to be managed.",
      "acme.yaml:11:67 config/null: "user-a" has nothing after it; write a level if it shall be there, or leave the line out.",
      "acme.yaml:12:19 config/null: overrides has nothing after it; write { copy: … } or leave the line out.",
      "acme.yaml:12:28 config/null: state has no value; write one or leave the line out.",
    ]
  `);
});

test("keys that nobody can have", async () => {
  expect(
    await said({
      "a.yaml": `${head}members:\n  alice: ADMIN\n  '': ADMIN\n__proto__: { x: 1 }\nconstructor: 2\nlabels: [a, B, {}]\nprojects: { __proto__: {}, constructor: {} }\n`,
      "b.json":
        '{"platform":"orbit","organization":"org-b","members":{"__proto__":{"level":"ADMIN"},"user-b":{"__proto__":{}}}}',
      "c.yaml": "platform: orbit\norganization: acme\n",
      "d.yaml": "platform: orbit\norganization: {}\n",
      "e.yaml": "platform: orbit\nmembers: {}\n",
    }),
  ).toMatchInlineSnapshot(`
    [
      "a.yaml:4:3 config/wrong-key: "alice" cannot be a key of members: A person is user- and a handle. For example: user-alice",
      "a.yaml:5:3 config/syntax: A key is empty; write a name before the colon.",
      "a.yaml:6:1 config/unknown-key: "__proto__" is not known here. Known: platform, organization, connection, manage, state, previously, name, policies, members, labels, projects.",
      "a.yaml:7:1 config/unknown-key: "constructor" is not known here. Known: platform, organization, connection, manage, state, previously, name, policies, members, labels, projects.",
      "a.yaml:8:13 config/wrong-key: "B" cannot be a key of labels: A label is a word in small letters. For example: raw",
      "a.yaml:8:16 config/wrong-type: labels holds a map; write keys as text, for example raw.",
      "b.json:1:55 config/wrong-key: "__proto__" cannot be a key of members: A person is user- and a handle. For example: user-alice",
      "b.json:1:85 config/missing: "user-b" needs level: one of ADMIN, MEMBER.",
      "b.json:1:95 config/unknown-key: "__proto__" is not known here. Known: id, state, expires, previously, level, billing, access.",
      "c.yaml:2:15 config/wrong-key: organization is "acme": An organization is org- and a handle. For example: org-acme",
      "d.yaml:2:15 config/wrong-key: organization is a map: An organization is org- and a handle. For example: org-acme",
      "e.yaml:1:1 config/missing: An organization needs its key: write organization: org-acme",
    ]
  `);
});

test("prototype names are ordinary labels where any label is", async () => {
  const { configuration } = await load({ "a.yaml": `${head}projects: { __proto__: {}, constructor: {} }\n` });
  expect([...(configuration?.connections[0]?.desired.resources.keys() ?? [])]).toEqual([
    "org-acme",
    "org-acme/projects/__proto__",
    "org-acme/projects/constructor",
  ]);
  expect(Object.getPrototypeOf({}).x).toBeUndefined();
});

test("aliases: a bomb, a circle, nothing; as a key", async () => {
  const bomb = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]"];
  for (let each = 1; each < 12; each += 1) {
    bomb.push(
      `a${each}: &a${each} [${Array(10)
        .fill(`*a${each - 1}`)
        .join(",")}]`,
    );
  }
  const started = performance.now();
  expect(
    await said({
      "a.yaml": `${head}${bomb.join("\n")}\n`,
      "b.yaml": `${head}projects: &p\n  raw: *p\n`,
      "c.yaml": `${head}members: *nobody\n`,
      "d.yaml": `${head}name: &n x\nprojects: { *n : {} }\n`,
      "e.yaml": `${head}projects:\n  <<: 5\n  raw: {}\n`,
      "foreign.yaml": bomb.join("\n"),
    }),
  ).toMatchInlineSnapshot(`
    [
      "a.yaml:8:38 config/alias: The aliases of this document stand for more than 1000000 values; write fewer of them.",
      "b.yaml:4:8 config/alias: The alias *p stands for something that holds it.",
      "c.yaml:3:10 config/alias: The alias *nobody stands for nothing that is written before it.",
      "d.yaml:4:13 config/alias: An alias cannot be a key; write the key itself.",
      "e.yaml:4:3 config/wrong-type: \`<<\` takes a map, an alias of one, or a list of these; write "<<" in quotes if it is a key.",
    ]
  `);
  expect(performance.now() - started).toBeLessThan(5000);
});

test("aliases and merge keys that are fine", async () => {
  const { configuration } = await load({
    "a.yaml": `${head}members:\n  user-a: &m { level: MEMBER, access: VIEW }\n  user-b: *m\n  user-c: { <<: *m, access: NONE }\n  user-d: { <<: [ { access: EDIT }, *m ] }\n`,
  });
  const members = [...(configuration?.connections[0]?.desired.resources.values() ?? [])].slice(1);
  expect(members.map(({ key, attributes }) => [key, { ...attributes }])).toEqual([
    ["user-a", { level: "MEMBER", access: "VIEW" }],
    ["user-b", { level: "MEMBER", access: "VIEW" }],
    ["user-c", { level: "MEMBER", access: "NONE" }],
    ["user-d", { level: "MEMBER", access: "EDIT" }],
  ]);
});

test("a file of 50 MB is not read", async () => {
  await using made = await folder({ "a.yaml": "platform: orbit\n", "small.yaml": `${head}` });
  const handle = await open(join(made.path, "a.yaml"), "r+");
  await handle.truncate(50 * 1024 * 1024);
  await handle.close();
  const before = process.memoryUsage().rss;
  const { findings } = await loadConfiguration({ directory: made.path, platforms, now });
  expect(findings.map(line)).toMatchInlineSnapshot(`
    [
      "a.yaml:1:1 config/too-large: a.yaml has 50 MiB; files above 20 MiB are not read. Split it, or raise the limit.",
    ]
  `);
  expect(process.memoryUsage().rss - before).toBeLessThan(40 * 1024 * 1024);
  const limited = await loadConfiguration({ directory: made.path, platforms, now, maxFileSize: 10 });
  expect(limited.findings.map(line)).toContainEqual(expect.stringContaining("small.yaml has 39 bytes"));
});

test("too deep", async () => {
  const found = await said({
    "a.yaml": `${head}name: ${"[".repeat(200)}${"]".repeat(200)}\n`,
    "b.yaml": `${head}name: ${"[".repeat(50_000)}${"]".repeat(50_000)}\n`,
    "c.json": `{"platform":"orbit","organization":"org-a","name":${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
    "foreign.yaml": "[".repeat(50_000),
  });
  // Where the library gives up depends on the stack.
  expect(found.map((each) => each.replace(/^(b.yaml:3|c.json:1):\d+/, "$1:N"))).toEqual([
    "a.yaml:3:106 config/depth: Nested more than 100 levels deep.",
    "b.yaml:3:N config/depth: Nested too deeply.",
    "c.json:1:N config/depth: Nested too deeply.",
  ]);
});

test("an empty file, a file of comments, a folder of nothing", async () => {
  const found = await said({
    "a.yaml": "",
    "b.yaml": "# nothing\n",
    "c.yaml": "---\n---\n",
    "d.json": " \n",
  });
  expect(found.map((each) => each.replace(/in \/.*?:/, "in FOLDER:"))).toEqual([
    "warning config/empty: There is no organization in FOLDER: a file of one starts with platform: (orbit, comet) and organization:.",
    "a.yaml:1:1 note config/empty: a.yaml is empty.",
    "d.json:1:1 note config/empty: d.json is empty.",
  ]);
  const { configuration } = await load({});
  expect(configuration?.connections).toEqual([]);
});

test("characters that hide what a file says", async () => {
  expect(
    await said({
      "a.yaml": `${head}# a comment ${"\u202e"}desrever\nmembers:\n  user-a${"\u200f"}: ADMIN\nname: "x\\u2066y"\n`,
      "b.yaml": `${head}name: "a\\x1b[31m"\nprojects:\n  "a\\tb": {}\n  "lone \\ud800": {}\n  fine: { summary: "two\\nlines, \\ud83d\\ude00" }\n`,
      "c.json": '{"platform":"orbit","organization":"org-c","name":"\\u0000"}',
      "d.yaml": `${head}name: "bell ${"\u0007"}"\n`,
      "foreign.yaml": "a: \u202e\n",
    }),
  ).toMatchInlineSnapshot(`
    [
      "a.yaml:3:13 config/hidden-character: U+202E (right-to-left override) stands here: the text does not look like what it says; take the character out.",
      "a.yaml:5:3 config/wrong-key: "user-a\\u200f" cannot be a key of members: A person is user- and a handle. For example: user-alice",
      "a.yaml:5:9 config/hidden-character: U+200F (right-to-left mark) stands here: the text does not look like what it says; take the character out.",
      "a.yaml:6:7 config/hidden-character: "x\\u2066y" holds U+2066 (left-to-right isolate); a value cannot hold it, take it out.",
      "b.yaml:3:1 config/duplicate-key: "name" is written twice: here and at a.yaml:6:1; keep one of them.",
      "b.yaml:3:7 config/hidden-character: "a\\u001b[31m" holds U+001B (escape); a value cannot hold it, take it out.",
      "b.yaml:5:3 config/hidden-character: "a\\tb" holds U+0009 (tab); a key cannot hold it, take it out.",
      "b.yaml:6:3 config/hidden-character: "lone \\ud800" holds U+D800 (half a surrogate pair); a key cannot hold it, take it out.",
      "c.json:1:51 config/hidden-character: "\\u0000" holds U+0000 (control character); a value cannot hold it, take it out.",
      "d.yaml:3:1 config/duplicate-key: "name" is written twice: here and at a.yaml:6:1; keep one of them.",
      "d.yaml:3:13 config/hidden-character: U+0007 (control character) stands here: the text does not look like what it says; take the character out.",
    ]
  `);
});

test("bytes that are not UTF-8", async () => {
  expect(
    await said({
      "a.yaml": Buffer.concat([Buffer.from(`${head}name: `), Buffer.from([0xff])]),
      "b.yaml": Buffer.from(`\ufeff${head}`, "utf16le"),
      "foreign.json": Buffer.from([0xff, 0x00]),
    }),
  ).toMatchInlineSnapshot(`
    [
      "a.yaml:1:1 config/encoding: a.yaml is not UTF-8 text; save it as UTF-8.",
      "b.yaml:1:1 config/encoding: b.yaml is not UTF-8 text; save it as UTF-8.",
    ]
  `);
});

test("a byte order mark and CRLF are nothing special", async () => {
  const text = `\ufeff${head}name: A\nmembers:\n  user-a: ADMIN\n`.replaceAll("\n", "\r\n");
  expect(
    await said({ "a.yaml": text, "b.json": '\ufeff{"platform":"orbit","organization":"org-b"}' }),
  ).toEqual([]);
});

test("tags", async () => {
  expect(
    await saidOf("name: !!js/function 'x'\nprojects: !custom { a: !!int x, b: { summary: !!str 5 } }\n"),
  ).toMatchInlineSnapshot(`
    [
      "acme.yaml:3:7 config/tag: The tag "!!js/function" is not plain YAML; take it out.",
      "acme.yaml:4:11 config/tag: The tag "!custom" is not plain YAML; take it out.",
      "acme.yaml:4:24 config/tag: The tag "!!int" is not plain YAML; take it out.",
      "acme.yaml:4:30 config/wrong-type: "a" is "x"; write a map, for example "a": {}.",
    ]
  `);
});

test("dates", async () => {
  expect(
    await saidOf(
      "members:\n  user-a: { level: ADMIN, expires: 2027-02-29 }\n  user-b: { level: ADMIN, expires: tomorrow }\n  user-c: { level: ADMIN, expires: 2027-1-1 }\n  user-d: { level: ADMIN, expires: 20270101 }\n",
    ),
  ).toMatchInlineSnapshot(`
    [
      "acme.yaml:4:36 config/expires: expires is "2027-02-29"; write the last day on which it holds as YYYY-MM-DD, a day of the calendar.",
      "acme.yaml:5:36 config/expires: expires is "tomorrow"; write the last day on which it holds as YYYY-MM-DD, a day of the calendar.",
      "acme.yaml:6:36 config/expires: expires is "2027-1-1"; write the last day on which it holds as YYYY-MM-DD, a day of the calendar.",
      "acme.yaml:7:36 config/expires: expires is 20270101; write the last day on which it holds as YYYY-MM-DD, a day of the calendar.",
    ]
  `);
});

test("former keys", async () => {
  expect(
    await saidOf(
      "members:\n  user-a: { level: ADMIN, previously: [user-Z, user-b] }\n  user-b: { level: ADMIN, previously: [user-z, zed] }\n",
    ),
  ).toMatchInlineSnapshot(`
    [
      "acme.yaml:4:48 config/previously: "user-b" is still a key of this collection; a former key must be free.",
      "acme.yaml:5:40 config/previously: "user-z" is claimed as a former key twice: here and at acme.yaml:4:40; keep one of them.",
      "acme.yaml:5:48 config/wrong-key: "zed" cannot have been a key here: A person is user- and a handle.",
    ]
  `);
});

test("what a kind checks itself is asked only of sound resources, and names the attribute", async () => {
  expect(
    await saidOf(
      "members:\n  user-a: { level: ADMIN, billing: false }\n  user-b: { level: ADMN, billing: false }\n",
    ),
  ).toMatchInlineSnapshot(`
    [
      "acme.yaml:4:36 orbit/admin-billing: An ADMIN always has billing; take it out.",
      "acme.yaml:5:20 config/unknown-value: level is "ADMN"; did you mean "ADMIN"? Allowed: ADMIN, MEMBER.",
    ]
  `);
});

test("nothing can be written below what is absent", async () => {
  expect(
    await saidOf(
      "projects:\n  a: { state: absent, grants: { user-a: VIEW } }\n  b: { state: absent, grants: {} }\n",
    ),
  ).toMatchInlineSnapshot(`
    [
      "acme.yaml:4:23 config/absent-parent: Nothing can be written below what shall be absent; take grants out.",
    ]
  `);
});

test("one organization on two platforms or two connections", async () => {
  expect(
    await said({
      "a.yaml": "platform: orbit\norganization: org-a\nconnection: one\n",
      "b.yaml": "platform: comet\norganization: org-a\n---\nplatform: comet\norganization: red\n",
      "c.yaml": "platform: orbit\norganization: org-a\nconnection: two\n",
      "charter.yaml": "connections: { one: { platform: orbit }, two: { platform: orbit } }\n",
    }),
  ).toMatchInlineSnapshot(`
    [
      "b.yaml:2:15 config/conflict: "org-a" is an organization of comet here and of orbit at a.yaml:2:15; one key cannot be both.",
      "c.yaml:3:13 config/conflict: This organization is on the connection "two" here and on "one" at a.yaml:3:13; keep one.",
    ]
  `);
});

test("a folder that is not there", async () => {
  const { findings } = await loadConfiguration({ directory: "/nowhere/at/all", platforms, now });
  expect(findings.map(line)).toEqual(["config/unreadable: The folder /nowhere/at/all does not exist."]);
});

test("a hundred thousand findings are not quadratic", async () => {
  const members = (count: number) =>
    Array.from({ length: count }, (_, each) => `  user-${each}: ADMN\n`).join("");
  const timed = async (count: number) => {
    const started = process.cpuUsage();
    const { findings } = await load({ "a.yaml": `${head}members:\n${members(count)}` });
    expect(findings).toHaveLength(count);
    const used = process.cpuUsage(started);
    return used.user + used.system;
  };
  await timed(5_000);
  const small = await timed(10_000);
  const large = await timed(50_000);
  expect(large / small).toBeLessThan(12);
});

test("reading stops when it is cancelled", async () => {
  await using made = await folder({ "a.yaml": head });
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(loadConfiguration({ directory: made.path, platforms, now, signal })).rejects.toThrow("enough");
});
