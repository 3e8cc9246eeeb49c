import { describe, expect, test } from "vitest";
import type { AccessModel, AccessRow } from "../../src/model/access.ts";
import { createState } from "../../src/model/state.ts";
import { accessChanges } from "../../src/plan/access.ts";

const target = "acme/rooms/lab";

/** A model that knows one row before and one after. */
function between(before: Partial<AccessRow> | null, after: Partial<AccessRow> | null) {
  const [former, latter] = [createState(), createState()];
  former.put({ address: target, kind: "room", key: "lab", attributes: {} });
  const row = (more: Partial<AccessRow> | null): readonly AccessRow[] =>
    more === null ? [] : [{ who: "ann", target, level: "key", actions: ["enter"], via: ["direct"], ...more }];
  const model: AccessModel = {
    actions: ["enter", "clean"],
    rows: (state) => row(state === former ? before : after),
    touched: () => [{ target, who: "ann" }],
    targets: () => [target],
    standing: () => new Set(),
    holders: () => [],
  };
  return accessChanges(model, former, latter, [target]);
}

describe("a row of access", () => {
  test("is gained with its ways, and lost with those that it had", () => {
    expect(between(null, {})).toEqual([
      { who: "ann", target, before: null, after: "key", gained: ["enter"], lost: [], via: ["direct"] },
    ]);
    expect(between({ via: ["cleaners", "direct"] }, null)).toMatchObject([
      { lost: ["enter"], via: ["cleaners", "direct"] },
    ]);
  });

  test("that stays by fewer ways is told: a removal that takes nothing is seldom meant so", () => {
    expect(between({ via: ["cleaners", "direct"] }, { via: ["cleaners"] })).toEqual([
      {
        who: "ann",
        target,
        before: "key",
        after: "key",
        gained: [],
        lost: [],
        via: ["cleaners"],
        left: ["direct"],
      },
    ]);
  });

  test.each([
    ["the same", {}],
    ["by more ways", { via: ["cleaners", "direct"] }],
  ])("%s is none", (_, after) => {
    expect(between({}, after)).toEqual([]);
  });

  test("without any action is nobody's, by whatever way", () => {
    expect(between({ actions: [], via: ["a", "b"] }, { actions: [], via: ["a"] })).toEqual([]);
  });

  test("says which setting takes what is lost, and not what was withheld before", () => {
    const withheld = [
      { action: "enter", by: "locks.door" },
      { action: "clean", by: "locks.water" },
    ];
    expect(between({ withheld: withheld.slice(1) }, { actions: [], withheld })).toMatchObject([
      { lost: ["enter"], withheld: [{ action: "enter", by: "locks.door" }] },
    ]);
  });
});
