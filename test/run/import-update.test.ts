import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import type { Result } from "../../src/run/index.ts";
import { type Clubs, world } from "./world.ts";

const codes = (result: Result<unknown>): readonly string[] =>
  result.findings.map(({ code, position }) =>
    position === undefined ? code : `${code} ${position.file}:${position.line}`,
  );

const chess = `# The chess club.
platform: club
organization: chess
motto: slow # and steady

people: # everybody
  # the founder
  ann: KEEPER

  # bob brings tea
  bob: GUEST # since 2020
  cid: { rank: GUEST, nickname: c, expires: 2027-01-01 }
  # dot left
  dot: KEEPER
rooms:
  library:
    floor: 2
    keys: { ann: SAFE, cid: DOOR }
  # to be sold
  shed: {}
`;

const live: Clubs = {
  chess: {
    motto: "fast",
    people: {
      ann: { rank: "KEEPER" },
      bob: { rank: "KEEPER", nickname: "unmanaged" },
      cid: { rank: "GUEST", nickname: "" },
      eve: { rank: "GUEST", nickname: "e" },
    },
    rooms: {
      r1: { name: "library", floor: 2, keys: { ann: "SAFE", bob: "DOOR" } },
      r2: { name: "Große Halle", sealed: true, keys: { eve: "SAFE", ann: "DOOR" } },
    },
  },
};

describe("what is live is taken over", () => {
  test("every difference becomes an edit; comments and order stay", async () => {
    await using run = await world({ "clubs/chess.yaml": chess, "clubs/notes.yaml": "nothing: of ours\n" });
    const [file, ...others] = await run.update(live);
    expect(others).toEqual([]);
    expect(file).toMatchObject({
      path: "clubs/chess.yaml",
      exists: true,
      update: { added: 3, changed: 3, removed: 3, before: chess },
    });
    expect(file?.text).toMatchInlineSnapshot(`
      "# The chess club.
      platform: club
      organization: chess
      motto: fast # and steady

      people: # everybody
        # the founder
        ann: KEEPER

        # bob brings tea
        bob: KEEPER # since 2020
        cid: { rank: GUEST, nickname: "", expires: 2027-01-01 }
        eve: { rank: GUEST, nickname: e }
      rooms:
        große-halle:
          name: Große Halle
          sealed: true
          keys:
            ann: DOOR
            eve: SAFE
        library:
          floor: 2
          keys:
            ann: SAFE
            bob: DOOR
      "
    `);
    expect(await run.planned(live)).toEqual([]);
    expect(await run.update(live)).toEqual([]);
  });

  test("only what is managed is read, and what is new is read whole", async () => {
    await using run = await world({
      "chess.yaml": "platform: club\norganization: chess\nrooms: { library: {} }\n",
    });
    await run.update(live);
    expect(run.asked).toEqual([
      "room of chess",
      // Only to find the hall again, and then all that is in it.
      "room of chess",
      "key of chess/rooms/r2",
    ]);
    expect(await run.read("chess.yaml")).toMatchInlineSnapshot(`
      "platform: club
      organization: chess
      rooms:
        große-halle:
          name: Große Halle
          sealed: true
          keys:
            ann: DOOR
            eve: SAFE
        library: {}
      "
    `);
  });

  test("what is additive, ignored or not written is left alone", async () => {
    const text =
      "platform: club\norganization: chess\nmanage: { people: additive, rooms: ignore }\npeople: { ann: KEEPER }\nrooms: {}\n";
    await using run = await world({ "chess.yaml": text });
    expect(await run.update(live)).toEqual([]);
  });

  test("pending is live; absent comes back; expired stays, with a warning", async () => {
    await using run = await world({
      "chess.yaml": `platform: club
organization: chess
people:
  ann: { state: absent }
  bob: GUEST
  cid: { rank: KEEPER, expires: 2026-01-01 } # for the summer
  dot: { state: absent }
  eve: { rank: GUEST, expires: 2026-01-01 }
  fay: KEEPER
`,
    });
    const people = {
      ann: { rank: "KEEPER" },
      bob: { rank: "GUEST", pending: true },
      cid: { rank: "KEEPER" },
      fay: { rank: "KEEPER" },
    };
    const result = await run.importing({ chess: { people, rooms: {} } }, { update: true });
    expect(codes(result)).toEqual(["import/expired chess.yaml:6"]);
    expect(result.ok && result.value.files.map(({ text }) => text)).toMatchInlineSnapshot(`
      [
        "platform: club
      organization: chess
      people:
        ann: { rank: KEEPER }
        bob: GUEST
        cid: { rank: KEEPER, expires: 2026-01-01 } # for the summer
        dot: { state: absent }
        eve: { rank: GUEST, expires: 2026-01-01 }
        fay: KEEPER
      ",
      ]
    `);
  });

  test("what cannot be read is left as it is, with a warning", async () => {
    await using run = await world({ "chess.yaml": chess });
    const hidden: Clubs = {
      chess: {
        motto: "slow",
        people: null,
        rooms: {
          r1: { name: "library", floor: 1, keys: null },
          r2: { name: "hall", keys: null },
        },
      },
    };
    const result = await run.importing(hidden, { update: true });
    expect(result.findings.map(({ code, message }) => `${code}: ${message}`)).toMatchInlineSnapshot(`
      [
        "import/unknown: chess/people cannot be read (a secret); what is written of it stays as it is.",
        "import/unknown: chess/rooms/library/keys cannot be read (a secret); what is written of it stays as it is.",
        "import/unknown: chess/rooms/r2/keys cannot be read (a secret); it is left out and stays unmanaged.",
      ]
    `);
    expect(result.ok && result.value.files[0]?.text).toContain(
      "  library:\n    floor: 1\n    keys: { ann: SAFE, cid: DOOR }\n",
    );
    expect(result.ok && result.value.files[0]?.text).toContain("\n  ann: KEEPER\n\n  # bob brings tea\n");
  });

  test("names that no file can hold are left out, with a warning", async () => {
    await using run = await world({ "chess.yaml": chess });
    const odd: Clubs = {
      chess: {
        motto: "a\u202eb",
        people: {
          ann: { rank: "KEEPER" },
          bob: { rank: "GUEST" },
          cid: { rank: "GUEST", nickname: "c" },
          dot: { rank: "KEEPER" },
          "7": { rank: "GUEST" },
        },
        rooms: {
          r1: { name: "library", floor: 2, keys: { ann: "SAFE", cid: "DOOR" } },
          r2: { name: "shed", keys: {} },
          r3: { name: "a\u0007b", keys: {} },
        },
      },
    };
    const result = await run.importing(odd, { update: true });
    expect(result.findings.map(({ code, message }) => `${code}: ${message}`)).toMatchInlineSnapshot(`
      [
        "import/unwritable: motto of chess is left as it is written: its live value holds characters that no file can hold.",
        "import/unwritable: chess/people/7 is left out: no file can hold its key.",
        "import/unwritable: chess/rooms/r3 is left out: its name holds characters that no file can hold.",
      ]
    `);
    expect(result.ok && result.value.files).toEqual([]);
  });
});

describe("labels", () => {
  const rooms = (text: string) => `platform: club\norganization: chess\nrooms:\n${text}`;
  const room = (name: string) => ({ name, keys: {} });

  test("new ones are free, and an id stands where the name does not tell", async () => {
    await using run = await world({
      "chess.yaml": rooms("  hall: { name: attic }\n  new-hall: { previously: [hall-2], id: r9 }\n"),
    });
    const now: Clubs = {
      chess: {
        people: {},
        rooms: { r1: room("hall"), r2: room("attic"), r3: room("hall"), r9: room("new-hall") },
      },
    };
    await run.update(now);
    expect(await run.read("chess.yaml")).toBe(
      rooms(
        "  hall: { name: attic }\n  hall-3: { name: hall, id: r1 }\n  hall-4: { name: hall, id: r3 }\n  new-hall: { previously: [hall-2], id: r9 }\n",
      ),
    );
    expect(await run.planned(now)).toEqual([]);
  });

  test("an object that was renamed keeps its label", async () => {
    await using run = await world({
      "chess.yaml": rooms("  hall:\n    id: r1\n  shed: {}\n  x: { id: r3 } # x\n"),
    });
    const now: Clubs = {
      chess: { people: {}, rooms: { r1: room("Great Hall"), r2: room("shed"), r3: room("y") } },
    };
    await run.update(now);
    expect(await run.read("chess.yaml")).toBe(
      rooms("  hall:\n    name: Great Hall\n    id: r1\n  shed: {}\n  x: { id: r3, name: y } # x\n"),
    );
  });

  test("an entry that could mean two objects: nothing is written, and the place is named", async () => {
    await using run = await world({ "chess.yaml": rooms("  hall: {}\n") });
    const result = await run.importing(
      { chess: { people: {}, rooms: { r1: room("hall"), r2: room("hall") } } },
      { update: true },
    );
    expect(result.ok).toBe(false);
    expect(codes(result)).toEqual(["import/identity chess.yaml:4"]);
  });

  test("an object whose id is gone is not live", async () => {
    await using run = await world({ "chess.yaml": rooms("  hall: { id: r1 }\n") });
    const now: Clubs = { chess: { people: {}, rooms: { r2: room("hall") } } };
    await run.update(now);
    expect(await run.read("chess.yaml")).toBe(rooms("  hall-2: { name: hall }\n"));
    expect(await run.planned(now)).toEqual([]);
  });
});

describe("the file that an edit belongs to", () => {
  const head = "platform: club\norganization: chess\n";

  test("attributes, empty collections and siblings, wherever they stand", async () => {
    const files = {
      "a.yaml": `${head}people: {}\n`,
      "b.yaml": `${head}motto: slow\n---\n${head}rooms:\n  red-one: {}\n  red-two: {}\n`,
      "c.yaml": `${head}rooms:\n  blue-one: {}\n  green-one: {}\n`,
    };
    await using run = await world(files);
    const room = (name: string) => ({ name, keys: {} });
    const now: Clubs = {
      chess: {
        motto: "fast",
        people: { ann: { rank: "KEEPER" } },
        rooms: {
          r1: room("red-one"),
          r2: room("red-two"),
          r3: room("blue-one"),
          r4: room("green-one"),
          r5: room("red-three"),
          r6: room("violet-one"),
        },
      },
    };
    await run.update(now);
    expect(await run.files()).toEqual({
      "a.yaml": `${head}people:\n  ann: KEEPER\n`,
      "b.yaml": `${head}motto: fast\n---\n${head}rooms:\n  red-one: {}\n  red-three: {}\n  red-two: {}\n`,
      "c.yaml": `${head}rooms:\n  blue-one: {}\n  green-one: {}\n  violet-one: {}\n`,
    });
    expect(await run.planned(now)).toEqual([]);
  });

  test("one file can hold organizations of several connections", async () => {
    const text = (bob: string) => `platform: club
organization: chess
connection: north
people: { ann: KEEPER }
---
platform: club
organization: go
connection: south
people:
  ann: KEEPER
${bob}`;
    const settings = "connections: { north: { platform: club }, south: { platform: club } }\n";
    await using run = await world({ "charter.yaml": settings, "all.yaml": text("") });
    const person = { rank: "GUEST" };
    const now: Clubs = {
      chess: { people: {}, rooms: {} },
      go: { people: { ann: { rank: "KEEPER" }, bob: person }, rooms: {} },
    };
    const [file] = await run.update(now);
    expect(file?.text).toBe(text("  bob: GUEST\n").replace("people: { ann: KEEPER }", "people: {}"));
    await run.write({ "all.yaml": text("") });
    await run.update(now, { connection: "south" });
    expect(await run.read("all.yaml")).toBe(text("  bob: GUEST\n"));
    const elsewhere = await run.importing(now, { update: true, connection: "north", organizations: ["go"] });
    expect(codes(elsewhere)).toEqual(["import/configured all.yaml:7"]);
  });

  test("a byte order mark and line ends of another system stay", async () => {
    const text = `\ufeff${head}people:\n  ann: KEEPER\n`.replaceAll("\n", "\r\n");
    await using run = await world({ "chess.yaml": text });
    await run.update({ chess: { people: { ann: { rank: "GUEST" } }, rooms: {} } });
    expect(await run.read("chess.yaml")).toBe(text.replace("KEEPER", "GUEST"));
  });
});

describe("what only a person can edit", () => {
  test("TypeScript, JSON, anchors: said with what to write, while the rest is done", async () => {
    const library = pathToFileURL(resolve(import.meta.dirname, "../../src/index.ts")).href;
    await using run = await world({
      "go.ts": `import { defineOrganization } from "${library}";
export default defineOrganization("club" as never, {
  organization: "go",
  people: { ann: "KEEPER", bob: "GUEST", dot: { rank: "GUEST" } },
} as never);
`,
      "poker.json": '{"platform": "club", "organization": "poker", "motto": "all in", "people": {}}',
      "whist.yaml": `platform: club
organization: whist
people: { ann: &rank { rank: KEEPER }, bob: *rank }
rooms: {}
---
platform: club
organization: chess
people: { ann: KEEPER }
`,
    });
    const now: Clubs = {
      chess: { people: { ann: { rank: "GUEST" } }, rooms: {} },
      go: { people: { ann: { rank: "GUEST" }, bob: { rank: "GUEST" }, eve: { rank: "GUEST" } }, rooms: {} },
      poker: { motto: "fold", people: { ann: { rank: "KEEPER", nickname: "a" } }, rooms: {} },
      whist: { people: { ann: { rank: "KEEPER" } }, rooms: { r1: { name: "hall", floor: 1, keys: {} } } },
    };
    const result = await run.importing(now, { update: true });
    expect(result.ok && result.value.files.map(({ path, text }) => [path, text.split("\n").at(-2)])).toEqual([
      ["whist.yaml", "  ann: GUEST"],
    ]);
    expect(
      result.findings.map(({ severity, code, message, position }) =>
        [severity, code, `${position?.file}:${position?.line}`, message].join(" | "),
      ),
    ).toMatchInlineSnapshot(`
      [
        "warning | import/by-hand | go.ts:4 | go/people/ann is not as it is written: write rank: GUEST by hand; Charter does not edit TypeScript.",
        "warning | import/by-hand | go.ts:4 | go/people/dot is not live: take its entry out by hand; Charter does not edit TypeScript.",
        "warning | import/by-hand | go.ts:4 | go/people/eve is live and not written: add eve: GUEST to people by hand; Charter does not edit TypeScript.",
        "warning | import/by-hand | poker.json:1 | poker is not as it is written: write motto: fold by hand; Charter does not edit JSON.",
        "warning | import/by-hand | poker.json:1 | poker/people/ann is live and not written: add ann: { rank: KEEPER, nickname: a } to people by hand; Charter does not edit JSON.",
        "warning | import/by-hand | whist.yaml:3 | whist/people/bob is not live: take its entry out by hand; this part of the file cannot be edited line by line (it uses anchors, a list, or comments inside of braces).",
        "warning | import/by-hand | whist.yaml:2 | whist/rooms/hall is live and not written: add hall: { floor: 1 } to rooms by hand; this part of the file cannot be edited line by line (it uses anchors, a list, or comments inside of braces).",
      ]
    `);
  });
});

describe("what is configured already", () => {
  const head = "platform: club\norganization: Chess\n".toLowerCase();

  test("is not imported beside itself: the finding names the place and what to do, and nothing is read", async () => {
    await using run = await world({ "clubs/chess.yaml": head });
    for (const into of [undefined, "sub/dir", "."]) {
      const result = await run.importing(live, {
        organizations: ["chess"],
        ...(into === undefined ? {} : { into }),
      });
      expect(result.ok).toBe(false);
      expect(codes(result)).toEqual(["import/configured clubs/chess.yaml:2"]);
      expect(result.findings[0]?.message).toMatch(/--update.*--into DIR/);
    }
    expect(codes(await run.importing(live))).toEqual(["import/configured clubs/chess.yaml:2"]);
    expect(run.asked).toEqual([]);
  });

  test("can be imported to where the folder's files are not read, or only be looked at", async () => {
    await using run = await world({ "clubs/chess.yaml": head });
    for (const into of ["../other", ".old", null]) {
      const result = await run.importing(live, { into });
      expect(result.ok && result.value.files.map(({ path }) => path)).toEqual([
        into === null ? "chess.yaml" : `${into}/chess.yaml`,
      ]);
    }
  });

  test("can be replaced where all that speaks of it is", async () => {
    await using run = await world({ "chess.yaml": head });
    const replaced = await run.importing(live, { replace: true });
    expect(replaced.ok && replaced.value.files.map(({ path, exists }) => [path, exists])).toEqual([
      ["chess.yaml", true],
    ]);
    await run.write({ "rooms.yaml": `${head}rooms: { attic: {} }\n` });
    expect(codes(await run.importing(live, { replace: true }))).toEqual(["import/configured chess.yaml:2"]);
  });

  test("an organization that is not configured is imported anew beside an update", async () => {
    await using run = await world({ "clubs/chess.yaml": `${head}people: {}\n` });
    const now: Clubs = { ...live, go: { people: { ann: { rank: "KEEPER" } }, rooms: {} } };
    const files = await run.update(now, { organizations: ["chess", "go"], into: "clubs" });
    expect(files.map(({ path, exists }) => [path, exists])).toEqual([
      ["clubs/chess.yaml", true],
      ["clubs/go.yaml", false],
    ]);
    expect(await run.planned(now)).toEqual([]);
  });
});

describe("what stops it", () => {
  test("a configuration with errors, in all its findings", async () => {
    await using run = await world({
      "a.yaml": "platform: club\n",
      "b.yaml": "platform: clubb\norganization: x\n",
    });
    for (const update of [true, false]) {
      const result = await run.importing(live, { update });
      expect(result.ok).toBe(false);
      expect(codes(result)).toEqual(["config/missing a.yaml:1", "config/unknown-platform b.yaml:1"]);
    }
  });

  test("nothing to update; an organization that is not live", async () => {
    await using run = await world();
    expect(codes(await run.importing(live, { update: true }))).toEqual(["import/nothing-configured"]);
    expect(codes(await run.importing(live, { organizations: ["chess"] }))).toEqual([]);
    await run.write({ "gone.yaml": "platform: club\norganization: gone\n" });
    const result = await run.importing(live, { update: true });
    expect([result.ok, codes(result)]).toEqual([false, ["import/no-such-organization gone.yaml:2"]]);
  });
});
