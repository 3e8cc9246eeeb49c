/** Whatever is written and whatever is live: once updated, the files say what is live, and keep what people wrote. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Club, Clubs, Person, Room } from "./world.ts";
import { world } from "./world.ts";

const names = ["ann", "bob", "cid", "dot", "eve"];
const rank = fc.constantFrom("GUEST", "KEEPER");
const some = <T>(keys: readonly string[], value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc
    .array(fc.tuple(fc.constantFrom(...keys), value), { maxLength: keys.length })
    .map((entries) => Object.fromEntries(entries));

const person: fc.Arbitrary<Person> = fc.record(
  { rank, nickname: fc.constantFrom("", "x", "# no comment", "two words"), pending: fc.boolean() },
  { requiredKeys: ["rank"] },
);
const keys = some(names, fc.constantFrom("DOOR", "SAFE"));
const room: fc.Arbitrary<Room> = fc.record(
  {
    name: fc.constantFrom("hall", "attic", "attic 2", "Große Küche", "yes"),
    floor: fc.integer({ min: 0, max: 2 }),
    sealed: fc.boolean(),
    keys: fc.option(keys, { freq: 5 }),
  },
  { requiredKeys: ["name", "keys"] },
);
const club: fc.Arbitrary<Club> = fc.record(
  {
    motto: fc.constantFrom("", "slow", "fast: and steady"),
    people: fc.option(some(names, person), { freq: 5 }),
    rooms: some(["r1", "r2", "r3", "r4"], room),
  },
  { requiredKeys: ["people", "rooms"] },
);

interface Style {
  /** A comment above every entry, and one behind it. */
  readonly comments: boolean;
  /** People whose entry is `state: absent`, or has expired. */
  readonly absent: readonly string[];
  readonly expired: readonly string[];
  /** Rooms and people stand in files of their own. */
  readonly split: boolean;
  readonly crlf: boolean;
  readonly additive: boolean;
}
const style: fc.Arbitrary<Style> = fc.record({
  comments: fc.boolean(),
  absent: fc.uniqueArray(fc.constantFrom("ann", "bob", "zed"), { maxLength: 2 }),
  expired: fc.uniqueArray(fc.constantFrom("cid", "yan"), { maxLength: 1 }),
  split: fc.boolean(),
  crlf: fc.boolean(),
  additive: fc.boolean(),
});

/** What an import wrote, as people leave it after a while. */
function lived(
  text: string,
  { comments, absent, expired, split, crlf, additive }: Style,
): Record<string, string> {
  const ended = (name: string) => absent.includes(name) || expired.includes(name);
  let lines = text
    .split("\n")
    .slice(0, -1)
    .filter((line) => !ended(/^ {2}(\w+): ?(\{.*\}|[A-Z]+)$/.exec(line)?.[1] ?? ""));
  const at = lines.indexOf("people:") + 1;
  if (at > 0) {
    lines.splice(
      at,
      0,
      ...absent.map((name) => `  ${name}: { state: absent }`),
      ...expired.map((name) => `  ${name}: { rank: GUEST, expires: 2026-01-01 }`),
    );
    if (lines[at] === undefined || !/^ {2}/.test(lines[at] ?? "")) lines[at - 1] = "people: {}";
  }
  if (comments) {
    lines = lines.flatMap((line, index) => {
      const indent = /^ */.exec(line)?.[0] ?? "";
      return index === 0 || line.startsWith("#")
        ? [line]
        : [`${indent}# about ${index}`, `${line} # end ${index}`];
    });
  }
  const head = ["platform: club", "organization: chess"];
  if (additive) lines.push("manage: { rooms.keys: additive }");
  const join = (part: readonly string[]) => part.map((line) => `${line}${crlf ? "\r\n" : "\n"}`).join("");
  const cut = lines.findIndex((line) => line.startsWith("rooms:"));
  if (!split || cut < 0) return { "club.yaml": join(lines) };
  const start = comments ? cut - 1 : cut;
  const rest = lines.slice(start).filter((line) => !line.startsWith("manage:"));
  return {
    "a/club.yaml": join([
      ...lines.slice(0, start),
      ...lines.slice(start).filter((line) => line.startsWith("manage:")),
    ]),
    "b/rooms.yaml": join([...head, ...rest]),
  };
}

/** Lines of `before` in the order in which they are in `after`, as long as they are there at all. */
function keepsOrder(before: string, after: string): boolean {
  const there = after.split(/\r?\n/);
  const at = before
    .split(/\r?\n/)
    .filter((line) => /# (about|end) \d+$/.test(line))
    .map((line) => there.indexOf(line))
    .filter((index) => index >= 0);
  return at.every((index, position) => position === 0 || index > (at[position - 1] ?? -1));
}

test("then there is nothing to plan, a second update finds nothing, and comments keep their places", {
  timeout: 120_000,
}, async () => {
  let updated = 0;
  let edits = 0;
  await fc.assert(
    fc.asyncProperty(club, club, style, async (former, now, habits) => {
      await using run = await world();
      const first = await run.importing({ chess: former });
      if (!first.ok) throw new Error(JSON.stringify(first.findings));
      await run.write(lived(first.value.files[0]?.text ?? "", habits));
      const live: Clubs = { chess: now };
      const before = await run.files();

      const result = await run.importing(live, { update: true });
      if (!result.ok) {
        // Two rooms of one name, and an entry that could mean either: nobody but a person can tell.
        expect(new Set(result.findings.map(({ code }) => code))).toEqual(new Set(["import/identity"]));
        expect(await run.files()).toEqual(before);
        return;
      }
      expect(result.findings.filter(({ code }) => !/^import\/(unknown|expired)$/.test(code))).toEqual([]);
      const { files } = result.value;
      for (const { path, text } of files) await run.write({ [path]: text });

      const left = await run.planned(live);
      // The actor's own key makes a room readable, and so is planned where nothing can be read.
      const unlocks = (address: string) =>
        address.endsWith("/keys/ann") && Object.values(now.rooms).some((each) => each.keys === null);
      expect(left.filter(({ address, reason }) => reason !== "expired" && !unlocks(address))).toEqual([]);
      const again = await run.importing(live, { update: true });
      expect(again.ok && again.value.files).toEqual([]);

      const after = await run.files();
      for (const [name, text] of Object.entries(before)) {
        expect(keepsOrder(text, after[name] ?? "")).toBe(true);
        if (files.every(({ path }) => path !== name)) expect(after[name]).toBe(text);
        if (habits.crlf) expect((after[name] ?? "").replaceAll("\r\n", "")).not.toContain("\n");
      }
      for (const { update } of files) {
        updated += 1;
        edits += (update?.added ?? 0) + (update?.changed ?? 0) + (update?.removed ?? 0);
      }
    }),
    { numRuns: 250 },
  );
  // Most runs had something to do.
  expect(updated).toBeGreaterThan(100);
  expect(edits).toBeGreaterThan(updated);
});
