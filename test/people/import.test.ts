/** Imports into a folder that knows people. */
import { expect, test } from "vitest";
import { type Clubs, world } from "../run/world.ts";

const people = `people:
  ann: { handles: { club: Ann } }
  bob: { handles: { club: bob } }
  cid: { handles: { club: cid } }
  dot: { handles: { club: dot }, state: absent }
  eve: { handles: { club: eve } }
`;

const live: Clubs = {
  chess: {
    people: {
      ann: { rank: "KEEPER" },
      bob: { rank: "KEEPER" },
      dot: { rank: "GUEST" },
      eve: { rank: "GUEST" },
      zoe: { rank: "GUEST" },
    },
    rooms: {
      r1: { name: "den", keys: { ann: "SAFE", eve: "DOOR" } },
      r2: { name: "hall", keys: { bob: "DOOR" } },
    },
  },
};

test("entries by person are found, new ones are written so, and those who are gone are left", async () => {
  await using run = await world({
    "people.yaml": people,
    "chess.yaml": `platform: club
organization: chess
people:
  person:ann: GUEST # the founder
  bob: KEEPER
  person:cid: GUEST
rooms:
  den: { keys: { person:ann: DOOR } }
`,
  });
  const result = await run.importing(live, { update: true });
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  expect(result.value.files.map(({ text }) => text)).toMatchInlineSnapshot(`
    [
      "platform: club
    organization: chess
    people:
      person:ann: KEEPER # the founder
      bob: KEEPER
      person:eve: GUEST
      zoe: GUEST
    rooms:
      den:
        keys:
          person:ann: SAFE
          person:eve: DOOR
      hall:
        keys:
          person:bob: DOOR
    ",
    ]
  `);
  expect(result.findings.map(({ code, address }) => `${code} ${address}`)).toEqual([
    "import/gone chess/people/dot",
  ]);
  await run.update(live);
  expect(await run.planned(live)).toEqual([{ address: "chess/people/dot", reason: "left" }]);
  // A second time there is nothing to edit.
  expect(await run.update(live)).toEqual([]);
});

test("new organizations speak of people by name, and planning them is a no-op", async () => {
  await using run = await world({ "people.yaml": people.replace(", state: absent", "") });
  const result = await run.importing(live, {});
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  const [file] = result.value.files;
  expect(file?.text).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=https://unpkg.com/orgcharter/schemas/club.schema.json
    platform: club
    organization: chess
    people:
      person:ann: KEEPER
      person:bob: KEEPER
      person:dot: GUEST
      person:eve: GUEST
      zoe: GUEST
    rooms:
      den:
        keys:
          person:ann: SAFE
          person:eve: DOOR
      hall:
        keys:
          person:bob: DOOR
    "
  `);
  await run.write({ "chess.yaml": file?.text ?? "" });
  expect(await run.planned(live)).toEqual([]);
});
