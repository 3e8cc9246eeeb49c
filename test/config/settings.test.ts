import { expect, test } from "vitest";
import { loadSettings } from "../../src/config/settings-file.ts";
import { platforms } from "./platform.ts";
import { folder, line, load, said } from "./support.ts";

const ours = { "a.yaml": "platform: orbit\norganization: org-a\n" };

test("all settings, and their defaults", async () => {
  const { configuration } = await load({
    ...ours,
    "charter.yaml": `# the main account
connections:
  main:
    platform: orbit
    url: https://orbit.example/base/
    credentials: { token: { env: MAIN_TOKEN } }
    concurrency: 4
    requestsPerSecond: 2.5
  other:
    platform: comet
    urls: { api: "http://127.0.0.1:8080", auth: https://auth.example }
    credentials: { token: { file: .secrets/token } }
guards:
  removals: { ratio: 0.5, count: 10 }
  admins: { minimum: 2 }
store: state
`,
  });
  expect(configuration?.settings).toMatchInlineSnapshot(`
    {
      "connections": Map {
        "main" => {
          "concurrency": 4,
          "credentials": {
            "token": {
              "env": "MAIN_TOKEN",
            },
          },
          "name": "main",
          "perSecond": 2.5,
          "platform": "orbit",
          "urls": {
            "api": "https://orbit.example/base",
          },
        },
        "other" => {
          "credentials": {
            "token": {
              "file": ".secrets/token",
            },
          },
          "name": "other",
          "platform": "comet",
          "urls": {
            "api": "http://127.0.0.1:8080",
            "auth": "https://auth.example",
          },
        },
      },
      "expiring": 30,
      "guards": {
        "admins": {
          "minimum": 2,
          "required": [],
        },
        "collections": [],
        "expiries": {
          "count": 50,
        },
        "protected": [],
        "removals": {
          "count": 10,
          "from": 4,
          "organization": {
            "count": 100,
            "from": 10,
            "ratio": 0.25,
          },
          "ratio": 0.5,
          "run": {
            "count": 200,
            "from": 20,
            "ratio": 0.25,
          },
        },
        "shrink": {
          "from": 4,
          "ratio": 0.5,
        },
      },
      "policies": [],
      "store": "state",
    }
  `);
  const plain = await load(ours);
  expect(plain.configuration?.settings).toMatchInlineSnapshot(`
    {
      "connections": Map {},
      "expiring": 30,
      "guards": {
        "admins": {
          "minimum": 1,
          "required": [],
        },
        "collections": [],
        "expiries": {
          "count": 50,
        },
        "protected": [],
        "removals": {
          "count": 50,
          "from": 4,
          "organization": {
            "count": 100,
            "from": 10,
            "ratio": 0.25,
          },
          "ratio": 0.25,
          "run": {
            "count": 200,
            "from": 20,
            "ratio": 0.25,
          },
        },
        "shrink": {
          "from": 4,
          "ratio": 0.5,
        },
      },
      "policies": [],
      "store": ".charter",
    }
  `);
});

test("a credential in the file is an error that shows neither the value nor the line", async () => {
  const secret = "s3cr3t-value";
  const texts = [
    `connections: { a: { platform: orbit, credentials: { token: ${secret} } } }`,
    `connections: { a: { platform: orbit, credentials: ${secret} } }`,
    `connections: { a: { platform: orbit, credentials: [${secret}] } }`,
    `connections: { a: { platform: orbit, credentials: { token: { value: ${secret} } } } }`,
    `connections: { a: { platform: orbit, credentials: { token: { env: X, file: ${secret} } } } }`,
    `connections: { a: { platform: orbit, credentials: { tokn: { env: ${secret} } } } }`,
    `connections: { a: { platform: orbit, credentials: { token: { env: [${secret}] } } } }`,
    `connections: { a: { platform: orbit, url: "https://me:${secret}@x.example" } }`,
    `connections: { a: { platform: orbit, url: "https://x.example?token=${secret}" } }`,
    `connections: { a: { platform: orbit, credentials: { token: ${secret} }`,
    `{ connections: { a: { platform: orbit, credentials: { token: ${secret} } } }, gards: {}, policies: { p: { for: 5 } } }`,
  ];
  for (const text of texts) {
    const { configuration, findings } = await load({ ...ours, "charter.yaml": `${text}\n` });
    expect(configuration).toBeNull();
    expect(findings.length).toBeGreaterThan(0);
    expect(JSON.stringify(findings)).not.toContain(secret);
  }
});

test("what to do about a credential in the file is said at its place", async () => {
  const text = "connections:\n  a:\n    platform: orbit\n    credentials:\n      token: abc\n";
  expect(await said({ ...ours, "charter.yaml": text })).toEqual([
    'charter.yaml:5:14 config/credential: "token" must say where the credential comes from, not what it is: write { env: NAME } or { file: PATH }. If a credential stood here, it is no longer secret: replace it.',
  ]);
});

test("what is wrong with settings", async () => {
  expect(
    await said({
      ...ours,
      "charter.yaml": `conections: {}
connections:
  a: { platform: orbti, concurrency: 0, requestsPerSecond: 0, url: ftp://x }
  comet: { platform: orbit, urls: { apii: http://x } }
  "b c": { platform: orbit }
  d: {}
  e: { platform: orbit, url: http://x, urls: { api: http://x } }
  f: { platform: orbit, credentials: { tokn: { env: X } } }
guards: { removals: { ratio: 2, form: 1, from: 1.5 }, admins: { minimum: many } }
store: ''
---
store: x
`,
    }),
  ).toMatchInlineSnapshot(`
    [
      "charter.yaml:1:1 config/unknown-key: "conections" is not known here; did you mean "connections"? Known: connections, guards, expiring, policies, store.",
      "charter.yaml:3:18 config/unknown-value: connections.a.platform is "orbti"; did you mean "orbit"? Allowed: orbit, comet.",
      "charter.yaml:3:38 config/wrong-value: connections.a.concurrency is 0; it must be at least 1.",
      "charter.yaml:3:60 config/wrong-value: connections.a.requestsPerSecond is 0; it must be above 0.",
      "charter.yaml:3:68 config/wrong-value: A URL here is http:// or https://, a host and perhaps a path; it holds no user, password or query.",
      "charter.yaml:4:3 config/connection: The connection "comet" has the name of another platform than its own; choose another name.",
      "charter.yaml:4:37 config/unknown-key: "apii" is not known in connections.comet.urls; did you mean "api"? Known: api, auth.",
      "charter.yaml:5:10 config/wrong-key: connections has the key "b c", which does not have the right form (^[A-Za-z0-9][A-Za-z0-9._-]*$).",
      "charter.yaml:6:6 config/missing: connections.d needs "platform".",
      "charter.yaml:7:25 config/connection: Write url or urls, not both.",
      "charter.yaml:8:40 config/unknown-key: "tokn" is not known in connections.f.credentials; did you mean "token"? Known: token.",
      "charter.yaml:9:30 config/wrong-value: guards.removals.ratio is 2; it must be at most 1.",
      "charter.yaml:9:33 config/unknown-key: "form" is not known in guards.removals; did you mean "from"? Known: ratio, from, count, organization, run.",
      "charter.yaml:9:48 config/wrong-type: guards.removals.from is 1.5; write a whole number.",
      "charter.yaml:9:74 config/wrong-type: guards.admins.minimum is "many"; write a whole number.",
      "charter.yaml:10:8 config/wrong-value: store is ""; it must have at least 1 character.",
      "charter.yaml:12:1 config/syntax: charter.yaml holds one document; take the second out.",
    ]
  `);
  expect(await said({ ...ours, "charter.yaml": "- 1\n" })).toEqual([
    "charter.yaml:1:1 config/wrong-type: charter.yaml is a list; write a map.",
  ]);
  expect(await said({ ...ours, "charter.yaml": "# nothing yet\n" })).toEqual([]);
});

/** One test for each row of the table of connections.ts. */
test("the connection of an organization", async () => {
  const two =
    "connections: { one: { platform: orbit }, two: { platform: orbit }, red: { platform: comet } }\n";
  const named = (name: string) => ({
    "a.yaml": `${ours["a.yaml"]}connection: ${name}\n`,
    "charter.yaml": two,
  });
  const connection = async (files: Record<string, string>) => {
    const { configuration, findings } = await load(files);
    return configuration?.connections.map((each) => each.connection.name) ?? findings.map(line);
  };
  expect(await connection(named("two"))).toEqual(["two"]);
  expect(await connection(named("red"))).toEqual([
    'a.yaml:3:13 config/connection: connection is "red", which is for comet, not for orbit. Known: one, two.',
  ]);
  expect(await connection(named("tow"))).toEqual([
    'a.yaml:3:13 config/connection: connection is "tow", which charter.yaml does not have; did you mean "two"? Known: one, two.',
  ]);
  expect(await connection({ "a.yaml": `${ours["a.yaml"]}connection: x\n` })).toEqual([
    'a.yaml:3:13 config/connection: connection is "x", which charter.yaml does not have. charter.yaml configures none for this platform.',
  ]);
  expect(await connection({ "a.yaml": `${ours["a.yaml"]}connection:\n` })).toEqual([
    "a.yaml:3:12 config/null: connection is nothing; write the name of a connection of charter.yaml, or leave the line out.",
  ]);
  expect(await connection(ours)).toEqual(["orbit"]);
  expect(
    await connection({ ...ours, "charter.yaml": "connections: { one: { platform: orbit } }\n" }),
  ).toEqual(["one"]);
  expect(await connection({ ...ours, "charter.yaml": two })).toEqual([
    "a.yaml:2:15 config/connection: Several connections fit: one, two. Write which one it is: connection: one",
  ]);
});

test("organizations are grouped by connection, in order", async () => {
  const { configuration } = await load({
    "a.yaml":
      "platform: orbit\norganization: org-z\nconnection: two\n---\nplatform: orbit\norganization: org-b\nconnection: one\nmembers: {}\n",
    "b.yaml":
      "platform: orbit\norganization: org-a\nconnection: two\n---\nplatform: comet\norganization: red\n",
    "charter.yaml": "connections: { one: { platform: orbit }, two: { platform: orbit } }\n",
  });
  expect(
    configuration?.connections.map((each) => [
      each.connection.name,
      each.organizations,
      [...each.desired.resources.keys()],
    ]),
  ).toEqual([
    ["comet", ["red"], ["red"]],
    ["one", ["org-b"], ["org-b"]],
    ["two", ["org-a", "org-z"], ["org-a", "org-z"]],
  ]);
});

test("settings alone", async () => {
  await using made = await folder({ "charter.yaml": "store: x\n", "broken.yaml": "platform: [\n" });
  const options = { directory: made.path, platforms };
  expect((await loadSettings(options)).settings?.store).toBe("x");
  await using bad = await folder({ "charter.yaml": "stor: x\n" });
  const { settings, findings } = await loadSettings({ ...options, directory: bad.path });
  expect(settings).toBeNull();
  expect(findings.map(line)).toEqual([
    'charter.yaml:1:1 config/unknown-key: "stor" is not known here; did you mean "store"? Known: connections, guards, expiring, policies, store.',
  ]);
  await using none = await folder({});
  expect((await loadSettings({ ...options, directory: none.path })).settings?.store).toBe(".charter");
});
