import { describe, expect, test } from "vitest";
import { classify } from "../../src/drift/classify.ts";
import { driftReport } from "../../src/drift/report.ts";
import type { Resource } from "../../src/model/resource.ts";
import { diff } from "../../src/plan/diff.ts";
import { clubPlatform as platform } from "../support/club-platform.ts";
import { desiredOf, liveOf, type Tree } from "../support/plans.ts";

const club = (people: Tree): { chess: Tree } => ({ chess: { motto: "", people } });

/** Drift of one club, told by what was live at the last apply; null: there was none. */
function drift(
  baseline: Tree | null,
  written: Tree,
  live: Tree,
  waiting: ReadonlyMap<string, string> = new Map(),
) {
  const then = baseline === null ? null : liveOf(platform, club(baseline));
  const found = diff({
    platform,
    actor: "ann",
    desired: desiredOf(platform, club(written)),
    live: liveOf(platform, club(live)),
    unknown: [],
  });
  return classify({
    platform,
    changes: found.changes,
    unmanaged: found.unmanaged,
    pending: found.pending,
    unknown: found.unknown,
    waiting,
    baseline: {
      knows: () => then !== null,
      get: (address): Resource | undefined => then?.get(address),
    },
    name: () => null,
    firstSeen: (key) => `first ${key}`,
  });
}

describe("one cell a test: baseline, configuration, live", () => {
  test.each<[string, Tree | null, Tree, Tree, string]>([
    ["all three agree", { bob: "GUEST" }, { bob: "GUEST" }, { bob: "GUEST" }, ""],
    [
      "configured since, not applied",
      { bob: "GUEST" },
      { bob: "KEEPER" },
      { bob: "GUEST" },
      "unapplied/configuration",
    ],
    ["changed behind", { bob: "GUEST" }, { bob: "GUEST" }, { bob: "KEEPER" }, "changed/behind"],
    [
      "both moved, apart",
      { bob: { rank: "GUEST", nickname: "b" } },
      { bob: { rank: "KEEPER", nickname: "b" } },
      { bob: { rank: "GUEST", nickname: "x" } },
      "changed/both",
    ],
    ["changed, no baseline", null, { bob: "GUEST" }, { bob: "KEEPER" }, "changed/unknown"],
    ["written since, not applied", {}, { bob: "GUEST" }, {}, "unapplied/configuration"],
    ["gone behind", { bob: "GUEST" }, { bob: "GUEST" }, {}, "missing/behind"],
    ["not live, no baseline", null, { bob: "GUEST" }, {}, "missing/unknown"],
    ["taken out, not applied", { bob: "GUEST" }, {}, { bob: "GUEST" }, "unapplied/configuration"],
    ["added behind", {}, {}, { bob: "GUEST" }, "unmanaged/behind"],
    ["not written, no baseline", null, {}, { bob: "GUEST" }, "unmanaged/unknown"],
    [
      "written absent, still there",
      { bob: "GUEST" },
      { bob: { $state: "absent" } },
      { bob: "GUEST" },
      "unapplied/configuration",
    ],
    [
      "its time is over",
      { bob: "GUEST" },
      { bob: { rank: "GUEST", $expired: true } },
      { bob: "GUEST" },
      "expired/configuration",
    ],
    [
      "waiting for a person",
      { bob: "GUEST" },
      { bob: "GUEST" },
      { bob: { rank: "GUEST", $pending: "bob" } },
      "pending/configuration",
    ],
  ])("%s", (_name, baseline, written, live, expected) => {
    const items = drift(baseline, written, live);
    expect(items.map((item) => `${item.class}/${item.origin}`).join(" ")).toBe(expected);
    for (const item of items) expect(item.firstSeen).toBe(`first ${item.class} ${item.address}`);
  });
});

test("an item says what is configured and what is live, in that order", () => {
  const [item] = drift({ bob: "GUEST" }, { bob: "GUEST" }, { bob: "KEEPER" });
  expect(item?.attributes).toEqual([{ name: "rank", before: "GUEST", after: "KEEPER" }]);
});

test("what cannot be read is unknown, and a report counts by class", () => {
  const found = diff({
    platform,
    actor: "ann",
    desired: desiredOf(platform, club({ bob: "GUEST" })),
    live: liveOf(platform, { chess: { motto: "" } }),
    unknown: [{ address: "chess", collection: "people", why: "403" }],
  });
  const items = classify({
    ...found,
    platform,
    waiting: new Map(),
    baseline: { knows: () => true, get: () => undefined },
    name: () => null,
    firstSeen: () => "t",
  });
  expect(items.map((item) => `${item.class} ${item.address}`)).toEqual(["unknown chess/people"]);
  expect(driftReport(items, found.inSync, "t").summary).toMatchObject({ unknown: 1, changed: 0 });
});

describe("what a plan would have to wait with", () => {
  const waiting = new Map([["chess/people/bob", "cid to accept"]]);

  test.each<[string, Tree | null, Tree, Tree, string]>([
    ["is no difference", {}, { bob: "GUEST" }, {}, "waiting/configuration"],
    ["nor before the first apply", null, { bob: "GUEST" }, {}, "waiting/unknown"],
    [
      "nor where only a part of it waits",
      { bob: "GUEST" },
      { bob: "KEEPER" },
      { bob: "GUEST" },
      "waiting/configuration",
    ],
    [
      "but what others did stays one",
      { bob: "GUEST" },
      { bob: "GUEST" },
      { bob: "KEEPER" },
      "changed/behind",
    ],
    ["and so does what others took", { bob: "GUEST" }, { bob: "GUEST" }, {}, "missing/behind"],
  ])("%s", (_name, baseline, written, live, expected) => {
    const items = drift(baseline, written, live, waiting);
    expect(items.map((item) => `${item.class}/${item.origin}`).join(" ")).toBe(expected);
  });

  test("says what it waits for", () => {
    expect(drift({}, { bob: "GUEST" }, {}, waiting)[0]?.message).toBe("create waits for cid to accept");
  });
});
