/** Files of people, and what they mean for the lines of organizations. */
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { formatText } from "../../src/config/format.ts";
import { schemaOf } from "../../src/config/schema.ts";
import { isReference } from "../../src/model/people.ts";
import type { Platform } from "../../src/model/platform.ts";
import type { Desired } from "../../src/model/resource.ts";
import { platforms as all, orbit as base } from "./platform.ts";
import { line, load as loadWith, said as saidWith } from "./support.ts";

/** The made-up platform, with keys that name people. */
const orbit: Platform = {
  ...base,
  kinds: base.kinds.map((kind) =>
    kind.name === "member" || kind.name === "grant" ? { ...kind, key: { ...kind.key, person: true } } : kind,
  ),
  rules: {
    actions: {},
    invariants: [
      {
        name: "last-admin",
        kind: "member",
        holds: ({ attributes }) => attributes["level"] === "ADMIN",
        minimum: 1,
        admins: true,
        title: "administrators",
      },
    ],
  },
};
const platforms = [orbit, ...all.slice(1)];
const library = new URL("./library.ts", import.meta.url).href;
type Files = Readonly<Record<string, string>>;
const said = (files: Files) => saidWith(files, { platforms });
const head = "platform: orbit\norganization: org-acme\n";
const acme = (members: string): Files => ({ "acme.yaml": `${head}${members}` });

async function loaded(files: Files) {
  const { configuration, findings } = await loadWith(files, { platforms });
  if (configuration === null) throw new Error(findings.map(line).join("\n"));
  return configuration;
}

async function resource(files: Files, address: string): Promise<Desired | undefined> {
  const { connections } = await loaded(files);
  return connections[0]?.desired.resources.get(address);
}

describe("files of people", () => {
  test("everything that is wrong is found in one pass, each at its place", async () => {
    const people = `people:
  alice:
    nam: Alice
    handles: { orbit: user-alice }
  Bob: { handles: { orbit: user-bob } }
  cid: {}
  dot: { handles: { orbti: user-dot } }
  eve: { handles: { orbit: eve } }
  fay: { handles: { orbit: user-ALICE } }
  gus: { handles: { orbit: { handle: user-gus, id: 7, name: x } }, state: gone }
  hal: { handles: { orbit: { handle: user-hal, id: "7" } }, expires: 2026-02-30 }
  ida: { handles: { orbit: { id: x } }, expires: 20260101 }
  jim:
more: 1
`;
    expect(await said({ ...acme("members: {}\n"), "people/all.yaml": people })).toMatchInlineSnapshot(`
      [
        "people/all.yaml:3:5 config/unknown-key: "nam" is not known in people.alice; did you mean "name"? Known: name, handles, state, expires.",
        "people/all.yaml:5:3 config/wrong-key: people has the key "Bob", which does not have the right form (^[a-z0-9][a-z0-9._-]*$).",
        "people/all.yaml:6:3 config/missing: people.cid needs "handles".",
        "people/all.yaml:7:21 config/connection: "orbti" is no connection; did you mean "orbit"? Known: orbit, comet.",
        "people/all.yaml:8:28 config/wrong-key: "eve" cannot be a key of members: A person is user- and a handle. For example: user-alice",
        "people/all.yaml:9:28 config/conflict: The handle "user-ALICE" on orbit belongs to alice too (people/all.yaml:4:23); it can be one person's only.",
        "people/all.yaml:10:55 config/unknown-key: "name" is not known in people.gus.handles.orbit. Known: handle, id.",
        "people/all.yaml:10:75 config/unknown-value: people.gus.state is "gone". Allowed: present, absent.",
        "people/all.yaml:11:52 config/conflict: The id "7" on orbit belongs to gus too (people/all.yaml:10:52); it can be one person's only.",
        "people/all.yaml:11:70 config/expires: expires is "2026-02-30"; write the last day on which the person belongs here as YYYY-MM-DD, a day of the calendar.",
        "people/all.yaml:12:21 config/missing: people.ida.handles.orbit needs "handle".",
        "people/all.yaml:12:50 config/expires: expires is "20260101"; write the last day on which the person belongs here as YYYY-MM-DD, a day of the calendar.",
        "people/all.yaml:13:7 config/wrong-type: people.jim is null; write a map.",
        "people/all.yaml:14:1 config/unknown-key: "more" is not known here. Known: people.",
      ]
    `);
  });

  test("may stand in several files, as YAML and JSON; a person given twice is an error that names both places", async () => {
    const files = {
      ...acme("members: { person:alice: ADMIN, person:bob: MEMBER }\n"),
      "people/a.yaml": "people:\n  alice: { handles: { orbit: user-alice } }\n",
      "people/b.json": '{ "people": { "bob": { "handles": { "orbit": "user-bob" } } } }',
    };
    expect(await said(files)).toEqual([]);
    expect(
      await said({ ...files, "people/c.yaml": "people:\n  alice: { handles: { orbit: user-x } }\n" }),
    ).toEqual([
      'people/c.yaml:2:3 config/duplicate-key: "alice" is written twice: here and at people/a.yaml:2:3; keep one of them.',
    ]);
  });

  test("may be written in TypeScript", async () => {
    const files = {
      ...acme("members: { person:alice: ADMIN, person:bob: MEMBER }\n"),
      "people.ts": `import { definePeople } from ${JSON.stringify(library)};
export default [
  definePeople({ alice: { handles: { orbit: "user-alice" } } }),
  definePeople({ bob: { handles: { orbit: { handle: "user-bob", id: 3 as never } }, state: "present" } }),
];
`,
    };
    const { findings } = await loadWith(files, { platforms });
    expect(findings.map(line)).toEqual([]);
    const wrong = files["people.ts"].replace('"user-alice"', '"alice"');
    const { findings: more } = await loadWith({ ...files, "people.ts": wrong }, { platforms });
    expect(more.map(({ message }) => message)).toEqual([
      '"alice" cannot be a key of members: A person is user- and a handle. For example: user-alice (At people.alice.handles.orbit of the definition.)',
    ]);
  });

  test.each([
    ["of other tools are left alone", "people:\n  - name: Ann\ntitle: Team\n", []],
    ["of other tools, as a map among other things", "people: { ann: { age: 7 } }\ntitle: Team\n", []],
    ["with nothing in them", "people:\n", ["p.yaml:1:8 config/wrong-type: people is null; write a map."]],
    [
      "misspelt",
      "poeple:\n  ann: { handles: { orbit: user-ann } }\n",
      [
        'p.yaml:1:1 config/not-an-organization: "poeple" is not known; did you mean "people"? A document that names people has people: { NAME: … }.',
      ],
    ],
    [
      "as a list",
      "people:\n  - handles: { orbit: user-ann }\n",
      ["p.yaml:2:3 config/wrong-type: people is a list; write a map."],
    ],
    [
      "that cannot be read",
      "people:\n  ann: { handles: { orbit: user-ann }\n",
      [
        "p.yaml:3:1 config/syntax: A flow map in block collection must be sufficiently indented and end with a }.",
      ],
    ],
  ])("%s", async (_name, text, expected) => {
    const found = await said({ ...acme("members: {}\n"), "p.yaml": text });
    if (expected.length === 1 && _name === "that cannot be read")
      expect(found[0]).toMatch(/^p\.yaml:\d+:\d+ config\/syntax/);
    else expect(found).toEqual(expected);
  });

  test("are brought into their usual form, and mean the same", () => {
    const text = `# who
people:
  bob:
    expires: 2027-01-01
    handles: { orbit: { id: "7", handle: user-bob } }
  alice: # first
    handles:
      orbit:   user-alice
    name: Alice
`;
    const { text: formatted } = formatText(text, platforms);
    expect(formatted).toMatchInlineSnapshot(`
      "# who
      people:
        alice: # first
          name: Alice
          handles:
            orbit: user-alice
        bob:
          handles: { orbit: { handle: user-bob, id: "7" } }
          expires: 2027-01-01
      "
    `);
    expect(formatText(formatted, platforms).text).toBe(formatted);
  });

  test("connections are those of charter.yaml, else the platforms", async () => {
    const settings = "connections: { prod: { platform: orbit }, test: { platform: orbit } }\n";
    const people = "people: { ann: { handles: { prod: user-ann, orbit: user-ann, comet: c } } }\n";
    const found = await said({
      "charter.yaml": settings,
      "acme.yaml": `${head}connection: prod\nmembers: { person:ann: MEMBER }\n`,
      "p.yaml": people,
    });
    expect(found).toEqual([
      'p.yaml:1:45 config/connection: "orbit" is no connection. Known: prod, test, comet.',
      "p.yaml:1:69 config/wrong-key: On Comet no key names a person; take the handle out.",
    ]);
  });
});

const people = `people:
  alice: { handles: { orbit: user-Alice } }
  bob: { handles: { test: user-bob } }
`;
const two = "connections: { orbit: { platform: orbit }, test: { platform: orbit } }\n";

describe("a key by person", () => {
  test("stands for the handle, in maps and below projects", async () => {
    const files = {
      ...acme("members: { person:alice: ADMIN }\nprojects: { raw: { grants: { person:alice: OWN } } }\n"),
      "p.yaml": "people: { alice: { handles: { orbit: user-Alice } } }\n",
    };
    const { connections } = await loaded(files);
    expect([...(connections[0]?.desired.resources.keys() ?? [])]).toEqual([
      "org-acme",
      "org-acme/members/user-alice",
      "org-acme/projects/raw",
      // The kind of this collection does not fold: the handle as it is written.
      "org-acme/projects/raw/grants/user-Alice",
    ]);
  });

  test.each([
    [
      "nobody of that name",
      "members: { person:alcie: ADMIN }\n",
      ['acme.yaml:4:12 config/unknown-person: "alcie" is nobody in people; did you mean "alice"?'],
    ],
    [
      "a name that cannot be one",
      "members: { 'person:Alice': ADMIN }\n",
      ['acme.yaml:4:12 config/unknown-person: "Alice" is nobody in people; did you mean "alice"?'],
    ],
    [
      "no handle there",
      "members: { person:bob: ADMIN }\n",
      [
        "acme.yaml:4:12 config/unknown-person: bob has no handle on orbit: write one at p.yaml:3:3, under handles.",
      ],
    ],
    [
      "by person and by handle",
      "members: { user-alice: ADMIN, person:alice: MEMBER }\n",
      [
        'acme.yaml:4:31 config/duplicate-key: "person:alice" is written twice (person:alice is "user-alice"): here and at acme.yaml:4:12; keep one of them.',
      ],
    ],
    [
      "where keys name no people",
      "labels: [person:alice]\n",
      [
        'acme.yaml:4:10 config/wrong-key: "person:alice" cannot be a key of labels: A label is a word in small letters. For example: raw',
      ],
    ],
  ])("%s", async (_name, members, expected) => {
    const files = { "charter.yaml": two, "p.yaml": people, ...acme(`connection: orbit\n${members}`) };
    expect(await said(files)).toEqual(expected);
  });

  test("without any people says where they would be written", async () => {
    expect(await said(acme("members: { person:alice: ADMIN }\n"))).toEqual([
      'acme.yaml:3:12 config/unknown-person: "alice" is nobody in people. No file of this folder names people: write people: { … }.',
    ]);
  });

  test("is told apart by the kind", () => {
    const [, member, label] = orbit.kinds;
    if (member === undefined || label === undefined) throw new Error("no kinds");
    expect(isReference(member, "person:alice")).toBe(true);
    expect(isReference(label, "person:alice")).toBe(false);
  });
});

describe("who is gone", () => {
  const gone = (more: string) => ({
    ...acme("members: { person:alice: ADMIN, user-bob: MEMBER, cid: MEMBER }\n".replace("cid", "user-cid")),
    "p.yaml": `people:\n  alice: { handles: { orbit: user-alice }, ${more} }\n  bob: { handles: { orbit: user-bob }, ${more} }\n`,
  });

  test("lines about them are notes, by name and by handle, and mean absent", async () => {
    const files = gone("state: absent");
    expect(await said(files)).toEqual([
      'acme.yaml:3:12 note config/gone: "person:alice" is alice, who has left (p.yaml:2:3): take the line out. Nothing of theirs stays anywhere.',
      'acme.yaml:3:33 note config/gone: "user-bob" is bob, who has left (p.yaml:3:3): take the line out. Nothing of theirs stays anywhere.',
    ]);
    for (const who of ["alice", "bob"]) {
      expect(await resource(files, `org-acme/members/user-${who}`)).toMatchObject({
        state: "absent",
        absentBecause: "left",
      });
    }
    expect(await resource(files, "org-acme/members/user-cid")).not.toHaveProperty("state");
  });

  test("a line that says absent itself is nothing to note", async () => {
    const files = { ...gone("state: absent"), ...acme("members: { person:alice: { state: absent } }\n") };
    expect(await said(files)).toEqual([]);
    expect(await resource(files, "org-acme/members/user-alice")).toMatchObject({
      absentBecause: "configured",
    });
  });

  test.each([
    // person, entry, the end that counts, state and reason on 2026-11-23
    ["2026-11-22", undefined, "2026-11-22", "expired"],
    ["2026-11-23", undefined, "2026-11-23", undefined],
    ["2027-01-01", "2026-12-01", "2026-12-01", undefined],
    ["2026-12-01", "2027-01-01", "2026-12-01", undefined],
    ["2027-01-01", "2026-11-22", "2026-11-22", "expired"],
    ["2026-11-22", "2027-01-01", "2026-11-22", "expired"],
  ])("of two ends the earlier one counts: person %s, entry %s", async (person, entry, expires, because) => {
    const level = entry === undefined ? "MEMBER" : `{ level: MEMBER, expires: ${entry} }`;
    const files = {
      ...acme(`members: { person:alice: ${level}, user-root: ADMIN }\n`),
      "p.yaml": `people: { alice: { handles: { orbit: user-alice }, expires: ${person} } }\n`,
    };
    const found = await resource(files, "org-acme/members/user-alice");
    expect(found).toMatchObject(
      because === undefined ? { expires } : { expires, state: "absent", absentBecause: because },
    );
    expect(found?.state).toBe(because === undefined ? undefined : "absent");
  });

  test("is said where Charter looks at nothing of theirs", async () => {
    const settings = "connections: { a: { platform: orbit }, b: { platform: orbit } }\n";
    const files = {
      "charter.yaml": settings,
      "acme.yaml": `${head}connection: a\nmembers: {}\n`,
      "p.yaml": "people: { ann: { handles: { a: user-ann, b: user-ann }, state: absent } }\n",
    };
    expect(await said(files)).toEqual([
      "p.yaml:1:11 warning config/gone: ann is gone, and no organization on b is configured: what is live of theirs there stays.",
    ]);
  });

  test("the digest holds who is gone, and not which day it is", async () => {
    const digest = async (text: string, now: string) => {
      const { configuration } = await loadWith(
        { ...acme("members: { user-bob: MEMBER }\n"), "p.yaml": text },
        { platforms, now: new Date(now) },
      );
      return configuration?.digest;
    };
    const plain = "people: { ann: { handles: { orbit: user-ann } } }\n";
    const [day, later] = ["2026-11-23T00:00:00Z", "2027-11-23T00:00:00Z"];
    const texts = [
      plain,
      plain.replace("} }", "}, state: absent }"),
      plain.replace("} }", "}, expires: 2027-01-01 }"),
      plain.replace("user-ann", "{ handle: user-ann, id: 4 }"),
    ];
    const digests = await Promise.all(texts.map((text) => digest(text, day)));
    expect(new Set(digests).size).toBe(4);
    expect(digests).not.toContain(undefined);
    expect(await Promise.all(texts.map((text) => digest(text, later)))).toEqual(digests);
    // What a person is called here changes nothing.
    expect(await digest(plain.replace("ann:", "anna:"), day)).toBe(digests[0]);
  });
});

describe("those who must never run out", () => {
  const at = (day: string) =>
    `After ${day} org-acme/members would be without administrators: each that is written ends. Write one without an end, or a later day.`;
  test.each([
    ["one without an end", "user-a: ADMIN, user-b: { level: ADMIN, expires: 2027-01-01 }", null],
    [
      "all with an end",
      "user-a: { level: ADMIN, expires: 2027-02-01 }, user-b: { level: ADMIN, expires: 2027-01-01 }",
      "2027-02-01",
    ],
    ["all have ended", "user-a: { level: ADMIN, expires: 2026-01-01 }, user-b: MEMBER", "2026-01-01"],
    ["none is written", "user-b: MEMBER", null],
    ["one is written as absent", "user-a: { level: ADMIN, expires: 2027-01-01, state: absent }", null],
    ["the person ends", "person:pat: ADMIN", "2027-03-01"],
  ])("%s", async (_name, members, day) => {
    const found = await said({
      ...acme(`members: { ${members} }\n`),
      "p.yaml": "people: { pat: { handles: { orbit: user-pat }, expires: 2027-03-01 } }\n",
    });
    expect(found).toEqual(day === null ? [] : [`acme.yaml:3:12 config/expires: ${at(day)}`]);
  });

  test("an additive list does not say who is not there", async () => {
    const members =
      "manage: { members: additive }\nmembers: { user-a: { level: ADMIN, expires: 2027-01-01 } }\n";
    expect(await said(acme(members))).toEqual([]);
  });
});

test("former labels of organizations are claimed once, and free", async () => {
  const file = (name: string, previously: string) =>
    `platform: orbit\norganization: org-${name}\npreviously: [${previously}]\n`;
  expect(
    await said({
      "a.yaml": file("a", "org-old"),
      "b.yaml": file("b", "org-old"),
      "c.yaml": file("c", "org-a, org-free"),
    }),
  ).toEqual([
    'b.yaml:3:14 config/previously: "org-old" is claimed as a former key twice: here and at a.yaml:3:14; keep one of them.',
    'c.yaml:3:14 config/previously: "org-a" is still a key of this collection; a former key must be free.',
  ]);
});

describe("the schema of organizations takes references where keys name people, and nowhere else", () => {
  const valid = new Ajv({ strict: true, allowUnionTypes: true }).compile(schemaOf(orbit));
  test.each([
    ["a member", { members: { "person:alice": "ADMIN" } }, true],
    ["a grant", { projects: { raw: { grants: { "person:alice": "OWN" } } } }, true],
    ["a name that cannot be one", { members: { "person:Alice": "ADMIN" } }, false],
    ["a label", { labels: ["person:alice"] }, false],
    ["a former key", { members: { "user-a": { level: "ADMIN", previously: ["person:alice"] } } }, false],
    ["a handle, as before", { members: { "user-a": "ADMIN" } }, true],
  ])("%s", (_name, members, expected) => {
    expect(valid({ platform: "orbit", organization: "org-acme", ...members })).toBe(expected);
  });
});
