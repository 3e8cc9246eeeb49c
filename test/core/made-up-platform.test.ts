/**
 * A platform that Charter has never heard of, given from outside, goes the whole way: schema, validation, plan, apply,
 * drift, import. Nothing in src was edited for it.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, beforeAll, expect, test } from "vitest";
import { schemaOf } from "../../src/config/schema.ts";
import { access, apply, drift, importOrganizations, plan, validate } from "../../src/run/index.ts";
import { clubPlatform } from "../support/club-platform.ts";
import { type ClubServer, startClubServer } from "../support/club-server.ts";

let server: ClubServer;
let directory: string;

beforeAll(async () => {
  server = await startClubServer();
  directory = await mkdtemp(join(tmpdir(), "charter-club-"));
});

afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

const options = () => ({
  directory,
  platforms: [clubPlatform],
  env: { CHARTER_CLUB_URL: server.url, CHARTER_CLUB_TOKEN: "open-sesame" },
  now: new Date("2026-01-02T03:04:05Z"),
});
const write = (text: string, name = "chess.yaml") => writeFile(join(directory, name), text);

const good = `platform: club
organization: chess
motto: slow and steady
people:
  ann: KEEPER
  Bob: GUEST
rooms:
  library:
    floor: 2
    keys: { ann: SAFE, bob: DOOR }
`;

test("its schema is made from its kinds", () => {
  const check = new Ajv({ strict: true, allowUnionTypes: true }).compile(schemaOf(clubPlatform));
  expect(check({ platform: "club", organization: "chess", people: { ann: "KEEPER" } })).toBe(true);
  expect(check({ platform: "club", organization: "chess", people: { ann: "QUEEN" } })).toBe(false);
});

test("bad files are found out, with the nearest name and the place", async () => {
  await write("platform: club\norganization: chess\npeople:\n  ann: KEPER\nroms: {}\n");
  const result = await validate(options());
  expect(result.ok).toBe(false);
  const places = result.findings.map(({ code, position }) => `${code} ${position?.line}:${position?.column}`);
  expect(places).toEqual(["config/unknown-value 4:8", "config/unknown-key 5:1"]);
  expect(result.findings.map(({ message }) => message).join("\n")).toMatch(/"KEEPER"[\s\S]*rooms/);
});

test("somebody whom the platform does not know is named with the line, and nothing is sent", async () => {
  await write(good.replace("Bob: GUEST", "zoe: GUEST"));
  const result = await plan(options());
  expect(result.ok).toBe(false);
  expect(result.findings.map(({ code, position }) => `${code} ${position?.file}:${position?.line}`)).toEqual([
    "plan/no-such-principal chess.yaml:6",
  ]);
  expect(server.writes()).toEqual([]);
});

test("a plan is applied exactly: its calls and no other", async () => {
  await write(good);
  const planned = await plan(options());
  if (!planned.ok) throw new Error(JSON.stringify(planned.findings));
  expect(planned.value.summary).toMatchObject({ create: 6, calls: 4, stops: 0 });
  expect(server.writes()).toEqual([]);

  const applied = await apply({ ...options(), plan: planned.value });
  if (!applied.ok) throw new Error(JSON.stringify(applied.findings));
  expect(applied.value.result).toMatchObject({ sent: 4, verified: true, mismatches: [] });
  expect([...server.writes()].sort()).toEqual([
    "POST /clubs/chess/rooms",
    "PUT /clubs/chess",
    "PUT /clubs/chess/people/bob",
    "PUT /rooms/r1/keys/bob",
  ]);
});

test("then there is nothing to do but wait for bob, and nothing is written", async () => {
  const before = server.writes().length;
  const again = await apply(options());
  if (!again.ok) throw new Error(JSON.stringify(again.findings));
  expect(again.value.plan.summary).toMatchObject({ calls: 0, pending: 1 });
  expect(server.writes()).toHaveLength(before);
});

test("a saved plan is refused once live state has moved on", async () => {
  await write(good.replace("bob: DOOR", "bob: SAFE").replace("Bob: GUEST", "Bob: KEEPER"));
  const planned = await plan(options());
  if (!planned.ok) throw new Error(JSON.stringify(planned.findings));
  server.accept("chess", "bob");
  server.rank("chess", "bob", "KEEPER");
  const before = server.writes().length;
  const applied = await apply({ ...options(), plan: planned.value });
  expect(applied.ok).toBe(false);
  expect(applied.findings.map(({ code, address }) => `${code} ${address}`)).toEqual([
    "plan/stale chess/people/bob",
  ]);
  expect(server.writes()).toHaveLength(before);
  await write(good);
});

test("what was changed behind its back is drift, and told apart from what is not applied yet", async () => {
  await write(good.replace("floor: 2", "floor: 2\n    sealed: true"));
  const report = await drift(options());
  if (!report.ok) throw new Error(JSON.stringify(report.findings));
  expect(report.value.items.map((item) => `${item.class} ${item.origin} ${item.address}`)).toEqual([
    "changed behind chess/people/bob",
    "unapplied configuration chess/rooms/library",
  ]);
});

test("who may do what is answered from live state", async () => {
  const rows = await access({ ...options(), who: "bob" });
  expect(rows.ok && rows.value.map((row) => `${row.who} ${row.target} ${row.actions.join("+")}`)).toEqual([
    "bob chess/rooms/library ENTER",
  ]);
});

test("importing gives files that plan to nothing", async () => {
  await rm(join(directory, "chess.yaml"));
  const imported = await importOrganizations({ ...options(), platform: "club", organizations: ["chess"] });
  if (!imported.ok) throw new Error(JSON.stringify(imported.findings));
  for (const file of imported.value.files) await write(file.text, file.path);
  const text = await readFile(join(directory, imported.value.files[0]?.path ?? ""), "utf8");
  expect(text).toContain("bob: KEEPER");
  const planned = await plan(options());
  expect(planned.ok && planned.value.summary).toMatchObject({
    create: 0,
    update: 0,
    delete: 0,
    calls: 0,
    unmanaged: 0,
  });
});
