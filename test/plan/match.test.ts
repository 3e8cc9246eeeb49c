import { describe, expect, test } from "vitest";
import type { Observation } from "../../src/model/platform.ts";
import type { Resource } from "../../src/model/resource.ts";
import { match, wantsFor } from "../../src/plan/match.ts";
import { clubPlatform as platform } from "../support/club-platform.ts";
import { desiredOf } from "../support/plans.ts";

const see = (resource: Resource): Observation => ({ type: "resource", resource });
const club = see({ address: "chess", kind: "club", key: "chess", attributes: { motto: "" } });
const room = (id: string, name: string): Observation =>
  see({
    address: `chess/rooms/${id}`,
    kind: "room",
    key: id,
    id,
    attributes: { name, floor: 0, sealed: false },
  });
const key = (id: string, who: string): Observation =>
  see({ address: `chess/rooms/${id}/keys/${who}`, kind: "key", key: who, attributes: { opens: "DOOR" } });
const rooms = (tree: Record<string, unknown>) => desiredOf(platform, { chess: { rooms: tree } });
const none = new Map<string, string>();

function addresses(result: ReturnType<typeof match>): readonly string[] {
  return [...result.live.all()].map((each) => each.address).sort();
}

describe("which live object a label means", () => {
  test.each([
    ["the id in the file wins", { den: { $id: "r2" } }, none, ["chess/rooms/den", "chess/rooms/r1"], "r2"],
    [
      "then the baseline's",
      { den: {} },
      new Map([["chess/rooms/den", "r2"]]),
      ["chess/rooms/den", "chess/rooms/r1"],
      "r2",
    ],
    ["then the one of that name", { den: {} }, none, ["chess/rooms/den", "chess/rooms/r2"], "r1"],
    [
      "a written name before the label",
      { cellar: { name: "den" } },
      none,
      ["chess/rooms/cellar", "chess/rooms/r2"],
      "r1",
    ],
    [
      "a baseline id that is gone counts for nothing",
      { den: {} },
      new Map([["chess/rooms/den", "r9"]]),
      ["chess/rooms/den", "chess/rooms/r2"],
      "r1",
    ],
    [
      "a former label finds it too",
      { cave: { $previously: ["den"] } },
      none,
      ["chess/rooms/cave", "chess/rooms/r2"],
      "r1",
    ],
  ])("%s", (_name, tree, known, expected, id) => {
    const result = match(platform, [club, room("r1", "den"), room("r2", "hall")], rooms(tree), known);
    expect(addresses(result)).toEqual(["chess", ...expected]);
    const [label] = expected.filter((address) => !/\/r\d$/.test(address));
    expect(result.live.get(label ?? "")?.id).toBe(id);
    expect(result.stops).toEqual([]);
  });

  test.each([
    ["a label that is an id means that object", { r1: { name: "gone" } }, "chess/rooms/r1", "r1"],
    ["unless an object of that name is there", { r1: { name: "hall" } }, "chess/rooms/r1", "r2"],
  ])("%s, and no other takes its place", (_name, tree, label, id) => {
    const result = match(
      platform,
      [club, room("r1", "den"), room("r2", "hall"), key("r1", "bob")],
      rooms(tree),
      none,
    );
    expect(result.live.get(label)?.id).toBe(id);
    expect([...result.live.all()].filter(({ kind }) => kind === "room")).toHaveLength(2);
    expect(result.stops).toEqual([]);
  });

  test("two of one name stop the plan and name both", () => {
    const result = match(platform, [club, room("r1", "den"), room("r2", "den")], rooms({ den: {} }), none);
    expect(result.stops.map(({ message }) => message)).toEqual([
      '2 live objects are named "den": r1, r2. Write the `id` of the one that chess/rooms/den means.',
    ]);
  });

  test("an id that is not there stops the plan rather than make a second one", () => {
    const result = match(platform, [club, room("r1", "den")], rooms({ den: { $id: "r7" } }), none);
    expect(result.stops.map(({ guard, scope }) => `${guard} ${scope}`)).toEqual(["identity chess/rooms/den"]);
    expect(addresses(result)).toEqual(["chess", "chess/rooms/r1"]);
  });

  test("what lies in it moves along, in whatever order it was read, and so does what could not be read", () => {
    const unreadable: Observation = {
      type: "unreadable",
      address: "chess/rooms/r1",
      collection: "keys",
      why: "no",
    };
    const result = match(
      platform,
      [key("r1", "bob"), unreadable, room("r1", "den"), club],
      rooms({ den: {} }),
      none,
    );
    expect(addresses(result)).toEqual(["chess", "chess/rooms/den", "chess/rooms/den/keys/bob"]);
    expect(result.unknown).toEqual([{ address: "chess/rooms/den", collection: "keys", why: "no" }]);
  });

  test("keys are folded as the platform folds them", () => {
    const bob = see({
      address: "chess/people/Bob",
      kind: "person",
      key: "Bob",
      attributes: { rank: "GUEST" },
    });
    expect(addresses(match(platform, [club, bob], rooms({}), none))).toEqual(["chess", "chess/people/bob"]);
  });
});

describe("what is worth reading", () => {
  const desired = desiredOf(platform, {
    chess: { $manage: { people: "ignore" }, people: {}, rooms: { den: { keys: {} }, hall: {} } },
  });
  const wants = wantsFor(platform, desired, new Map([["chess/rooms/den", "r5"]]));
  const resource = (of: Observation): Resource => {
    if (of.type !== "resource") throw new Error("not a resource");
    return of.resource;
  };
  test.each([
    ["a managed collection", club, "room", true],
    ["one that is ignored", club, "person", false],
    ["keys of a room that is named so", room("r1", "den"), "key", true],
    ["keys of the room that the baseline knows", room("r5", "renamed"), "key", true],
    ["keys of a room whose keys are not written", room("r2", "hall"), "key", false],
    ["keys of a room that nobody wrote", room("r3", "attic"), "key", false],
  ])("%s: %s", (_name, parent, kind, wanted) => {
    expect(wants(resource(parent), kind)).toBe(wanted);
  });
});

describe("what was found under a former label is renamed, however it was found", () => {
  test.each([
    ["by name", none],
    ["by what the last apply knew", new Map([["chess/rooms/cave", "r1"]])],
    ["by what it knew under the former label", new Map([["chess/rooms/den", "r1"]])],
  ])("%s", (_name, known) => {
    const tree = { cave: { $previously: ["den"] } };
    const result = match(platform, [club, room("r1", "den")], rooms(tree), known);
    expect(result.live.get("chess/rooms/cave")?.id).toBe("r1");
    expect([...result.renamed]).toEqual(["chess/rooms/cave"]);
  });

  test("a label with a slash too", () => {
    const tree = { cave: { $previously: ["a/b"] } };
    const known = new Map([["chess/rooms/a%2Fb", "r1"]]);
    const result = match(platform, [club, room("r1", "x"), room("r2", "y")], rooms(tree), known);
    expect(result.live.get("chess/rooms/cave")?.id).toBe("r1");
  });
});
