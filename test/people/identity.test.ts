/** Whether handles still belong to the accounts that are meant: a test a row of the table in plan/identity.ts. */
import { describe, expect, test } from "vitest";
import type { DesiredState, Person } from "../../src/model/configuration.ts";
import type { Platform, Presence } from "../../src/model/platform.ts";
import type { Resource, Unreadable } from "../../src/model/resource.ts";
import { createState } from "../../src/model/state.ts";
import { diff, without } from "../../src/plan/diff.ts";
import { expiringIn } from "../../src/plan/expiring.ts";
import { identify, proven } from "../../src/plan/identity.ts";
import { renames } from "../../src/plan/renames.ts";
import { clubPlatform } from "../support/club-platform.ts";
import { desiredOf, type Tree } from "../support/plans.ts";

/** A club house that tells whose an entry is. */
const platform: Platform = {
  ...clubPlatform,
  kinds: clubPlatform.kinds.map((kind) =>
    kind.name === "person" || kind.name === "key"
      ? {
          ...kind,
          account: ({ facts }: Resource) => (typeof facts?.["user"] === "string" ? facts["user"] : undefined),
        }
      : kind,
  ),
};

const member = (key: string, user?: string, pending?: string): Resource => ({
  address: `chess/people/${key}`,
  kind: "person",
  key,
  attributes: { rank: "GUEST", nickname: "" },
  ...(user === undefined ? {} : { facts: { user } }),
  ...(pending === undefined ? {} : { pending }),
});
const key = (who: string, user: string): Resource => ({
  address: `chess/rooms/den/keys/${who}`,
  kind: "key",
  key: who,
  attributes: { opens: "DOOR" },
  facts: { user },
});
const club: Resource = { address: "chess", kind: "club", key: "chess", attributes: { motto: "" } };
const ann = (id?: string, more: Partial<Person> = {}): Person => ({
  name: "ann",
  handle: "ann",
  ...(id === undefined ? {} : { id }),
  ...more,
});

interface Case {
  readonly people?: readonly Person[];
  readonly known?: Readonly<Record<string, string>>;
  readonly live: readonly Resource[];
  readonly unknown?: readonly Unreadable[];
  readonly tree?: Tree;
}

function look({ people = [], known = {}, live, unknown = [], tree = { people: { ann: "GUEST" } } }: Case) {
  const desired: DesiredState = { ...desiredOf(platform, { chess: tree }), people };
  const state = createState([club, ...live]);
  const found = identify({
    platform,
    desired,
    live: state,
    unknown,
    accounts: new Map(Object.entries(known)),
  });
  const held = new Set(found.strangers.flatMap((each) => each.held));
  const changes = without(diff({ platform, actor: "zed", desired, live: state, unknown }), held).changes;
  return {
    stops: found.strangers.map(({ stop }) => `${stop.allow ?? "-"} ${stop.message}`),
    open: found.unproven.map(({ account, pinned }) => `${account} ${pinned ? "pinned" : "known"}`),
    changes: changes.map(({ action, address, reason }) => `${action} ${address} ${reason}`),
  };
}

const at = "chess/people/ann";
const anew = (now: string) =>
  `The handle ann belongs to account ${now}, and the file means account 17 of ann`;

describe("whose is what is live", () => {
  test.each<
    [string, Case, { stops?: readonly string[]; open?: readonly string[]; changes?: readonly string[] }]
  >([
    ["nothing is expected", { live: [member("ann", "42")] }, {}],
    ["the pinned account", { people: [ann("17")], live: [member("ann", "17")] }, {}],
    ["the remembered account", { known: { [at]: "17" }, live: [member("ann", "17")] }, {}],
    [
      "the file counts before what is remembered",
      { people: [ann("17")], known: { [at]: "3" }, live: [member("ann", "17")] },
      {},
    ],
    [
      "an invitation tells nothing",
      { people: [ann("17")], live: [member("ann", undefined, "ann to accept")] },
      {},
    ],
    [
      "another account than the pinned one",
      { people: [ann("17")], live: [member("ann", "42")] },
      { stops: [`- ${anew("42")}`] },
    ],
    [
      "another account than the entry's own id",
      { live: [member("ann", "42")], tree: { people: { ann: { rank: "GUEST", $id: "17" } } } },
      { stops: ["- The handle ann belongs to account 42, and the file means account 17:"] },
    ],
    [
      "another account than the remembered one",
      { known: { [at]: "17" }, live: [member("ann", "42")] },
      {
        stops: [
          `identity:${at} The handle ann belonged to account 17 at the last apply and now belongs to 42`,
        ],
      },
    ],
    [
      "the account has another handle now: neither removed nor invited",
      { people: [ann("17")], live: [member("annie", "17")] },
      { stops: ["- Account 17 of ann, which is written as ann, is now called annie: write that"] },
    ],
    [
      "the same by what is remembered",
      { known: { [at]: "17" }, live: [member("annie", "17")] },
      { stops: [`identity:${at} Account 17, which is written as ann, is now called annie`] },
    ],
    [
      "not live here, but the handle is seen elsewhere, as somebody else",
      { people: [ann("17")], live: [key("ann", "42")] },
      { stops: [`- ${anew("42")}`] },
    ],
    [
      "not live here, seen elsewhere as who is meant",
      { people: [ann("17")], live: [key("ann", "17")] },
      { changes: ["create chess/people/ann configured"] },
    ],
    [
      "not live at all: open",
      { people: [ann("17")], live: [] },
      { open: ["17 pinned"], changes: ["create chess/people/ann configured"] },
    ],
    [
      "not live at all, remembered: open",
      { known: { [at]: "17" }, live: [] },
      { open: ["17 known"], changes: ["create chess/people/ann configured"] },
    ],
    [
      "a removal that is written",
      { people: [ann("17")], live: [member("ann", "42")], tree: { people: { ann: { $state: "absent" } } } },
      { changes: ["delete chess/people/ann configured"] },
    ],
    [
      "a removal by omission",
      { people: [ann("17")], known: { [at]: "17" }, live: [member("ann", "42")], tree: { people: {} } },
      { changes: ["delete chess/people/ann removed"] },
    ],
    [
      "the account of somebody gone under another handle that is written",
      {
        people: [ann("17", { gone: "left" })],
        live: [member("bob", "17")],
        tree: { people: { bob: "GUEST" } },
      },
      { stops: ["- bob belongs to account 17, which is that of ann, of whom nothing shall stay"] },
    ],
    [
      "the account of somebody gone under another handle that is not written",
      { people: [ann("17", { gone: "left" })], live: [member("bob", "17")], tree: {} },
      { changes: ["delete chess/people/bob left"] },
    ],
    [
      "an ignored list",
      {
        people: [ann("17")],
        live: [member("ann", "42")],
        tree: { $manage: { people: "ignore" }, people: { ann: "GUEST" } },
      },
      {},
    ],
    [
      "a list that cannot be read",
      {
        people: [ann("17")],
        live: [key("ann", "42")],
        unknown: [{ address: "chess", collection: "people", why: "?" }],
      },
      {},
    ],
  ])("%s", (_name, input, { stops = [], open = [], changes = [] }) => {
    const found = look(input);
    expect(found.stops).toEqual(stops.map((each) => expect.stringContaining(each)));
    expect({ open: found.open, changes: found.changes }).toEqual({ open, changes });
  });
});

test("what is still open is asked for", () => {
  const desired = { ...desiredOf(platform, { chess: { people: { ann: "GUEST" } } }) };
  const written = desired.resources.get(at);
  if (written === undefined) throw new Error("not written");
  const answer = (presence: Presence | undefined, person?: Person) => {
    const open = { written, account: "17", pinned: person !== undefined };
    const { strangers, findings } = proven([open], () => presence);
    return [...strangers.map(({ stop }) => stop.guard), ...findings.map(({ code }) => code)];
  };
  expect(answer({ account: "17" }, ann("17"))).toEqual([]);
  expect(answer({ account: "42" }, ann("17"))).toEqual(["identity"]);
  expect(answer({ account: "42" })).toEqual(["identity"]);
  // Who is missing is said anyway.
  expect(answer("missing", ann("17"))).toEqual([]);
  for (const untold of ["exists", "unknown", undefined] as const) {
    expect(answer(untold, ann("17"))).toEqual(["plan/unconfirmed-account"]);
    expect(answer(untold)).toEqual([]);
  }
});

test("what is remembered moves along with labels, at every depth", () => {
  const tree = {
    north: {
      $previously: ["old"],
      people: { ann: "GUEST" },
      rooms: { den: { $previously: ["cave", "a/b"], keys: { ann: "DOOR" } }, hall: {} },
    },
  };
  const now = renames(desiredOf(platform, tree));
  expect(
    [
      "old",
      "old/people/ann",
      "old/rooms/cave/keys/ann",
      "north/rooms/a%2Fb/keys/ann",
      "old/rooms/hall",
      "other/rooms/cave",
    ].map(now),
  ).toEqual([
    "north",
    "north/people/ann",
    "north/rooms/den/keys/ann",
    "north/rooms/den/keys/ann",
    "north/rooms/hall",
    "other/rooms/cave",
  ]);
});

describe("what ends soon", () => {
  const desired = (
    people: readonly Person[],
    ends: Readonly<Record<string, string | undefined>>,
  ): DesiredState => {
    const bare = desiredOf(platform, {
      chess: { people: Object.fromEntries(Object.keys(ends).map((who) => [who, "GUEST"])) },
    });
    const resources = new Map(
      [...bare.resources].map(([address, each]) => {
        const expires = ends[each.key];
        return [address, expires === undefined ? each : { ...each, expires }];
      }),
    );
    return { ...bare, resources, people };
  };
  const soon = (state: DesiredState, days: number) =>
    expiringIn(platform, state, "2026-11-23T23:59:00.000Z", days).map(
      ({ address, person, expires }) => `${expires} ${person ?? address}`,
    );

  test.each([
    ["today", "2026-11-23", 30, true],
    ["the last day", "2026-12-23", 30, true],
    ["the day after", "2026-12-24", 30, false],
    ["yesterday", "2026-11-22", 30, false],
    ["switched off", "2026-11-23", 0, false],
  ])("%s", (_name, day, days, expected) => {
    expect(soon(desired([], { bob: day }), days)).toEqual(expected ? [`${day} chess/people/bob`] : []);
  });

  test("a person is named once, and what ends before them too", () => {
    const people = [
      ann(undefined, { expires: "2026-12-01" }),
      { name: "cid", handle: "cid", expires: "2026-12-02" },
    ];
    expect(soon(desired(people, { ann: "2026-12-01", cid: "2026-11-30" }), 30)).toEqual([
      "2026-11-30 chess/people/cid",
      "2026-12-01 ann",
      "2026-12-02 cid",
    ]);
  });
});
